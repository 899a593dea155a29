/** `<tresen-recommendations>`: one placement as a shelf to scroll through; an empty shelf is not shown. */

import { tresen } from "./client.js";
import { h } from "./dom.js";
import { TresenElement } from "./element.js";
import { icon } from "./icons.js";
import { renew } from "./renewal.js";
import { controls } from "./style-controls.js";
import { recommendations as look } from "./style-recommendations.js";
import { shelf } from "./style-shelf.js";
import { tile as tiles } from "./style-tile.js";
import { hasOwnContent, templateOf } from "./template.js";
import { tile } from "./tile.js";
import { say } from "./words.js";

/** @typedef {import("./api.js").Hit} Hit */
/** @typedef {{hit: Hit, place: number}} Gone */

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
  static styles = [controls, tiles, shelf, look];

  #stage = this.root.appendChild(h("div", { class: "stage", role: "group" }));
  #near = false;
  #inSight = false;
  /** @type {Gone | undefined} what was disliked here last */
  #gone;

  connected() {
    this.#near = false;
    const blanks = Array.from({ length: BLANKS }, () => h("li", { class: "blank" }));
    // Who goes by keyboard comes near by it, too.
    const waiting = [h("div", { class: "head" }), h("ul", { class: "shelf", tabindex: 0 }, blanks)];
    this.#stage.replaceChildren(...(hasOwnContent(this) ? [h("slot")] : waiting));
    this.hidden = this.isKnownEmpty && !hasOwnContent(this);
    this.listen(document, "tresen-visitor", () => this.#load());
    this.listen(document, "tresen-judged", () => this.#load());
    this.listen(document, "tresen-basket", () => this.#load());
    this.#watch(NEAR, (isNear) => isNear && this.#approached());
    this.#watch("0px", (isInSight) => {
      this.#inSight = isInSight;
      this.hidden ||= this.hasAttribute("vacant") && !isInSight;
    });
  }

  /** Hear whether one is within a distance of what is seen. @param {string} rootMargin @param {(isWithin: boolean) => void} heard */
  #watch(rootMargin, heard) {
    const watcher = new IntersectionObserver(
      (entries) => heard(Boolean(entries.at(-1)?.isIntersecting)),
      { rootMargin },
    );
    watcher.observe(this);
    this.signal.addEventListener("abort", () => watcher.disconnect());
  }

  /** Ask nothing before somebody comes near. */
  #approached() {
    if (this.#near) return;
    this.#near = true;
    this.#load();
  }

  /** A page that changes without being loaded anew changes what it asks for. */
  attributeChangedCallback() {
    this.#load();
  }

  /** Which placement is asked for. */
  get touchPoint() {
    return this.getAttribute("placement") ?? "home";
  }

  /** The only recommender whose hits are shown, if it is one only. */
  get only() {
    return this.getAttribute("recommender");
  }

  /** Whether there is nothing to show, without asking; then no room is kept either. */
  get isKnownEmpty() {
    return false;
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
      (signal) => tresen.api.recommendations(this.touchPoint, parameters, signal),
      (answer) => this.show(answer),
      () => this.#failed(),
    );
  }

  /** @param {any} answer */
  show(answer) {
    const hits = this.chosen(answer);
    const wishes = this.#wishes(hits);
    const places = hits.map((hit, place) =>
      h("li", {}, tile(hit, this.touchPoint, wishes), this.below(answer, place)),
    );
    if (this.#isGone) places.splice(this.#gone?.place ?? 0, 0, this.#undo());
    this.#vacate(this.isEmpty(answer, hits) && !this.#isGone);
    const row = h("ul", { class: "shelf" }, places);
    const heading = this.getAttribute("heading") ?? answer.title;
    this.#stage.setAttribute("aria-label", heading);
    const turners = [turner(row, "left"), turner(row, "right")];
    renew(
      this.#stage,
      h("div", { class: "head" }, h("h2", { part: "heading", dir: "auto" }, heading), turners),
      ...this.told(answer, hits),
      row,
    );
    for (const one of turners) one.hidden = row.scrollWidth <= row.clientWidth;
    this.tell("tresen-answer", { kind: "recommendations", answer });
  }

  /** @param {Hit[]} hits */
  #wanted(hits) {
    const { only } = this;
    return hits.filter(
      (hit) =>
        tresen.judged.get(hit.product_id) !== "dislike" &&
        (!only || hit.recommender === only),
    );
  }

  /** The focus is for what one can do here. @param {FocusOptions} [options] */
  focus(options) {
    const all = Array.from(this.#stage.querySelectorAll("a, button"));
    const first = /** @type {HTMLElement | undefined} */ (all.find((one) => one.checkVisibility()));
    first?.focus(options);
  }

  /** What goes into the basket, and which size of it, is the shop's matter. @param {Hit} hit */
  add(hit) {
    tresen.identity.arrive(hit.product_id, hit.token);
    this.tell("tresen-add-to-basket", { hit, placement: this.touchPoint });
  }

  /** @param {Hit[]} hits @returns {import("./tile.js").Wishes} */
  #wishes(hits) {
    return {
      add: this.hasAttribute("no-basket") ? undefined : (hit) => this.add(hit),
      judge: this.hasAttribute("judge")
        ? (hit, judgement) => {
            if (judgement === "dislike") this.#gone = { hit, place: hits.indexOf(hit) };
            tresen.judge(hit, judgement, this.touchPoint);
          }
        : undefined,
      template: templateOf(this),
    };
  }

  /** Whether what was disliked here last is still disliked. */
  get #isGone() {
    return tresen.judged.get(this.#gone?.hit.product_id ?? "") === "dislike";
  }

  /** What stands in the place of what was disliked, with the way to have it back. */
  #undo() {
    this.announce(say("gone"));
    const { hit } = /** @type {Gone} */ (this.#gone);
    const properties = {
      type: "button",
      id: `dislike ${hit.product_id}`, // keeps the focus that the button pressed had
      "aria-label": `${say("undo")}: ${hit.title}`,
      onclick: () => {
        this.announce("");
        tresen.judge(hit, "dislike", this.touchPoint);
      },
    };
    return h("li", { class: "gone" }, say("gone"), h("button", properties, say("undo")));
  }

  /**
   * Be there no more, unless somebody is looking: what is in sight keeps its room until it is
   * not, so that nothing moves before anybody's eyes.
   * @param {boolean} isVacant
   */
  #vacate(isVacant) {
    this.toggleAttribute("vacant", isVacant);
    this.hidden = isVacant && !this.#inSight;
  }

  #failed() {
    this.#vacate(!hasOwnContent(this));
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
