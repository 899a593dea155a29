/** Who is there, as far as the visitor allows it: ids, recent views, and where they may be kept. */

import { hex, randomBytes } from "./ids.js";

/** @typedef {"none" | "statistics" | "personalization"} Consent */
/** @typedef {import("./arrival.js").Arrival} Arrival */
/** @typedef {{id: string, recent: string[], clicked: Record<string, string>, searches: string[], arrival: Arrival}} Session */

const VISITOR = "tresen.visitor";
const SESSION = "tresen.session";
const RECENT = 20;
const SEARCHES = 5;

const newId = () => hex(randomBytes());

/** @returns {Session} */
const emptySession = () => ({ id: "", recent: [], clicked: {}, searches: [], arrival: {} });

/**
 * Consent `none` keeps everything in this page's memory and makes no id; `statistics` adds a
 * session that ends with the tab; `personalization` adds a visitor who is known next time.
 */
export class Identity {
  /** @type {Consent} */
  consent = "none";
  visitorId = "";
  #session = emptySession();
  /** @type {Arrival | undefined} */
  #landed;

  get sessionId() {
    return this.#session.id;
  }

  /** The products looked at, latest last. */
  get recent() {
    return this.#session.recent;
  }

  /** What brought the visitor here: to this page, else to an earlier one of the session. */
  get arrival() {
    return this.#landed ?? this.#session.arrival;
  }

  /** Take what this page says of where the visitor comes from. @param {Arrival | undefined} landed */
  land(landed) {
    this.#landed = landed;
    this.#keep();
  }

  /**
   * Take the visitor's word, and forget at once what is no longer allowed.
   * @param {Consent} consent
   * @returns {string} the visitor who was known and is forgotten, if there was one
   */
  setConsent(consent) {
    const known = this.visitorId || attempt(() => localStorage.getItem(VISITOR)) || "";
    this.consent = consent;
    if (consent === "none") {
      Object.assign(this.#session, { id: "", searches: [], arrival: {} });
      attempt(() => sessionStorage.removeItem(SESSION));
    } else {
      this.#session = attempt(() => readSession(sessionStorage)) ?? this.#session;
      this.#session.id ||= newId();
      this.#keep();
    }
    if (consent === "personalization") {
      this.visitorId = known || newId();
      attempt(() => localStorage.setItem(VISITOR, this.visitorId));
      return "";
    }
    this.visitorId = "";
    attempt(() => localStorage.removeItem(VISITOR));
    return known;
  }

  /** Become somebody the service has never met. */
  renew() {
    const { consent } = this;
    this.setConsent("none");
    this.#session = emptySession();
    this.setConsent(consent);
  }

  /** Remember a product that was looked at. @param {string} product */
  see(product) {
    this.#session.recent = [...this.recent.filter((seen) => seen !== product), product].slice(
      -RECENT,
    );
    this.#keep();
  }

  /** What was searched for, latest first; nothing without consent. */
  get searches() {
    return this.consent === "none" ? [] : this.#session.searches;
  }

  /** Remember a query, as far as that is allowed. @param {string} q */
  search(q) {
    if (!q || this.consent === "none") return;
    this.#session.searches = [q, ...this.searches.filter((one) => one !== q)].slice(0, SEARCHES);
    this.#keep();
  }

  /** Remember which hit led to a product. @param {string} product @param {string} token */
  arrive(product, token) {
    this.#session.clicked[product] = token;
    this.#keep();
  }

  /** Give the token of the hit that led to a product. @param {string} product */
  tokenOf(product) {
    return this.#session.clicked[product];
  }

  #keep() {
    if (this.consent === "none") return;
    const session = { ...this.#session, arrival: this.arrival };
    attempt(() => sessionStorage.setItem(SESSION, JSON.stringify(session)));
  }
}

/** @param {Storage} storage @returns {Session | undefined} */
function readSession(storage) {
  const text = storage.getItem(SESSION);
  return text ? { ...emptySession(), ...JSON.parse(text) } : undefined;
}

/** Storage can be switched off, full or spoilt; the shop goes on without. @template T @param {() => T} action */
function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}
