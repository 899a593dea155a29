/** What all Tresen elements share: a shadow root with our styles, one question at a time, a voice. */

import { h } from "./dom.js";
import { foundation } from "./styles.js";

export class TresenElement extends HTMLElement {
  /** @type {CSSStyleSheet[]} */
  static styles = [];
  #connection = new AbortController();
  #asked = new AbortController();
  #live = h("p", { role: "status", class: "hushed" });

  constructor() {
    super();
    this.root = this.attachShadow({ mode: "open" });
    const { styles } = /** @type {typeof TresenElement} */ (this.constructor);
    this.root.adoptedStyleSheets = [foundation, ...styles];
    this.root.append(this.#live);
  }

  connectedCallback() {
    this.#connection = new AbortController();
    this.connected();
  }

  disconnectedCallback() {
    this.#connection.abort();
    this.#asked.abort();
  }

  /** Begin: an element listens and renders here. */
  connected() {}

  /** Ends when the element leaves the page. */
  get signal() {
    return this.#connection.signal;
  }

  /** @param {EventTarget} target @param {string} type @param {(event: any) => void} listener */
  listen(target, type, listener) {
    target.addEventListener(type, listener, { signal: this.signal });
  }

  /**
   * Ask the service and forget what was asked before: only the latest answer counts, and one that
   * cannot be shown is as good as none.
   * @param {(signal: AbortSignal) => Promise<any>} question
   * @param {(answer: any, signal: AbortSignal) => void} answered told how long the answer counts
   * @param {() => void} failed
   */
  async ask(question, answered, failed) {
    this.withdraw();
    const { signal } = this.#asked;
    try {
      const answer = await question(signal);
      if (!signal.aborted) answered(answer, signal);
    } catch (error) {
      if (signal.aborted) return;
      failed();
      this.tell("tresen-error", { error });
    }
  }

  /** Want no answer any more. */
  withdraw() {
    this.#asked.abort();
    this.#asked = new AbortController();
  }

  /** Tell the page. @param {string} type @param {unknown} detail */
  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  /** Tell those who listen instead of looking, unless they have just heard it. @param {string} text */
  announce(text) {
    if (this.#live.textContent !== text) this.#live.textContent = text;
  }
}

/**
 * Define elements when every script of the page has had its say about consent and basket: modules
 * run before DOMContentLoaded (or, put in by script, before load).
 * @param {Record<string, CustomElementConstructor>} elements
 */
export function define(elements) {
  const now = () => {
    for (const [name, element] of Object.entries(elements)) {
      if (!customElements.get(name)) customElements.define(name, element);
    }
  };
  if (document.readyState === "complete") now();
  else for (const moment of ["DOMContentLoaded", "load"]) addEventListener(moment, now);
}
