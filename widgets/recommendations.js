/** `<tresen-recommendations>`: one placement as a shelf to scroll through; an empty shelf is not shown. */

import { tresen } from "./client.js";
import { h } from "./dom.js";
import { TresenElement } from "./element.js";
import { icon } from "./icons.js";
import * as looks from "./styles.js";
import { tile } from "./tile.js";
import { say } from "./words.js";

/** @typedef {import("./api.js").Hit} Hit */

const BLANKS = 6;
const NEAR = "400px";

/**
 * Attributes: `placement`, and as far as the placement needs them `product-id`, `category`,
 * `limit`; `heading` replaces the title the service gives; `no-basket` leaves out the buttons;
 * `recommender` shows only what this one found and nothing the service filled up with.
 * What the shop puts inside the element stands in when the service does not answer.
 */
export class TresenRecommendations extends TresenElement {
  static styles = [looks.tile, looks.shelf, looks.recommendations];

  #stage = this.root.appendChild(h("section", { class: "stage" }));
  #near = false;

  connected() {
    const blanks = Array.from({ length: BLANKS }, () => h("li", { class: "blank" }));
    this.#stage.replaceChildren(h("div", { class: "head" }), h("ul", { class: "shelf" }, blanks));
    this.listen(document, "tresen-visitor", () => this.#load());
    this.listen(document, "tresen-basket", () => this.#load());
    const watcher = new IntersectionObserver((entries) => this.#look(entries), {
      rootMargin: NEAR,
    });
    watcher.observe(this);
    this.signal.addEventListener("abort", () => watcher.disconnect());
  }

  /** Ask nothing before somebody comes near. @param {IntersectionObserverEntry[]} entries */
  #look(entries) {
    if (this.#near || !entries.some(({ isIntersecting }) => isIntersecting)) return;
    this.#near = true;
    this.#load();
  }

  get placement() {
    return this.getAttribute("placement") ?? "home";
  }

  /** Choose what is shown. @param {any} answer @returns {Hit[]} */
  chosen(answer) {
    return this.#wanted(answer.hits);
  }

  /** Say what the hits are together. @param {any} _answer @param {Hit[]} _hits @returns {(Node | string)[]} */
  told(_answer, _hits) {
    return [];
  }

  /** Put something below a tile. @param {any} _answer @param {number} _place @returns {Node | null} */
  below(_answer, _place) {
    return null;
  }

  /** @param {any} _answer @param {Hit[]} hits */
  isEmpty(_answer, hits) {
    return !hits.length;
  }

  #load() {
    if (!this.#near) return;
    const parameters = {
      product_id: this.getAttribute("product-id"),
      category: this.getAttribute("category"),
      limit: this.getAttribute("limit"),
    };
    this.ask(
      (signal) => tresen.api.recommendations(this.placement, parameters, signal),
      (answer) => this.show(answer),
      () => this.#failed(),
    );
  }

  /** @param {any} answer */
  show(answer) {
    const hits = this.chosen(answer);
    this.hidden = this.isEmpty(answer, hits);
    const add = this.hasAttribute("no-basket")
      ? undefined
      : (/** @type {Hit} */ hit) => this.add(hit);
    const tiles = hits.map((/** @type {Hit} */ hit) => tile(hit, this.placement, add));
    const shelf = h(
      "ul",
      { class: "shelf" },
      tiles.map((/** @type {Node} */ one, place) => h("li", {}, one, this.below(answer, place))),
    );
    const heading = this.getAttribute("heading") ?? answer.title;
    this.#stage.setAttribute("aria-label", heading);
    this.renew(
      this.#stage,
      h(
        "div",
        { class: "head" },
        h("h2", {}, heading),
        turner(shelf, "left"),
        turner(shelf, "right"),
      ),
      ...this.told(answer, hits),
      shelf,
    );
    this.tell("tresen-answer", { kind: "recommendations", answer });
  }

  /** @param {Hit[]} hits */
  #wanted(hits) {
    const recommender = this.getAttribute("recommender");
    return recommender ? hits.filter((hit) => hit.recommender === recommender) : hits;
  }

  /** What goes into the basket, and which size of it, is the shop's matter. @param {Hit} hit */
  add(hit) {
    tresen.identity.arrive(hit.product_id, hit.token);
    this.tell("tresen-add-to-basket", { hit, placement: this.placement });
  }

  #failed() {
    this.hidden = !this.childElementCount;
    this.#stage.replaceChildren(h("slot"));
  }
}

/** @param {Element} shelf @param {"left" | "right"} direction */
function turner(shelf, direction) {
  const step = direction === "left" ? -0.9 : 0.9;
  const properties = {
    type: "button",
    id: direction,
    "aria-label": say(direction === "left" ? "previous" : "next"),
    onclick: () => shelf.scrollBy({ left: step * shelf.clientWidth }),
  };
  return h("button", properties, icon(direction));
}
