/** Who is there, as far as the visitor allows it: ids, the session, and where they may be kept. */

/** @typedef {"none" | "statistics" | "personalization"} Consent */
/** @typedef {import("./arrival.js").Arrival} Arrival */
/** @typedef {{id: string, recent: string[], clicked: Record<string, string>, searches: string[], arrival: Arrival}} Session */

export const VISITOR = "tresen.visitor";
const SESSION = "tresen.session";
const SEARCHES = 5;

/** Draw 128 random bits, which say nothing about the person or the moment. */
const newId = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

/** @returns {Session} */
export const emptySession = () => ({ id: "", recent: [], clicked: {}, searches: [], arrival: {} });

/**
 * Consent `none` keeps everything in this page's memory and makes no id; `statistics` adds a
 * session that ends with the tab; `personalization` adds a visitor who is known next time.
 */
export class Identity {
  /** @type {Consent} */
  consent = "none";
  visitorId = "";
  session = emptySession();
  /** What brought the visitor to this page. @type {Arrival | undefined} */
  landed;

  /** What brought the visitor here: to this page, else to an earlier one of the session. */
  get arrival() {
    return this.landed ?? this.session.arrival;
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
      Object.assign(this.session, { id: "", searches: [], arrival: {} });
      attempt(() => sessionStorage.removeItem(SESSION));
    } else {
      Object.assign(this.session, attempt(() => JSON.parse(sessionStorage.getItem(SESSION) ?? "")));
      this.session.id ||= newId();
      this.keep();
    }
    const isKnown = consent === "personalization";
    this.visitorId = isKnown ? known || newId() : "";
    attempt(() =>
      isKnown ? localStorage.setItem(VISITOR, this.visitorId) : localStorage.removeItem(VISITOR),
    );
    return isKnown ? "" : known;
  }

  /** Remember a query, as far as that is allowed. @param {string} q */
  search(q) {
    if (!q || this.consent === "none") return;
    const others = this.session.searches.filter((one) => one !== q);
    this.session.searches = [q, ...others].slice(0, SEARCHES);
    this.keep();
  }

  /** Remember which hit led to a product. @param {string} product @param {string} token */
  arrive(product, token) {
    this.session.clicked[product] = token;
    this.keep();
  }

  /** Write the session down, as far as that is allowed. */
  keep() {
    if (this.consent === "none") return;
    const session = { ...this.session, arrival: this.arrival };
    attempt(() => sessionStorage.setItem(SESSION, JSON.stringify(session)));
  }
}

/** Storage can be switched off, full or spoilt; the shop goes on without. @template T @param {() => T} action */
export function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}
