/** The one client of a page: besides asking, what the shop and its widgets may tell us. */

import { arrival } from "./arrival.js";
import { announce, tresen as asking } from "./asking.js";

/** @typedef {import("./asking.js").Line} Line */
/** @typedef {{product_id: string, variant_id?: string, quantity: number, price?: string, placement?: string}} Added */
/** @typedef {"like" | "dislike"} Judgement */
/** @typedef {import("./api.js").Hit} Hit */

export const tresen = Object.assign(asking, {
  /** What was said of products on this page, whatever may be remembered of it. @type {Map<string, Judgement>} */
  judged: new Map(),

  /** Become a visitor nobody has met. */
  renewVisitor() {
    asking.identity.renew();
    announce("tresen-visitor");
  },

  /** Say that something was put into the basket; `<tresen-basket-layer>` shows what goes with it. @param {Added} line */
  added(line) {
    const token = asking.identity.tokenOf(line.product_id);
    asking.track("add_to_basket", { token, ...line });
    announce("tresen-added", line);
  },

  /** Hand an order over, one event for each line. @param {string} order_id @param {Added[]} lines */
  purchased(order_id, lines) {
    for (const line of lines) asking.track("purchase", { ...line, order_id });
  },

  /** Say that a product is being looked at, and later for how long. @param {string} productId */
  view(productId) {
    const since = Date.now();
    asking.identity.see(productId);
    asking.track("view", { product_id: productId, token: asking.identity.tokenOf(productId) });
    // Captured, so that it is said before the tracker sends its last beacon.
    addEventListener(
      "pagehide",
      () => {
        const seconds = Math.round((Date.now() - since) / 1000);
        asking.track("dwell", { product_id: productId, seconds });
      },
      { capture: true, once: true },
    );
  },

  /**
   * Like or dislike a hit; the same once more takes it back. Shelves ask anew once the service knows.
   * @param {Hit} hit @param {Judgement} judgement @param {string} placement
   */
  async judge(hit, judgement, placement) {
    const { product_id, token } = hit;
    const isTakenBack = tresen.judged.get(product_id) === judgement;
    const word = isTakenBack ? `un${judgement}` : judgement;
    if (isTakenBack) tresen.judged.delete(product_id);
    else tresen.judged.set(product_id, judgement);
    asking.track(word, { product_id, token, placement });
    await asking.withTracker((tracker) => tracker.flush());
    announce("tresen-judged", { hit, word });
  },

  /** Follow a hit's tile until it was seen. @param {Element} tile @param {Hit} hit @param {string} placement */
  follow(tile, { product_id, token }, placement) {
    const seen = () => asking.track("impression", { product_id, token, placement });
    asking.withTracker((tracker) => tracker.watch(tile, seen));
  },
});

asking.identity.land(arrival(document.referrer, location));
