/** Says things and writes prices in the page's own language and currency. */

import { tresen } from "./asking.js";
import { translate } from "./phrases.js";

const { currency, language } = tresen.configuration;

/** @param {string} name @param {Record<string, string | number>} [values] */
export const say = (name, values) => translate(language, name, values) ?? name;

/** @param {string | number} amount @param {string} [unit] the currency */
export const price = (amount, unit = currency) =>
  Number(amount).toLocaleString(language, { style: "currency", currency: unit });
