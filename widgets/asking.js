/** The half of a page's client that asks: who is there, what lies in the basket, and the API; all a search box needs. */

import { Api } from "./api.js";
import { readConfiguration } from "./configuration.js";
import { Identity, VISITOR, attempt } from "./identity.js";

/** @typedef {{product_id: string, quantity: number}} Line */
/** @typedef {import("./api.js").Hit} Hit */
/** @typedef {import("./tracker.js").Tracker} Tracker */

const SHARED = Symbol.for("tresen");

class Asking {
  configuration = readConfiguration(import.meta.url);
  identity = new Identity();
  #customer = this.configuration.customer;
  /** @type {Line[]} */
  #basket = [];

  api = new Api(this.configuration.base, this.configuration.key, () => ({
    ...this.#who,
    ...this.identity.arrival,
    recent: this.identity.session.recent.join(","),
    basket: this.#basket.map((line) => `${line.product_id}:${line.quantity}`).join(","),
    language: this.configuration.language,
  }));

  /** @type {Promise<Tracker> | undefined} */
  #tracker;

  /**
   * Write a product's address; a shop may put its own language or campaign in.
   * @type {(url: string, hit?: Hit) => string}
   */
  link = (url) => url;

  constructor() {
    for (const moment of ["storage", "pageshow"]) addEventListener(moment, () => this.#follow());
  }

  /** Do as was said in another tab, or on a page that one comes back from. */
  #follow() {
    const { visitorId } = this.identity;
    const kept = attempt(() => localStorage.getItem(VISITOR) ?? "") ?? visitorId;
    if (!visitorId || kept === visitorId) return;
    this.identity.visitorId = kept;
    this.setConsent(kept ? "personalization" : "none");
  }

  /** @param {import("./identity.js").Consent} consent */
  setConsent(consent) {
    const forgotten = this.identity.setConsent(consent);
    if (!this.identity.visitorId) this.#tracker?.then((tracker) => tracker.forget());
    // A visitor named beside less consent is how the service is told of a withdrawal.
    if (forgotten) this.track("content_view", { visitor_id: forgotten, consent });
    announce("tresen-visitor");
  }

  /** Say who is logged in, by the token of the shop's server; nobody is by none. @param {string} [token] */
  setCustomer(token = "") {
    this.#customer = token;
    announce("tresen-visitor");
  }

  /** Say what lies in the basket now. @param {Line[]} lines */
  setBasket(lines) {
    this.#basket = lines;
    announce("tresen-basket");
  }

  /** Say that something happened. @param {string} type @param {Record<string, unknown>} facts */
  track(type, facts) {
    const now = Date.now();
    const event = { type, ...this.#who, ...facts };
    this.withTracker((tracker) => tracker.track(now, event));
  }

  /** A hit was chosen. @param {Hit} hit @param {string} placement */
  clicked({ product_id, token }, placement) {
    this.identity.arrive(product_id, token);
    this.track("click", { product_id, token, placement });
  }

  /**
   * Do something with the tracker. It comes when it is first needed and nothing waits for it: an
   * ad blocker may keep it, and all else goes on. Where it is only late, it is done then.
   * @template T @param {(tracker: Tracker) => T} action
   */
  withTracker(action) {
    return (this.#tracker ??= this.#bring()).then(action);
  }

  /**
   * Ask until it is had, later each time, and by another address: browsers remember what failed.
   * @returns {Promise<Tracker>}
   */
  async #bring(pause = 3000) {
    try {
      const { Tracker } = await import(`./tracker.js?${pause}`);
      return new Tracker(this.api.eventsUrl);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause));
      return this.#bring(2 * pause);
    }
  }

  /** Who asks, as far as is allowed to be said. */
  get #who() {
    const { consent, visitorId, session } = this.identity;
    return {
      visitor_id: visitorId || undefined,
      session_id: session.id || undefined,
      customer_token: (visitorId && this.#customer) || undefined,
      consent,
    };
  }
}

/** Widgets listen on the document for what changed. @param {string} type @param {unknown} [detail] */
export const announce = (type, detail) => document.dispatchEvent(new CustomEvent(type, { detail }));

const page = /** @type {{[SHARED]?: Asking}} */ (globalThis);

/** The same for all scripts of a page, each of which may come with a copy of this module. */
export const tresen = (page[SHARED] ??= new Asking());
