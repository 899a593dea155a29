/** Asks the service's HTTP API, within a time limit; `questions.js` has what a search box does not ask. */

/** @typedef {Record<string, string | number | string[] | null | undefined>} Parameters */

/**
 * @typedef {object} Hit
 * @property {string} product_id
 * @property {string} token
 * @property {string} title
 * @property {string | null} [brand]
 * @property {string | null} price
 * @property {string | null} [list_price]
 * @property {string | null} [lowest_price_30d]
 * @property {string | null} [unit_price]
 * @property {string} [currency]
 * @property {string} [availability]
 * @property {string | null} url
 * @property {string | null} [image_url]
 * @property {number | null} [rating]
 * @property {number} [rating_count]
 * @property {{product_id: string, attributes: Record<string, unknown>} | null} [variant]
 * @property {{title?: [number, number][]}} [highlight]
 * @property {string | null} [reason]
 * @property {Record<string, unknown>} [attributes]
 * @property {string} [recommender]
 */

/** Milliseconds an answer may take that is only worth having at once. */
export const HURRY = 1500;

export class Api {
  #base;
  #key;
  #context;

  /**
   * @param {string} base
   * @param {string} key
   * @param {() => Parameters} context who asks, read anew for every request
   */
  constructor(base, key, context) {
    this.#base = base;
    this.#key = key;
    this.#context = context;
  }

  /** @param {string} q @param {number} limit @param {AbortSignal} [signal] */
  suggest(q, limit, signal) {
    return this.get("/v1/suggest", { q, limit }, HURRY, signal);
  }

  /** Where events go; the key is in the address, so that a beacon needs no header. */
  get eventsUrl() {
    return this.#address("/v1/events", {});
  }

  /**
   * @param {string} path
   * @param {Parameters} parameters
   * @param {number} limit milliseconds
   * @param {AbortSignal} [signal]
   */
  async get(path, parameters, limit, signal) {
    const deadline = AbortSignal.timeout(limit);
    const address = this.#address(path, { ...this.#context(), ...parameters });
    const response = await fetch(address, {
      cache: "no-store", // kept answers would come again, and a visit be known by their tokens
      credentials: "omit",
      signal: AbortSignal.any([signal ?? deadline, deadline]),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status}`, { cause: response });
    return response.json();
  }

  /** @param {string} path @param {Parameters} parameters */
  #address(path, parameters) {
    const query = new URLSearchParams({ key: this.#key });
    for (const [name, value] of Object.entries(parameters)) {
      for (const one of [value].flat()) if (one || one === 0) query.append(name, `${one}`);
    }
    return `${this.#base}${path}?${query}`;
  }
}
