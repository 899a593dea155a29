/** What the type-ahead proposes: words, places, brands, guides and products, as options of a list box. */

import { tresen } from "./asking.js";
import { h, marked } from "./dom.js";
import { categoryUrl, safeUrl } from "./addresses.js";
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
  const { categoryUrl: pattern } = tresen.configuration;
  const products = answer.products.map(product);
  const phone = matchMedia("(max-width: 699px)").matches;
  const groups = {
    recent: (q ? [] : recent).map((query) => ({
      node: option({}, query),
      url: searchUrl({ q: query }),
      query,
    })),
    queries: answer.queries.map((/** @type {Words} */ { text, category }) => ({
      node: option({}, ...untyped(text, q), category && aside(`in ${category.label}`)),
      url: searchUrl({ q: text, ...(category && { filter: `category:${category.value}` }) }),
      query: text,
    })),
    ...(phone && { products }), // Not to be pushed out of sight by words.
    categories: answer.categories.map((/** @type {any} */ { value, label, path }) => ({
      node: option({}, label, aside(path.slice(0, -1).join(" › "))),
      url: categoryUrl(pattern, value),
    })),
    brands: answer.brands.map((/** @type {any} */ { value, label, count }) => ({
      node: option({}, label ?? value, aside(count)),
      url: searchUrl({ filter: `brand:${value}` }),
    })),
    content: answer.content.map((/** @type {import("./guides.js").Guide} */ page) => ({
      node: option({}, ...marked(page.title, page.highlight?.title)),
      url: page.url,
      page: page.content_id,
    })),
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
  const picture = hit.image_url
    ? h("img", { src: safeUrl(hit.image_url), alt: "", loading: "lazy", width: 52, height: 52 })
    : h("span");
  const name = h("p", {}, ...marked(hit.title, hit.highlight?.title));
  const cost = hit.price && h("p", { class: "price" }, price(hit.price, hit.currency));
  return {
    node: option({ class: "product" }, picture, h("div", {}, name, cost)),
    url: hit.url,
    hit,
  };
}

/** @param {Record<string, unknown>} properties @param {...import("./dom.js").Child} children */
const option = (properties, ...children) =>
  h("div", { role: "option", ...properties }, ...children);

/** @param {string | number} text */
const aside = (text) => h("span", { class: "aside" }, text);

/** Make bold what one need not type any more. @param {string} text @param {string} q */
const untyped = (text, q) =>
  q && text.toLowerCase().startsWith(q.toLowerCase())
    ? marked(text, [[q.length, text.length]])
    : [text];
