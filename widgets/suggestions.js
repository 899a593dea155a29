/** What the type-ahead proposes: words, places, brands, guides and products, as options of a list box. */

import { tresen } from "./asking.js";
import { h, marked } from "./dom.js";
import { categoryUrl, safeUrl } from "./addresses.js";
import { apart } from "./phrases.js";
import { price } from "./words.js";

/** @typedef {import("./api.js").Hit} Hit */
/** @typedef {{text: string, category?: {value: string, label: string} | null}} Words */
/** @typedef {{node: HTMLElement, url: string | null, hit?: Hit, page?: string, query?: string}} Option */

const FEW = 4;

/**
 * @param {any} answer of `/v1/suggest`
 * @param {string} q what was typed
 * @param {string[]} recent what was searched for lately
 * @returns {[string, Option[]][]} groups with a name and options, none of them empty
 */
export function suggestions(answer, q, recent) {
  const products = answer.products.map(product);
  const phone = matchMedia("(max-width: 699px)").matches;
  const groups = {
    recent: (q ? [] : recent).map((query) => option(searchUrl({ q: query }), { query }, [query])),
    queries: answer.queries.map((/** @type {Words} */ { text, category }) => {
      const within = category && { filter: `category:${category.value}` };
      const url = searchUrl({ q: text, ...within });
      return option(url, { query: text }, untyped(text, q), category && `in ${apart(category.label)}`);
    }),
    ...(phone && { products }), // Not to be pushed out of sight by words.
    categories: answer.categories.map((/** @type {any} */ { value, label, path }) =>
      option(categoryUrl(value), {}, [label], path.slice(0, -1).map(apart).join(" › ")),
    ),
    brands: answer.brands.map((/** @type {any} */ { value, label, count }) =>
      option(searchUrl({ filter: `brand:${value}` }), {}, [label ?? value], `${count}`),
    ),
    content: answer.content.map((/** @type {import("./guides.js").Guide} */ page) =>
      option(page.url, { page: page.content_id }, marked(page.title, page.highlight?.title)),
    ),
    products,
  };
  return Object.entries(groups)
    .map(([name, all]) => /** @type {[string, Option[]]} */ ([name, all.slice(0, phone ? FEW : undefined)]))
    .filter(([, options]) => options.length);
}

/** The results page for a query, a filter or both. @param {Record<string, string>} parameters */
export const searchUrl = (parameters) =>
  `${tresen.configuration.searchUrl}?${new URLSearchParams(parameters)}`;

/** @param {Hit} hit @returns {Option} */
function product(hit) {
  // Where there is none, its place is empty.
  const picture = h(hit.image_url ? "img" : "i", { src: safeUrl(hit.image_url), alt: "" });
  const name = h("div", {}, h("bdi", {}, marked(hit.title, hit.highlight?.title)));
  const cost = hit.price && h("b", {}, price(hit.price, hit.currency));
  const node = h("div", { role: "option", class: "product" }, picture, h("div", {}, name, cost));
  return { node, url: hit.url, hit };
}

/**
 * Words, and something beside them; either may be written from right to left.
 * @param {string} url @param {Partial<Option>} facts
 * @param {import("./dom.js").Child[]} words @param {string | null} [beside]
 * @returns {Option}
 */
const option = (url, facts, words, beside) => ({
  node: h("div", { role: "option" }, h("bdi", {}, words), " ", beside && h("bdi", { class: "aside" }, beside)),
  url,
  ...facts,
});

/** Make bold what one need not type any more. @param {string} text @param {string} q */
const untyped = (text, q) =>
  q && text.toLowerCase().startsWith(q.toLowerCase())
    ? marked(text, [[q.length, text.length]])
    : [text];
