/** The one client of a page: configuration, identity, API and tracker, and what the shop may tell us. */

import { Api } from "./api.js";
import { readConfiguration } from "./configuration.js";
import { Identity } from "./identity.js";
import { Tracker } from "./tracker.js";

/** @typedef {{product_id: string, quantity: number}} Line */
/** @typedef {import("./api.js").Hit} Hit */

class Tresen {
  configuration = readConfiguration(document, import.meta.url);
  identity = new Identity();
  /** @type {Line[]} */
  #basket = [];

  api = new Api(this.configuration.base, this.configuration.key, () => ({
    ...this.#who(),
    recent: this.identity.recent.join(","),
    basket: this.#basket.map((line) => `${line.product_id}:${line.quantity}`).join(","),
    language: this.configuration.language,
  }));

  #tracker = new Tracker(
    () => this.api.eventsUrl,
    () => this.#who(),
  );

  /**
   * Write a product's address; a shop may put its own language or campaign in.
   * @type {(url: string, hit?: Hit) => string}
   */
  link = (url) => url;

  /** @param {import("./identity.js").Consent} consent */
  setConsent(consent) {
    const forgotten = this.identity.setConsent(consent);
    if (consent !== "personalization") this.#tracker.forget();
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

  /** Say that something happened. @param {string} type @param {Record<string, unknown>} facts */
  track(type, facts) {
    this.#tracker.track(type, facts);
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

  /** Follow a hit's tile until it was seen. @param {Element} tile @param {Hit} hit @param {string} placement */
  follow(tile, hit, placement) {
    this.#tracker.watch(tile, { product_id: hit.product_id, token: hit.token, placement });
  }

  /** A hit was chosen. @param {Hit} hit @param {string} placement */
  clicked(hit, placement) {
    this.identity.arrive(hit.product_id, hit.token);
    this.track("click", { product_id: hit.product_id, token: hit.token, placement });
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

/** Widgets listen on the document for what changed about the visitor. @param {string} type */
const announce = (type) => document.dispatchEvent(new Event(type));

export const tresen = new Tresen();
