/** Rows of products for each word of a query, where no product has all of them. */

import { tresen } from "./client.js";
import { h } from "./dom.js";
import { pageLink } from "./page-link.js";
import { tile } from "./tile.js";
import { products } from "./values.js";
import { say } from "./words.js";

/** @typedef {{text: string, products: number}} Word */

const ROWS = 3;
const EACH = 8;

/**
 * A word that is all the results were found by has no row of the same.
 * @param {{interpretation: import("./understood.js").Interpretation, page: number}} answer
 * @param {string} placement
 * @param {AbortSignal} signal ends when the rows are no longer wanted
 */
export function wordRows({ interpretation, page }, placement, signal) {
  const { stage, dropped = [], per_word: words = [] } = interpretation;
  if ((!dropped.length && stage !== "fallback") || page > 1) return [];
  const kept = words.filter(({ text }) => !text.split(" ").some((one) => dropped.includes(one)));
  const found = words.filter((word) => word.products > 0 && (kept.length > 1 || word !== kept[0]));
  return found.slice(0, ROWS).map((word) => row(word, placement, signal));
}

/** @param {Word} word @param {string} placement @param {AbortSignal} signal */
function row({ text, products: n }, placement, signal) {
  const blanks = Array.from({ length: Math.min(n, EACH) }, () => h("li", { class: "blank" }));
  const shelf = h("ul", { class: "shelf", "aria-busy": "true" }, blanks);
  const link = pageLink({ q: text, filters: [] }, {}, say("resultsFor", { q: text }));
  const count = h("span", { class: "count" }, products(n));
  const section = h("section", { class: "row" }, h("h2", {}, link, " ", count), shelf);
  tresen.api.search({ q: text, per_page: EACH }, signal).then(
    ({ hits, total }) => {
      const tiles = hits.map((/** @type {import("./api.js").Hit} */ hit) =>
        h("li", {}, tile(hit, placement)),
      );
      shelf.replaceChildren(...tiles);
      shelf.removeAttribute("aria-busy");
      count.textContent = products(total);
      section.hidden = !hits.length;
    },
    () => section.remove(),
  );
  return section;
}
