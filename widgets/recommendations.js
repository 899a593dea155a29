/** `<tresen-recommendations>`: one placement as a shelf to scroll through; an empty shelf is not shown. */

import { tresen } from "./client.js";
import { h } from "./dom.js";
import { TresenElement } from "./element.js";
import { icon } from "./icons.js";
import { renew } from "./renewal.js";
import { controls } from "./style-controls.js";
import * as look from "./style-recommendations.js";
import { shelf } from "./style-shelf.js";
import * as tiles from "./style-tile.js";
import { templateOf } from "./template.js";
import { tile } from "./tile.js";
import { say } from "./words.js";

/** @typedef {import("./api.js").Hit} Hit */

const ARROWS = { left: "M15 5l-7 7 7 7", right: "M9 5l7 7-7 7" };
const BLANKS = 6;
const NEAR = "400px";

/**
 * Attributes: `placement`, and as far as the placement needs them `product-id`, `category`,
 * `limit`; `heading` replaces the title the service gives; `no-basket` leaves out the buttons;
 * `recommender` shows only what this one found and nothing the service filled up with; `judge`
 * adds buttons to like and dislike. What the shop puts inside the element is shown until the
 * service has answered, and when it does not; a `<template>` inside is how a tile looks.
 */
export class TresenRecommendations extends TresenElement {
  static observedAttributes = ["placement", "product-id", "category", "limit", "recommender"];
  static styles = [controls, tiles.tile, shelf, look.recommendations];

  #stage = this.root.appendChild(h("div", { class: "stage", role: "group" }));
  #near = false;

  connected() {
    const blanks = Array.from({ length: BLANKS }, () => h("li", { class: "blank" }));
    const waiting = [h("div", { class: "head" }), h("ul", { class: "shelf" }, blanks)];
    this.#stage.replaceChildren(...(this.hasOwnContent ? [h("slot")] : waiting));
    this.listen(document, "tresen-visitor", () => this.#load());
    this.listen(document, "tresen-judged", () => this.#load());
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

  /** A page that changes without being loaded anew changes what it asks for. */
  attributeChangedCallback() {
    this.#load();
  }

  get placement() {
    return this.getAttribute("placement") ?? "home";
  }

  /** The only recommender whose hits are shown, if it is one only. */
  get recommender() {
    return this.getAttribute("recommender");
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
    const tiles = hits.map((hit) => tile(hit, this.placement, this.#wishes));
    const row = h(
      "ul",
      { class: "shelf" },
      tiles.map((/** @type {Node} */ one, place) => h("li", {}, one, this.below(answer, place))),
    );
    const heading = this.getAttribute("heading") ?? answer.title;
    this.#stage.setAttribute("aria-label", heading);
    const turners = [turner(row, "left"), turner(row, "right")];
    renew(
      this.#stage,
      h("div", { class: "head" }, h("h2", {}, heading), turners),
      ...this.told(answer, hits),
      row,
    );
    for (const one of turners) one.hidden = row.scrollWidth <= row.clientWidth;
    this.tell("tresen-answer", { kind: "recommendations", answer });
  }

  /** @param {Hit[]} hits */
  #wanted(hits) {
    const { recommender } = this;
    return hits.filter(
      (hit) =>
        !tresen.disliked.has(hit.product_id) && (!recommender || hit.recommender === recommender),
    );
  }

  /** What goes into the basket, and which size of it, is the shop's matter. @param {Hit} hit */
  add(hit) {
    tresen.identity.arrive(hit.product_id, hit.token);
    this.tell("tresen-add-to-basket", { hit, placement: this.placement });
  }

  /** @returns {import("./tile.js").Wishes} */
  get #wishes() {
    return {
      add: this.hasAttribute("no-basket") ? undefined : (hit) => this.add(hit),
      judge: this.hasAttribute("judge")
        ? (hit, word) => tresen.judge(hit, word, this.placement)
        : undefined,
      template: templateOf(this),
    };
  }

  #failed() {
    this.hidden = !this.hasOwnContent;
    this.#stage.replaceChildren(h("slot"));
  }
}

/** @param {Element} shelf @param {"left" | "right"} direction */
function turner(shelf, direction) {
  const properties = {
    type: "button",
    id: direction,
    "aria-label": say(direction === "left" ? "previous" : "next"),
    onclick: () => {
      const onwards = getComputedStyle(shelf).direction === "rtl" ? -0.9 : 0.9;
      const step = direction === "left" ? -onwards : onwards;
      shelf.scrollBy({ left: step * shelf.clientWidth });
    },
  };
  return h("button", { ...properties, class: "turn" }, icon(ARROWS[direction]));
}
