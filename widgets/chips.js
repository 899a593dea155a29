/** Filters as chips that can be taken away one by one: those chosen, and those understood from the text. */

import { h } from "./dom.js";
import { CLOSE, icon } from "./icons.js";
import { go, parted, toggled } from "./page.js";
import { valueName } from "./values.js";
import { price, say } from "./words.js";

/** @typedef {import("./facets.js").Facet} Facet */

/** What a filter looks like that is a range, while its facet is not known yet. */
const RANGE = /^[\d.]*\.\.[\d.]*$/;

/** @param {string[]} filters @param {Facet[]} facets which know how values are written */
export function chips(filters, facets) {
  const all = filters.map((filter) =>
    chip(filter, written(filter, facets), () => go({ filters: toggled(filters, filter) })),
  );
  if (all.length < 2) return all;
  const onclick = () => go({ filters: [] });
  return [...all, h("button", { type: "button", class: "plain", onclick }, say("removeAll"))];
}

/** @param {string} filter @param {string} label @param {() => void} onclick */
export function chip(filter, label, onclick) {
  const name = say("remove", { label });
  const properties = { type: "button", id: `chip ${filter}`, "aria-label": name, onclick };
  return h("button", properties, h("bdi", {}, label), icon(CLOSE));
}

/** Write a filter the way its facet does. @param {string} filter @param {Facet[]} facets */
export function written(filter, facets) {
  const [name, value] = parted(filter);
  const facet = facets.find((one) => one.name === name);
  if (facet ? facet.kind === "range" : RANGE.test(value)) return range(name, value, facet?.unit);
  return valueName(name, facet?.values?.find((one) => one.value === value) ?? { value });
}

/** @param {string} name @param {string} value @param {string | null} [unit] */
function range(name, value, unit) {
  const [from, to] = value
    .split("..")
    .map((bound) => bound && (name === "price" ? price(bound) : [bound, unit].join(" ").trim()));
  if (!from) return say("rangeTo", { amount: to });
  return to ? `${from} – ${to}` : say("rangeFrom", { amount: from });
}
