/** One product as a tile: picture, words, price; one link, and buttons of its own where they are wanted. */

import { tresen } from "./client.js";
import { h } from "./dom.js";
import { safeUrl } from "./addresses.js";
import { icon } from "./icons.js";
import { filled } from "./template.js";
import { number, saving } from "./values.js";
import { price, say } from "./words.js";

/** @typedef {import("./api.js").Hit} Hit */
/** @typedef {import("./client.js").Judgement} Judgement */

/**
 * What somebody can do with a tile, and the shop's own template for it; all may be left out.
 * @typedef {object} Wishes
 * @property {(hit: Hit) => void} [add] puts it into the basket
 * @property {(hit: Hit, judgement: Judgement) => void} [judge]
 * @property {HTMLTemplateElement | null} [template]
 */

const PICTURE = 400;
const BASKET = "M6 8h12l1 12H5L6 8Zm3 0a3 3 0 0 1 6 0";
const THUMBS = {
  dislike: "M7 4v10h-4V4h4Zm0 10 4 7c2 0 3-1 3-3v-3h5a2 2 0 0 0 2-2l-1-7a2 2 0 0 0-2-2H7",
  like: "M7 20V10h-4v10h4Zm0-10 4-7c2 0 3 1 3 3v3h5a2 2 0 0 1 2 2l-1 7a2 2 0 0 1-2 2H7",
};

/**
 * @param {Hit} hit
 * @param {string} placement where it stands, for the events
 * @param {Wishes} [wishes]
 */
export function tile(hit, placement, wishes = {}) {
  const soldOut = hit.availability === "out_of_stock";
  const onclick = () => tresen.clicked(hit, placement);
  const looks = { class: soldOut ? "tile sold-out" : "tile", part: "tile" };
  const element = wishes.template
    ? h("article", { class: "own", part: "tile" })
    : h("article", looks, ...inside(hit, onclick, wishes));
  if (wishes.template) element.append(filled(wishes.template, hit, onclick, actions(hit, wishes)));
  tresen.follow(element, hit, placement);
  return element;
}

/** @param {Hit} hit @param {Wishes} wishes */
function actions(hit, { add, judge }) {
  return {
    ...(add && { add: () => add(hit) }),
    ...(judge && { like: () => judge(hit, "like"), dislike: () => judge(hit, "dislike") }),
  };
}

/** @param {Hit} hit @param {() => void} onclick @param {Wishes} wishes */
function inside(hit, onclick, { add, judge }) {
  const less = saving(hit.price, hit.list_price);
  const href = hit.url && safeUrl(tresen.link(hit.url, hit));
  return [
    picture(hit),
    less && h("span", { class: "badge", part: "badge" }, less),
    hit.brand && h("p", { class: "brand", part: "brand", dir: "auto" }, hit.brand),
    h("h3", { class: "title", part: "title", dir: "auto" }, h("a", { href, onclick }, hit.title)),
    stars(hit),
    priceOf(hit),
    hit.availability === "out_of_stock" && h("p", { class: "note" }, say("soldOut")),
    hit.reason && h("p", { class: "note", part: "reason", dir: "auto" }, hit.reason),
    add && button(hit, BASKET, "addToBasket", () => add(hit), { class: "add", id: `add ${hit.product_id}` }),
    judge && h("div", { class: "judge" }, thumb(hit, "like", judge), thumb(hit, "dislike", judge)),
  ];
}

/** Say what a product costs, what it cost before, and what the law wants said. @param {Hit} hit */
function priceOf(hit) {
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
  /** @param {any} event */
  const onerror = ({ target }) => target.remove();
  const image = image_url && h("img", { src: safeUrl(image_url), alt: "", ...load, onerror });
  return h("div", { class: "picture", part: "picture" }, image);
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
    count ? ` (${count})` : "",
  );
}

/** @param {Hit} hit @param {Judgement} judgement @param {NonNullable<Wishes["judge"]>} judge */
function thumb(hit, judgement, judge) {
  const { product_id } = hit;
  const isPressed = () => String(tresen.judged.get(product_id) === judgement);
  /** @param {any} event */
  const onclick = ({ currentTarget }) => {
    judge(hit, judgement);
    currentTarget.setAttribute("aria-pressed", isPressed());
  };
  const state = { "aria-pressed": isPressed(), id: `${judgement} ${product_id}` };
  return button(hit, THUMBS[judgement], judgement, onclick, state);
}

/**
 * @param {Hit} hit @param {string} path of the icon @param {string} name
 * @param {(event: any) => void} onclick @param {Record<string, string>} properties
 */
function button(hit, path, name, onclick, properties) {
  const label = `${say(name)}: ${hit.title}`;
  return h("button", { type: "button", "aria-label": label, onclick, ...properties }, icon(path));
}
