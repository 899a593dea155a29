/** Says and writes things in the page's own language and currency. */

import { tresen } from "./client.js";
import { translate } from "./dictionary.js";
import { decimal, money, reduction } from "./format.js";

const { currency, language } = tresen.configuration;

/** @param {string} name @param {Record<string, string | number>} [values] */
export const say = (name, values) => translate(language, name, values) ?? name;

/** Count products in words. @param {number} n */
export const products = (n) => say(n === 1 ? "one" : "many", { n });

/** @param {string | number} amount @param {string} [unit] the currency */
export const price = (amount, unit = currency) => money(amount, unit, language);

/** Write an amount without its currency, where there is no room for it. @param {string} bound */
export const amount = (bound) => decimal(Number(bound), language, { minimumFractionDigits: 2 });

/** @param {string | null} price @param {string | null} [listPrice] */
export const saving = (price, listPrice) => reduction(price, listPrice, language);

/** @param {number} value */
export const number = (value) => decimal(value, language);

/** Name a value of a facet: ours are words of the API, the shop's come with a label. @param {string} facet @param {{value: string, label?: string}} value */
export const valueName = (facet, { value, label }) =>
  translate(language, `${facet}.${value}`) ?? label ?? value.split("/").at(-1) ?? value;

/** Name a facet or an attribute: `lens_mount` is "Lens mount" until somebody writes it down. @param {string} facet */
export function facetName(facet) {
  const plain = facet.replaceAll("_", " ");
  return translate(language, `facet.${facet}`) ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}
