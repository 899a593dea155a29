/** `<tresen-recommendations>`: one placement as a shelf to scroll through; an empty shelf is not shown. */

import { tresen } from "./client.js";
import { h, icon } from "./dom.js";
import { TresenElement } from "./element.js";
import { sheet } from "./styles.js";
import { tile, tileStyle } from "./tile.js";

const LEFT = "M15 5l-7 7 7 7";
const RIGHT = "M9 5l7 7-7 7";
const NEAR = "400px";

/**
 * Attributes: `placement`, and as far as the placement needs them `product-id`, `category`,
 * `limit`; `heading` replaces the title the service gives; `no-basket` leaves out the buttons.
 */
export class TresenRecommendations extends TresenElement {
  static styles = [
    tileStyle,
    sheet(`
    :host { min-height: calc(var(--tile) * 1.6 + 60px); }
    .head { display: flex; align-items: center; gap: 8px; margin-bottom: 12px; }
    h2 { font-size: 1.25rem; line-height: 1.3; margin-inline-end: auto; }
    .head button { width: 44px; padding: 0; border-radius: 99px; }
    .shelf { display: grid; grid-auto-flow: column; gap: var(--gap); grid-auto-columns: min(var(--tile), 44vw); overflow-x: auto; scroll-snap-type: x proximity; overscroll-behavior-x: contain; scrollbar-width: none; padding: 4px; margin: -4px; }
    .shelf li { scroll-snap-align: start; min-width: 0; }
    .blank { aspect-ratio: 3 / 4.4; border-radius: var(--radius); background: var(--hover); }
    @media (hover: none) { .head button { display: none; } }
    @media (prefers-reduced-motion: no-preference) { .shelf { scroll-behavior: smooth; } }
  `),
  ];

  #stage = this.root.appendChild(h("section"));
  #asked = new AbortController();
  #near = false;

  connected() {
    this.#stage.replaceChildren(this.#bones());
    this.listen(document, "tresen-visitor", () => this.#again());
    this.listen(document, "tresen-basket", () => this.#again());
    const watcher = new IntersectionObserver(
      ([{ isIntersecting }]) => {
        if (!isIntersecting || this.#near) return;
        this.#near = true;
        this.#load();
      },
      { rootMargin: NEAR },
    );
    watcher.observe(this);
    this.signal.addEventListener("abort", () => watcher.disconnect());
  }

  #again() {
    if (this.#near) this.#load();
  }

  get #placement() {
    return this.getAttribute("placement") ?? "home";
  }

  async #load() {
    this.#asked.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    const parameters = {
      product_id: this.getAttribute("product-id"),
      category: this.getAttribute("category"),
      limit: this.getAttribute("limit"),
    };
    try {
      const answer = await tresen.api.recommendations(this.#placement, parameters, signal);
      if (!signal.aborted) this.#answered(answer);
    } catch {
      if (!signal.aborted) this.#failed();
    }
  }

  /** @param {any} answer */
  #answered(answer) {
    this.tell("tresen-answer", { kind: "recommendations", answer });
    this.hidden = !answer.hits.length;
    const shelf = h(
      "ul",
      { class: "shelf", tabindex: "-1" },
      answer.hits.map((/** @type {any} */ hit) =>
        h("li", {}, tile(hit, this.#placement, this.#add)),
      ),
    );
    const heading = this.getAttribute("heading") ?? answer.title;
    this.#stage.setAttribute("aria-label", heading);
    this.renew(
      this.#stage,
      h(
        "div",
        { class: "head" },
        h("h2", {}, heading),
        turner(shelf, -1, LEFT, this.say("previous")),
        turner(shelf, 1, RIGHT, this.say("next")),
      ),
      shelf,
    );
  }

  /** What goes into the basket, and which size of it, is the shop's matter. */
  get #add() {
    if (this.hasAttribute("no-basket")) return undefined;
    return (/** @type {any} */ hit) => {
      tresen.identity.arrive(hit.product_id, hit.token);
      this.tell("tresen-add-to-basket", { hit, placement: this.#placement });
    };
  }

  /** The shop's own content inside the element stands in. */
  #failed() {
    this.hidden = !this.childElementCount;
    this.#stage.replaceChildren(h("slot"));
  }

  #bones() {
    return h(
      "ul",
      { class: "shelf" },
      Array.from({ length: 6 }, () => h("li", { class: "blank" })),
    );
  }
}

/** @param {Element} shelf @param {number} direction @param {string} path @param {string} label */
const turner = (shelf, direction, path, label) =>
  h(
    "button",
    {
      type: "button",
      "aria-label": label,
      onclick: () => shelf.scrollBy({ left: direction * shelf.clientWidth * 0.9 }),
    },
    icon(path),
  );
