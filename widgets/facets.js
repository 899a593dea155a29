/** `<tresen-facets>`: narrowing the results down, several values in several facets at once. */

import { chips } from "./chips.js";
import { tresen } from "./client.js";
import { h } from "./dom.js";
import { TresenElement } from "./element.js";
import { CLOSE, icon } from "./icons.js";
import { readPage } from "./page.js";
import { rangeFacet } from "./range-facet.js";
import { renew } from "./renewal.js";
import { controls } from "./style-controls.js";
import { facets as look } from "./style-facets.js";
import { treeFacet } from "./tree-facet.js";
import { valuesFacet } from "./values-facet.js";
import { facetName, products } from "./values.js";
import { say } from "./words.js";

/** @typedef {import("./values-facet.js").Value} Value */
/** @typedef {import("./range-facet.js").Bucket} Bucket */
/** @typedef {{name: string, label?: string, kind: string, unit?: string | null, min?: string, max?: string, buckets?: Bucket[], values?: Value[]}} Facet */

const OPEN = 6;
const SLIDERS = "M4 7h10m4 0h2M4 17h2m4 0h10M16 5v4M8 15v4";
const PHONE = "(max-width: 799px)";

/** Listens to `tresen-answer`; on phones the panel waits in a drawer behind a button. */
export class TresenFacets extends TresenElement {
  static styles = [controls, look];

  #drawer = /** @type {HTMLDialogElement} */ (h("dialog", { "aria-label": say("filter") }));
  #opener = h("button", {
    type: "button",
    class: "opener",
    onclick: () => this.#drawer.showModal(),
  });
  #chips = h("div", { class: "chips", role: "group", "aria-label": say("chosen") });
  #panel = h("div");
  #aside = h("section", { "aria-label": say("filter") });
  /** @type {import("./values-facet.js").Memory} */
  #memory = { unfolded: new Set(), sought: new Map() };
  /** @type {import("./api.js").Parameters} what the facets shown answer */
  #question = {};
  /** @type {Map<string, boolean>} what the visitor opened and closed */
  #opened = new Map();

  connected() {
    this.#drawer.close(); // What is taken off the page open comes back open, and in front of nothing.
    this.root.append(this.#opener, this.#chips, this.#aside, this.#drawer);
    const { filters } = readPage();
    this.#label(filters.length);
    this.#chips.replaceChildren(...chips(filters, []));
    const phone = matchMedia(PHONE);
    this.listen(phone, "change", () => this.#place(phone.matches));
    this.#place(phone.matches);
    this.listen(this.#drawer, "click", ({ target }) => target === this.#drawer && this.#drawer.close());
    this.listen(document, "tresen-answer", ({ detail }) => {
      if (detail.kind !== "search") return;
      this.#question = detail.question;
      this.#show(detail.answer);
    });
    this.listen(document, "tresen-error", ({ target }) => {
      if (target.localName === "tresen-results") this.#opener.toggleAttribute("disabled", !this.#panel.children.length);
    });
  }

  /** @param {boolean} phone */
  #place(phone) {
    if (!phone) this.#drawer.close();
    (phone ? this.#drawer : this.#aside).append(this.#panel);
  }

  /** @param {number} n */
  #label(n) {
    const text = n ? say("filterCount", { n }) : say("filter");
    this.#opener.replaceChildren(icon(SLIDERS), text);
  }

  /** @param {{facets: Facet[], total: number}} answer */
  #show(answer) {
    const { filters } = readPage();
    const filled = answer.facets.filter(({ kind, values, max }) =>
      kind === "range" ? max : values?.length,
    );
    const sections = filled.map((facet, index) =>
      this.#section(facet, answer.total, index < OPEN),
    );
    this.#label(filters.length);
    this.#opener.toggleAttribute("disabled", sections.length + filters.length === 0);
    renew(this.#panel, this.#head(), ...sections, this.#foot(answer.total));
    // After the panel, which the focus moves to where no chip is left.
    renew(this.#chips, ...chips(filters, answer.facets));
  }

  /** @param {Facet} facet @param {number} total @param {boolean} open unless the visitor said otherwise */
  #section(facet, total, open) {
    const { name } = facet;
    const unit = name !== "price" && facet.unit ? ` (${facet.unit})` : "";
    const label = (facet.label ?? facetName(name)) + unit;
    const inside = this.#inside(facet, total);
    inside.setAttribute("aria-label", label);
    const properties = {
      class: name,
      open: this.#opened.get(name) ?? open,
      ontoggle: (/** @type {any} */ { target }) => this.#opened.set(name, target.open),
    };
    return h("details", properties, h("summary", { id: `facet ${name}` }, h("bdi", {}, label)), inside);
  }

  /** @param {Facet} facet @param {number} total */
  #inside(facet, total) {
    if (facet.kind === "tree") return treeFacet(facet);
    if (facet.kind === "range") return rangeFacet(facet);
    return valuesFacet(facet, total, this.#memory, (text) => this.#seek(facet.name, text));
  }

  /** Ask for the values of a facet that have some letters in them. @param {string} name @param {string} text */
  async #seek(name, text) {
    const within = { page: 1, per_page: 1, facets: name, facet_query: `${name}:${text}` };
    const answer = await tresen.api.search({ ...this.#question, ...within }, this.signal);
    /** @type {Facet[]} */
    const facets = answer.facets;
    return facets.find((facet) => facet.name === name)?.values ?? [];
  }

  #head() {
    const onclick = () => this.#drawer.close();
    const close = h(
      "button",
      { type: "button", "aria-label": say("close"), onclick },
      icon(CLOSE),
    );
    return h("div", { class: "head" }, say("filter"), close);
  }

  /** @param {number} n */
  #foot(n) {
    const onclick = () => this.#drawer.close();
    const show = h(
      "button",
      { type: "button", class: "primary", onclick },
      say("show", { products: products(n) }),
    );
    return h("div", { class: "foot" }, show);
  }
}
