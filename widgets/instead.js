/** What stands where nothing was found: a shelf of what is wanted in the category that was likely meant. */

import { tresen } from "./client.js";
import { h } from "./dom.js";
import { categoryUrl } from "./addresses.js";
import { tile } from "./tile.js";

/** @typedef {{title: string, category: {value: string, label: string} | null, placement: string, hits: import("./api.js").Hit[]}} Fallback */

/** @param {Fallback | null} [fallback] */
export function instead(fallback) {
  if (!fallback?.hits.length) return null;
  const { title, category, placement, hits } = fallback;
  const address = category && categoryUrl(category.value);
  const heading = address ? h("a", { href: tresen.link(address) }, title) : title;
  const tiles = hits.map((hit) => h("li", {}, tile(hit, placement)));
  return h("section", { class: "row" }, h("h2", { dir: "auto" }, heading), h("ul", { class: "shelf" }, tiles));
}
