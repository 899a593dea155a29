/** The one client of a page: besides asking, what the shop and its widgets may tell us. */

import { arrival } from "./arrival.js";
import { announce, tresen as asking } from "./asking.js";
import { memory } from "./memory.js";
import { questions } from "./questions.js";

/** Milliseconds within which what was said of a product is told, or told later. */
const PATIENCE = 1500;

/** @typedef {import("./asking.js").Line} Line */
/** @typedef {{product_id: string, variant_id?: string, quantity: number, price?: string, placement?: string}} Added */
/** @typedef {"like" | "dislike"} Judgement */
/** @typedef {import("./api.js").Hit} Hit */

const telling = {
  api: Object.assign(asking.api, questions(asking.api)),
  identity: Object.assign(asking.identity, memory(asking.identity)),

  /** What was said of products on this page, whatever may be remembered of it. @type {Map<string, Judgement>} */
  judged: new Map(),

  /** Become a visitor nobody has met. */
  renewVisitor() {
    telling.identity.renew();
    announce("tresen-visitor");
  },

  /** Say that something was put into the basket; `<tresen-basket-layer>` shows what goes with it. @param {Added} line */
  added(line) {
    const token = telling.identity.tokenOf(line.product_id);
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
    telling.identity.see(productId);
    asking.track("view", { product_id: productId, token: telling.identity.tokenOf(productId) });
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
    const isTakenBack = telling.judged.get(product_id) === judgement;
    const word = isTakenBack ? `un${judgement}` : judgement;
    if (isTakenBack) telling.judged.delete(product_id);
    else telling.judged.set(product_id, judgement);
    asking.track(word, { product_id, token, placement });
    const told = asking.withTracker((tracker) => tracker.flush());
    await Promise.race([told, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    announce("tresen-judged", { hit, word });
  },

  /** Follow a hit's tile until it was seen. @param {Element} tile @param {Hit} hit @param {string} placement */
  follow(tile, { product_id, token }, placement) {
    const seen = () => asking.track("impression", { product_id, token, placement });
    asking.withTracker((tracker) => tracker.watch(tile, seen));
  },
};

/** The first copy of this module on a page makes the client whole; all others use it. */
const isFirst = !("judged" in asking);
export const tresen = isFirst
  ? Object.assign(asking, telling)
  : /** @type {typeof asking & typeof telling} */ (asking);

if (isFirst) {
  telling.identity.land(arrival(document.referrer, location));
  const { dataLayer } = asking.configuration;
  if (dataLayer) import("./ga4.js").then(({ hear }) => hear(tresen, dataLayer)).catch(() => {});
}
