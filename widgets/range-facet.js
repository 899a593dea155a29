/** A facet of numbers: from and to. */

import { h } from "./dom.js";
import { go, readPage, without } from "./page.js";
import { amount, say } from "./words.js";

/** @param {{name: string, min?: string, max?: string}} facet */
export function rangeFacet({ name, min, max }) {
  const chosen = readPage().filters.find((filter) => filter.startsWith(`${name}:`));
  const [low, high] = (chosen?.slice(name.length + 1) ?? "..").split("..");
  const from = bound(`${name} from`, low, min && amount(min));
  const to = bound(`${name} to`, high, max && amount(max));
  const choose = () => {
    const range = from.value || to.value ? [`${name}:${from.value}..${to.value}`] : [];
    go({ filters: [...without(readPage().filters, name), ...range] });
  };
  return h(
    "fieldset",
    { class: "range", onchange: choose },
    h("label", {}, say("from"), from),
    h("span", { "aria-hidden": "true" }, "–"),
    h("label", {}, say("to"), to),
  );
}

/** @param {string} id @param {string} value @param {string} [placeholder] */
function bound(id, value, placeholder) {
  const properties = { type: "number", inputmode: "decimal", min: 0, step: "any" };
  return /** @type {HTMLInputElement} */ (h("input", { ...properties, id, value, placeholder }));
}
