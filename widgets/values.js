/** Writes numbers, and the names and values of facets, in the page's own language. */

import { tresen } from "./asking.js";
import { translate } from "./phrases.js";
import { say } from "./words.js";

const { language } = tresen.configuration;

/** @param {number} value @param {Intl.NumberFormatOptions} digits */
const decimal = (value, digits) => new Intl.NumberFormat(language, digits).format(value);

/** Count products in words. @param {number} n */
export const products = (n) => say(n === 1 ? "one" : "many", { n: number(n) });

/** Say how much cheaper, in whole percent, or nothing when it is not. @param {string | null} price @param {string | null} [listPrice] */
export function saving(price, listPrice) {
  const share = price && listPrice ? Math.round((1 - Number(price) / Number(listPrice)) * 100) : 0;
  return share > 0 ? `−${decimal(share / 100, { style: "percent" })}` : undefined;
}

/** Write an amount without its currency, where there is no room for it. @param {string} bound */
export const amount = (bound) => decimal(Number(bound), { minimumFractionDigits: 2 });

/** @param {number} value */
export const number = (value) => decimal(value, { maximumFractionDigits: 1 });

/** Name a value of a facet: ours are words of the API, the shop's come with a label. @param {string} facet @param {{value: string, label?: string}} value */
export const valueName = (facet, { value, label }) =>
  translate(language, `${facet}.${value}`) ?? label ?? value.split("/").at(-1) ?? value;

/** Name a facet or an attribute: `lens_mount` is "Lens mount" until somebody writes it down. @param {string} facet */
export function facetName(facet) {
  const plain = facet.replaceAll("_", " ");
  return translate(language, `facet.${facet}`) ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}
