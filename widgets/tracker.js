/** Tells the service what happened: in batches, each event with an id of its own, none lost on the way out. */

/** @typedef {Record<string, unknown>} Event */

const BATCH = 50;
const PAUSE = 3000;
const LONGEST_PAUSE = 60000;
/** Milliseconds for an answer: a host that died under way never gives one. */
const PATIENCE = 10000;
const QUEUE = 500;
const LOOK = 1000;

export class Tracker {
  /** @type {Event[]} */
  #queue = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #pause = PAUSE;
  /** @type {Event[]} */
  #underway = [];
  #address;
  #watcher = new IntersectionObserver((entries) => entries.forEach((entry) => this.#look(entry)), {
    threshold: 0.5,
  });
  /** @type {WeakMap<Element, {seen: () => void, timer?: ReturnType<typeof setTimeout>}>} */
  #watched = new WeakMap();

  /** @param {string} address where events go */
  constructor(address) {
    this.#address = address;
    addEventListener("pagehide", () => this.#leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.#leave();
    });
  }

  /** @param {number} now milliseconds since 1970 @param {Event} event */
  track(now, event) {
    this.#queue.push({ event_id: uuid7(now), at: new Date(now).toISOString(), ...event });
    this.#queue = this.#queue.slice(-QUEUE);
    if (this.#queue.length >= BATCH) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), this.#pause);
  }

  /** Say once that half of an element was seen for a second. @param {Element} element @param {() => void} seen */
  watch(element, seen) {
    this.#watched.set(element, { seen });
    this.#watcher.observe(element);
  }

  /** Take the names off everything that may yet be sent, or sent again: consent was withdrawn. */
  forget() {
    this.#queue = this.#queue.map(nameless);
    this.#underway = this.#underway.map(nameless);
  }

  /** Send what is waiting; what fails stays, keeps its ids and is tried again later. */
  async flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#underway.length || !this.#queue.length) return;
    this.#underway = this.#queue.splice(0, BATCH);
    if (await this.#send(this.#underway)) {
      this.#pause = PAUSE;
    } else {
      this.#queue.unshift(...this.#underway);
      this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
    }
    this.#underway = [];
    if (this.#queue.length) this.#timer ??= setTimeout(() => this.flush(), this.#pause);
  }

  /** @param {Event[]} batch @returns {Promise<boolean>} whether the batch is done with, well or badly */
  async #send(batch) {
    try {
      const body = dated(batch);
      const signal = AbortSignal.timeout(PATIENCE);
      const response = await fetch(this.#address, { method: "POST", body, keepalive: true, signal });
      return response.status < 500 && response.status !== 429;
    } catch {
      return false;
    }
  }

  /** The page goes away, and a beacon is all that outlives it. */
  #leave() {
    while (this.#queue.length) {
      const batch = this.#queue.slice(0, BATCH);
      if (!navigator.sendBeacon(this.#address, dated(batch))) return;
      this.#queue.splice(0, batch.length);
    }
  }

  /** @param {IntersectionObserverEntry} entry */
  #look({ target, isIntersecting }) {
    const watched = this.#watched.get(target);
    if (!watched) return;
    clearTimeout(watched.timer);
    if (!isIntersecting) return;
    watched.timer = setTimeout(() => {
      this.#watcher.unobserve(target);
      watched.seen();
    }, LOOK);
  }
}

/**
 * Make a UUIDv7 (RFC 9562): 48 bits of milliseconds, then random.
 * @param {number} now milliseconds since 1970
 */
function uuid7(now) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setUint32(0, Math.floor(now / 0x10000));
  new DataView(bytes.buffer).setUint16(4, now % 0x10000);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** @param {Event} event @returns {Event} */
const nameless = ({ visitor_id, session_id, customer_token, ...event }) => ({
  ...event,
  consent: "none",
});

/** @param {Event[]} batch */
function dated(batch) {
  const sent_at = new Date().toISOString();
  return JSON.stringify(batch.map((event) => ({ ...event, sent_at })));
}
