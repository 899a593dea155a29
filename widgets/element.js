/** What all Tresen elements share: a shadow root with our styles, renewal without losing the focus, and words. */

import { tresen } from "./client.js";
import { say } from "./dictionary.js";
import { h } from "./dom.js";
import { foundation } from "./styles.js";

export class TresenElement extends HTMLElement {
  /** @type {CSSStyleSheet[]} */
  static styles = [];
  #connection = new AbortController();
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
   * Tell the page; the answer is false when somebody took the matter into their own hands.
   * @param {string} type @param {unknown} detail
   */
  tell(type, detail) {
    const options = { detail, bubbles: true, composed: true, cancelable: true };
    return this.dispatchEvent(new CustomEvent(type, options));
  }

  /**
   * Replace what a place holds; the focus stays on the control of the same id.
   * @param {Element} place @param {...Node} nodes
   */
  renew(place, ...nodes) {
    const focused = this.root.activeElement;
    const id = focused && place.contains(focused) ? focused.id : "";
    place.replaceChildren(...nodes);
    if (id) this.root.getElementById(id)?.focus();
  }

  /** Tell those who listen instead of looking. @param {string} text */
  announce(text) {
    this.#live.textContent = text;
  }

  /** @param {string} name @param {Record<string, string | number>} [values] */
  say(name, values) {
    return say(tresen.configuration.language, name, values);
  }
}
