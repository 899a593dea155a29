/** The one client of a page: configuration, identity, API and tracker, and what the shop may tell us. */

import { Api } from "./api.js";
import { readConfiguration } from "./configuration.js";
import { Identity } from "./identity.js";

/** @typedef {{product_id: string, quantity: number}} Line */
/** @typedef {{product_id: string, variant_id?: string, quantity: number, price?: string, placement?: string}} Added */
/** @typedef {import("./api.js").Hit} Hit */
/** @typedef {import("./tracker.js").Tracker} Tracker */

class Tresen {
  configuration = readConfiguration(document, import.meta.url);
  identity = new Identity();
  /** @type {Line[]} */
  #basket = [];
  /** Products that were disliked on this page, whatever may be remembered of it. @type {Set<string>} */
  disliked = new Set();

  api = new Api(this.configuration.base, this.configuration.key, () => ({
    ...this.#who(),
    recent: this.identity.recent.join(","),
    basket: this.#basket.map((line) => `${line.product_id}:${line.quantity}`).join(","),
    language: this.configuration.language,
  }));

  /** Comes by itself and is never waited for: an ad blocker may keep it, and all else goes on. */
  #tracker = import("./tracker.js").then(
    ({ Tracker }) => new Tracker(this.api.eventsUrl),
    () => undefined,
  );

  /**
   * Write a product's address; a shop may put its own language or campaign in.
   * @type {(url: string, hit?: Hit) => string}
   */
  link = (url) => url;

  /** @param {import("./identity.js").Consent} consent */
  setConsent(consent) {
    const forgotten = this.identity.setConsent(consent);
    if (consent !== "personalization") this.#withTracker((tracker) => tracker.forget());
    // A visitor named beside less consent is how the service is told of a withdrawal.
    if (forgotten) this.track("content_view", { visitor_id: forgotten, consent });
    announce("tresen-visitor");
  }

  /** Become a visitor nobody has met. */
  renewVisitor() {
    this.identity.renew();
    announce("tresen-visitor");
  }

  /** Say what lies in the basket now. @param {Line[]} lines */
  setBasket(lines) {
    this.#basket = lines;
    announce("tresen-basket");
  }

  /** Say that something was put into the basket; `<tresen-basket-layer>` shows what goes with it. @param {Added} line */
  added(line) {
    const token = this.identity.tokenOf(line.product_id);
    this.track("add_to_basket", { token, ...line });
    announce("tresen-added", line);
  }

  /** Hand an order over, one event for each line. @param {string} order_id @param {Added[]} lines */
  purchased(order_id, lines) {
    for (const line of lines) this.track("purchase", { ...line, order_id });
  }

  /** Say that something happened. @param {string} type @param {Record<string, unknown>} facts */
  track(type, facts) {
    const now = Date.now();
    const event = { type, ...this.#who(), ...facts };
    this.#withTracker((tracker) => tracker.track(now, event));
  }

  /** Say that a product is being looked at, and later for how long. @param {string} productId */
  view(productId) {
    const since = Date.now();
    this.identity.see(productId);
    this.track("view", { product_id: productId, token: this.identity.tokenOf(productId) });
    // Captured, so that it is said before the tracker sends its last beacon.
    addEventListener(
      "pagehide",
      () => {
        const seconds = Math.round((Date.now() - since) / 1000);
        this.track("dwell", { product_id: productId, seconds });
      },
      { capture: true, once: true },
    );
  }

  /** Like or dislike a hit; shelves ask anew once the service knows. @param {Hit} hit @param {"like" | "dislike"} word @param {string} placement */
  async judge(hit, word, placement) {
    if (word === "dislike") this.disliked.add(hit.product_id);
    this.track(word, { product_id: hit.product_id, token: hit.token, placement });
    await this.#withTracker((tracker) => tracker.flush());
    announce("tresen-judged", { hit, word });
  }

  /** Follow a hit's tile until it was seen. @param {Element} tile @param {Hit} hit @param {string} placement */
  follow(tile, { product_id, token }, placement) {
    const seen = () => this.track("impression", { product_id, token, placement });
    this.#withTracker((tracker) => tracker.watch(tile, seen));
  }

  /** A hit was chosen. @param {Hit} hit @param {string} placement */
  clicked({ product_id, token }, placement) {
    this.identity.arrive(product_id, token);
    this.track("click", { product_id, token, placement });
  }

  /** @template T @param {(tracker: Tracker) => T} action */
  #withTracker(action) {
    return this.#tracker.then((tracker) => tracker && action(tracker));
  }

  /** @returns {{visitor_id?: string, session_id?: string, consent: string}} */
  #who() {
    const { consent, visitorId, sessionId } = this.identity;
    return {
      visitor_id: visitorId || undefined,
      session_id: sessionId || undefined,
      consent,
    };
  }
}

/** Widgets listen on the document for what changed. @param {string} type @param {unknown} [detail] */
const announce = (type, detail) => document.dispatchEvent(new CustomEvent(type, { detail }));

export const tresen = new Tresen();

const { dataLayer } = tresen.configuration;
if (dataLayer) {
  const layers = /** @type {any} */ (window);
  import("./ga4.js").then(
    ({ hear }) => hear(tresen, (layers[dataLayer] ??= [])),
    () => {},
  );
}
