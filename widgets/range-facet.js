/** A facet of numbers: how many products lie where, and the way to choose from and to. */

import { h } from "./dom.js";
import { go, readPage, without } from "./page.js";
import { amount, number, products } from "./values.js";
import { price, say } from "./words.js";

/** @typedef {{min: string, max: string, count: number}} Bucket */

/** @param {{name: string, unit?: string | null, min?: string, max?: string, buckets?: Bucket[]}} facet */
export function rangeFacet({ name, unit, min, max, buckets = [] }) {
  const chosen = readPage().filters.find((filter) => filter.startsWith(`${name}:`));
  const [low, high] = (chosen?.slice(name.length + 1) ?? "..").split("..");
  /** @param {string} end */
  const plain = (end) => (name === "price" ? amount(end) : number(Number(end)));
  /** @param {string} end */
  const whole = (end) => (name === "price" ? price(end) : [plain(end), unit].join(" ").trim());
  const from = bound(`${name} from`, low, min && plain(min));
  const to = bound(`${name} to`, high, max && plain(max));
  /** @param {string} least @param {string} most */
  const choose = (least, most) => {
    const range = least || most ? [`${name}:${least}..${most}`] : [];
    go({ filters: [...without(readPage().filters, name), ...range] });
  };
  return h(
    "fieldset",
    { class: "range", onchange: () => choose(from.value, to.value) },
    buckets.length > 1 && histogram(buckets, [low, high], whole, choose),
    h("label", {}, say("from"), from),
    h("span", { "aria-hidden": "true" }, "–"),
    h("label", {}, say("to"), to),
  );
}

/**
 * Draw a bar for every bucket. It shows, and takes clicks, what the two inputs say and do.
 * @param {Bucket[]} buckets
 * @param {string[]} chosen low and high, empty where there is none
 * @param {(end: string) => string} whole writes an end with its unit
 * @param {(least: string, most: string) => void} choose
 */
function histogram(buckets, [low, high], whole, choose) {
  const most = Math.max(...buckets.map(({ count }) => count));
  const bars = buckets.map(({ min, max, count }) => {
    const inside = !(Number(max) < Number(low || min) || Number(min) > Number(high || max));
    const title = `${[min, max].map(whole).join(" – ")}: ${products(count)}`;
    const onclick = () => count && choose(min, max);
    const bar = h("span", { class: inside && "inside", title, onclick }, h("i"));
    /** @type {HTMLElement} */ (bar.firstChild).style.blockSize = `${(count / most) * 100}%`;
    return bar;
  });
  return h("div", { class: "histogram", "aria-hidden": "true" }, bars);
}

/** @param {string} id @param {string} value @param {string} [placeholder] */
function bound(id, value, placeholder) {
  const properties = { type: "number", inputmode: "decimal", min: 0, step: "any" };
  return /** @type {HTMLInputElement} */ (h("input", { ...properties, id, value, placeholder }));
}
