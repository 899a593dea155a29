/** One product as a tile: picture, words, price; one link, and a button of its own where it is wanted. */

import { tresen } from "./client.js";
import { h } from "./dom.js";
import { safeUrl } from "./format.js";
import { icon } from "./icons.js";
import { number, price, saving, say } from "./words.js";

/** @typedef {import("./api.js").Hit} Hit */

const PICTURE = 400;

/**
 * @param {Hit} hit
 * @param {string} placement where it stands, for the events
 * @param {(hit: Hit) => void} [add] puts it into the basket; without it there is no button
 */
export function tile(hit, placement, add) {
  const less = saving(hit.price, hit.list_price);
  const soldOut = hit.availability === "out_of_stock";
  const href = hit.url && safeUrl(tresen.link(hit.url, hit));
  const onclick = () => tresen.clicked(hit, placement);
  const element = h(
    "article",
    { class: soldOut ? "tile sold-out" : "tile", part: "tile" },
    picture(hit),
    less && h("span", { class: "badge", part: "badge" }, less),
    hit.brand && h("p", { class: "brand" }, hit.brand),
    h("h3", { class: "title", part: "title" }, h("a", { href, onclick }, hit.title)),
    stars(hit),
    priceOf(hit),
    soldOut && h("p", { class: "note" }, say("soldOut")),
    hit.reason && h("p", { class: "note", part: "reason" }, hit.reason),
    add && button(hit, add),
  );
  tresen.follow(element, hit, placement);
  return element;
}

/** Say what a product costs, what it cost before, and what the law wants said. @param {Hit} hit */
export function priceOf(hit) {
  if (!hit.price) return null;
  const less = saving(hit.price, hit.list_price);
  const before = less ? price(hit.list_price ?? "", hit.currency) : "";
  const lowest = less && hit.lowest_price_30d && price(hit.lowest_price_30d, hit.currency);
  return h(
    "p",
    { class: "price", part: "price" },
    h("span", { class: less ? "now reduced" : "now" }, price(hit.price, hit.currency)),
    less && h("s", {}, h("span", { class: "hushed" }, `${say("before")} `), before),
    hit.unit_price && h("small", {}, hit.unit_price),
    lowest && h("small", {}, say("lowest", { price: lowest })),
  );
}

/** @param {Hit} hit */
function picture({ image_url }) {
  const load = { loading: "lazy", decoding: "async", width: PICTURE, height: PICTURE };
  const image = image_url && h("img", { src: safeUrl(image_url), alt: "", ...load });
  return h("div", { class: "picture" }, image);
}

/** @param {Hit} hit */
function stars({ rating, rating_count: count }) {
  if (!rating) return null;
  const n = number(rating);
  return h(
    "p",
    { class: "rating" },
    h("span", { "aria-hidden": "true" }, `★ ${n}`),
    h("span", { class: "hushed" }, say("stars", { n })),
    count && ` (${count})`,
  );
}

/** @param {Hit} hit @param {(hit: Hit) => void} add */
function button(hit, add) {
  const label = `${say("addToBasket")}: ${hit.title}`;
  const properties = { type: "button", class: "add", "aria-label": label, onclick: () => add(hit) };
  return h("button", properties, icon("basket"));
}
