/** One product as a tile: picture, words, price; one link, and a button of its own where it is wanted. */

import { tresen } from "./client.js";
import { say } from "./dictionary.js";
import { h, icon, marked } from "./dom.js";
import { decimal, money, safeUrl, saving } from "./format.js";
import { sheet } from "./styles.js";

/** @typedef {import("./api.js").Hit} Hit */

const PICTURE = 400;
const BASKET = "M6 8h12l1 12H5L6 8Zm3 0a3 3 0 0 1 6 0";

/** @param {string} name @param {Record<string, string>} [values] */
const speak = (name, values) => say(tresen.configuration.language, name, values);

/** @param {string} amount @param {Hit} hit */
const amount = (amount, hit) => {
  const { currency, language } = tresen.configuration;
  return money(amount, hit.currency ?? currency, language);
};

/** Say what a product costs, what it cost before, and what the law wants said. @param {Hit} hit */
export function priceOf(hit) {
  const less = saving(hit.price, hit.list_price);
  return h(
    "p",
    { class: "price", part: "price" },
    h("span", { class: less ? "now reduced" : "now" }, amount(hit.price, hit)),
    less &&
      h(
        "s",
        { "aria-label": speak("before", { price: amount(hit.list_price ?? "", hit) }) },
        amount(hit.list_price ?? "", hit),
      ),
    hit.unit_price && h("small", {}, hit.unit_price),
    less &&
      hit.lowest_price_30d &&
      h("small", {}, speak("lowest", { price: amount(hit.lowest_price_30d, hit) })),
  );
}

/** @param {Hit} hit */
function stars(hit) {
  if (!hit.rating) return null;
  const rating = decimal(hit.rating, tresen.configuration.language);
  return h(
    "p",
    { class: "rating" },
    h("span", { "aria-hidden": "true" }, `★ ${rating}`),
    h("span", { class: "hushed" }, speak("stars", { n: rating })),
    hit.rating_count && ` (${hit.rating_count})`,
  );
}

/** @param {Hit} hit */
function picture(hit) {
  const src = safeUrl(hit.image_url ?? "");
  const size = { width: PICTURE, height: PICTURE };
  return h(
    "div",
    { class: "picture" },
    hit.image_url && h("img", { src, alt: "", loading: "lazy", decoding: "async", ...size }),
  );
}

/**
 * @param {Hit} hit
 * @param {string} placement where it stands, for the events
 * @param {(hit: Hit) => void} [add] puts it into the basket; without it there is no button
 */
export function tile(hit, placement, add) {
  const less = saving(hit.price, hit.list_price);
  const soldOut = hit.availability === "out_of_stock";
  const link = h(
    "a",
    {
      href: safeUrl(tresen.link(hit.url, hit)),
      part: "link",
      onclick: () => tresen.clicked(hit, placement),
    },
    ...marked(hit.title, hit.highlight?.title),
  );
  const element = h(
    "article",
    { class: soldOut ? "tile sold-out" : "tile", part: "tile" },
    picture(hit),
    less && h("span", { class: "badge", part: "badge" }, less),
    hit.brand && h("p", { class: "brand" }, hit.brand),
    h("h3", { class: "title", part: "title" }, link),
    stars(hit),
    priceOf(hit),
    soldOut && h("p", { class: "note" }, speak("soldOut")),
    hit.reason && h("p", { class: "note", part: "reason" }, hit.reason),
    add &&
      h(
        "button",
        {
          type: "button",
          class: "add",
          "aria-label": `${speak("addToBasket")}: ${hit.title}`,
          onclick: () => add(hit),
        },
        icon(BASKET),
      ),
  );
  tresen.follow(element, hit, placement);
  return element;
}

export const tileStyle = sheet(`
.tile { position: relative; display: flex; flex-direction: column; gap: 2px; height: 100%; min-width: 0; }
.tile .picture { aspect-ratio: 1; overflow: hidden; margin-bottom: 8px; border-radius: var(--radius); background: var(--hover); }
.tile img { width: 100%; height: 100%; object-fit: cover; }
.tile a { text-decoration: none; }
.tile a::after { content: ""; position: absolute; inset: 0; border-radius: var(--radius); }
.tile a:focus-visible { outline: none; }
.tile a:focus-visible::after { outline: 2px solid var(--accent); outline-offset: 2px; }
.tile a:hover { text-decoration: underline; text-underline-offset: 3px; }
.brand, .rating, .note, small, s { color: var(--muted); font-size: 0.8125rem; }
.title { font-size: 0.9375rem; font-weight: 500; line-height: 1.35; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.title:has(:focus-visible) { overflow: visible; }
.price { margin-top: 4px; display: flex; flex-wrap: wrap; align-items: baseline; column-gap: 8px; }
.now { font-weight: 700; }
.now.reduced { color: var(--sale); }
.badge { position: absolute; top: 8px; inset-inline-start: 8px; padding: 2px 8px; border-radius: 99px; font-size: 0.8125rem; font-weight: 700; background: var(--sale); color: light-dark(#fff, #33100c); }
.sold-out .picture { opacity: 0.55; }
.add { position: absolute; top: 8px; inset-inline-end: 8px; width: 44px; padding: 0; border-radius: 99px; }
@media (forced-colors: active) { .badge { border: 1px solid; } }
`);
