/** Content pages beside the products: advice and service texts that the query means. */

import { tresen } from "./client.js";
import { h, marked } from "./dom.js";
import { safeUrl } from "./addresses.js";
import { say } from "./words.js";

/** @typedef {[number, number][]} Ranges */

/**
 * @typedef {object} Guide
 * @property {string} [content_id]
 * @property {string} title
 * @property {string} url
 * @property {string | null} [image_url]
 * @property {string} [snippet]
 * @property {{title?: Ranges, snippet?: Ranges}} [highlight]
 */

/** @param {Guide[]} [pages] @param {string} [q] */
export function guides(pages = [], q) {
  const links = pages.map((page) => h("li", {}, guide(page, q)));
  const properties = { class: "guides", "aria-label": say("content") };
  return links.length > 0 && h("nav", properties, h("ul", {}, links));
}

/** Say that a page was opened. @param {Guide} page @param {string} [query] */
export const opened = ({ content_id }, query) =>
  content_id && tresen.track("content_view", { content_id, query });

/** @param {Guide} page @param {string} [q] */
function guide(page, q) {
  const { title, url, image_url, snippet, highlight } = page;
  const picture = { src: safeUrl(image_url), alt: "", loading: "lazy", width: 56, height: 56 };
  const words = h(
    "span",
    {},
    h("span", { class: "kind" }, say("guide")),
    h("strong", { dir: "auto" }, ...marked(title, highlight?.title)),
    snippet && h("span", { class: "snippet", dir: "auto" }, ...marked(snippet, highlight?.snippet)),
  );
  const properties = { href: safeUrl(tresen.link(url)), onclick: () => opened(page, q) };
  return h("a", properties, image_url && h("img", picture), words);
}
