/** Shelves with a meaning of their own: what belongs together, what was seen, what makes shipping free. */

import { tresen } from "./client.js";
import { h } from "./dom.js";
import { TresenRecommendations } from "./recommendations.js";
import { price, say } from "./words.js";

/** @typedef {import("./api.js").Hit} Hit */

/** Sum up in whole cents, so that sums are right. @param {(string | null | undefined)[]} prices */
const sum = (prices) =>
  prices.reduce((total, one) => total + Math.round(Number(one) * 100), 0) / 100;

/** What a product costs together with others; put into the basket by one button. */
class Joint extends TresenRecommendations {
  /** @param {any} answer @param {Hit[]} hits */
  told(answer, hits) {
    if (!answer.bundle) return [];
    const { product, currency } = answer.bundle;
    const every = [product, ...hits];
    const now = sum(every.map((one) => one.price));
    const before = sum(every.map((one) => one.list_price ?? one.price));
    const together = h(
      "p",
      { class: "price" },
      `${say("together", { n: every.length })} `,
      h("span", { class: before > now ? "now reduced" : "now" }, price(now, currency)),
      before > now &&
        h("s", {}, h("span", { class: "hushed" }, `${say("before")} `), price(before, currency)),
    );
    const onclick = () => every.forEach((one) => this.add(one));
    const add = h("button", { type: "button", id: "all", onclick }, say("addAll"));
    return [h("div", { class: "joint" }, together, this.hasAttribute("no-basket") ? null : add)];
  }
}

/** `product-id`: the product, and what is often bought with it. */
export class TresenBundle extends Joint {
  get touchPoint() {
    return "product_bundle";
  }
}

/** `product-id`: one product for each slot of a set, which can be exchanged. */
export class TresenSet extends Joint {
  get touchPoint() {
    return "product_set";
  }

  /** @param {any} answer */
  chosen(answer) {
    return answer.slots.map((/** @type {any} */ slot) => slot.hits[0]);
  }

  /** @param {any} answer @param {number} place */
  below(answer, place) {
    const { name, hits } = answer.slots[place];
    if (hits.length < 2) return null;
    const onclick = () => {
      hits.push(hits.shift());
      this.show(answer);
      this.announce(hits[0].title);
    };
    return h("button", { type: "button", id: `slot-${place}`, onclick }, say("exchange", { name }));
  }
}

/** What this visitor looked at lately, and nothing else. */
export class TresenRecentlyViewed extends TresenRecommendations {
  get touchPoint() {
    return "recently_viewed";
  }

  get only() {
    return "recently_viewed";
  }

  /** Somebody new has looked at nothing yet. */
  get isKnownEmpty() {
    const { session, visitorId } = tresen.identity;
    return !session.recent.length && !visitorId;
  }
}

/** How far the basket is from free shipping, and what closes the gap. */
export class TresenFreeShipping extends TresenRecommendations {
  get touchPoint() {
    return "free_shipping";
  }

  /** With `no-hits` it is the bar alone. @param {any} answer */
  chosen(answer) {
    return this.hasAttribute("no-hits") ? [] : super.chosen(answer);
  }

  /** @param {any} answer */
  isEmpty(answer) {
    return answer.threshold === null;
  }

  /** @param {any} answer */
  told({ threshold, gap, currency }) {
    const closed = !Number(gap);
    const text = closed ? say("free") : say("gap", { amount: price(gap, currency) });
    const bar = { max: threshold, value: sum([threshold, `-${gap}`]), "aria-label": text };
    this.announce(text);
    return [h("p", { class: "gap" }, text), h("progress", bar)];
  }
}
