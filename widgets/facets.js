/** `<tresen-facets>`: narrowing the results down, several values in several facets at once. */

import { tresen } from "./client.js";
import { facetName } from "./dictionary.js";
import { h, icon } from "./dom.js";
import { TresenElement } from "./element.js";
import { money } from "./format.js";
import { address, go, readPage, toggled, without } from "./page.js";
import { sheet } from "./styles.js";

/** @typedef {{value: string, label?: string, count: number, selected: boolean, depth?: number}} Value */
/** @typedef {{name: string, label?: string, kind: string, min?: string, max?: string, values?: Value[]}} Facet */

const FOLDED = 8;
const FOLDED_SIZES = 24;
const OPEN = 6;
const CROSS = "M6 6l12 12M18 6 6 18";
const SLIDERS = "M4 7h10m4 0h2M4 17h2m4 0h10M16 5v4M8 15v4";

/** Listens to `tresen-answer`; on phones the panel waits in a drawer behind a button. */
export class TresenFacets extends TresenElement {
  static styles = [
    sheet(`
    .opener { display: none; width: 100%; }
    .chips { display: flex; flex-wrap: wrap; gap: 8px; margin-bottom: 12px; }
    .chips:empty { display: none; }
    .chips button { min-height: 36px; padding: 0 10px 0 14px; border-radius: 99px; font-size: 0.875rem; }
    .chips svg { width: 14px; height: 14px; }
    details { border-top: 1px solid var(--border); padding-block: 4px 12px; }
    summary { min-height: 44px; display: flex; align-items: center; justify-content: space-between; font-weight: 600; cursor: pointer; list-style: none; }
    summary::after { content: "+"; font-weight: 400; font-size: 1.25rem; }
    details[open] > summary::after { content: "–"; }
    .value { display: flex; align-items: center; gap: 10px; min-height: 36px; cursor: pointer; overflow-wrap: anywhere; }
    .value:hover { background: var(--hover); }
    .value input { width: 18px; height: 18px; accent-color: var(--accent); flex: none; }
    .value:has(:disabled) { color: var(--muted); cursor: default; }
    .count { margin-inline-start: auto; color: var(--muted); font-size: 0.8125rem; }
    .size .values { display: grid; grid-template-columns: repeat(auto-fill, minmax(56px, 1fr)); gap: 6px; }
    .size .value { position: relative; justify-content: center; min-height: 44px; border: 1px solid var(--border); border-radius: var(--radius); }
    .size .value input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
    .size .value:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); font-weight: 700; }
    .size .value:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 2px; }
    .size .value:has(:disabled) { text-decoration: line-through; opacity: 0.6; }
    .size .count { display: none; }
    .range { display: grid; grid-template-columns: 1fr auto 1fr; gap: 8px; align-items: end; font-size: 0.8125rem; color: var(--muted); }
    .range input { color: var(--text); font-size: 1rem; }
    .range span:not(.hushed) { padding-bottom: 12px; }
    .tree a { display: flex; gap: 8px; padding-block: 6px; text-decoration: none; }
    .tree a:hover { text-decoration: underline; }
    .tree [aria-current] { font-weight: 700; }
    .depth-1 { padding-inline-start: 14px; } .depth-2 { padding-inline-start: 28px; } .depth-3 { padding-inline-start: 42px; }
    .head, .foot { display: none; }
    dialog { margin: 0; margin-inline-start: auto; padding: 0 16px; width: min(400px, 92vw); max-width: none; height: 100dvh; max-height: none; border: 0; color: inherit; background: var(--surface); }
    dialog::backdrop { background: rgb(0 0 0 / 0.5); }
    @media (max-width: 799px) {
      .opener { display: flex; margin-bottom: 12px; }
      .head { display: flex; position: sticky; top: 0; z-index: 1; justify-content: space-between; align-items: center; padding-block: 8px; background: var(--surface); font-weight: 700; }
      .head button { width: 44px; padding: 0; border: 0; }
      .foot { display: flex; position: sticky; bottom: 0; padding-block: 12px; background: var(--surface); }
      .foot button { width: 100%; }
      .value { min-height: 44px; }
    }
  `),
  ];

  #opener = h("button", {
    type: "button",
    class: "opener",
    onclick: () => this.#drawer.showModal(),
  });
  #chips = h("div", { class: "chips", role: "group", "aria-label": this.say("chosen") });
  #panel = h("div");
  #aside = h("div", {}, this.#panel);
  #drawer = /** @type {HTMLDialogElement} */ (h("dialog", { "aria-label": this.say("filter") }));
  /** @type {Map<string, boolean>} */
  #unfolded = new Map();
  /** @type {Map<string, boolean>} */
  #opened = new Map();

  connected() {
    this.root.append(this.#opener, this.#chips, this.#aside, this.#drawer);
    this.#opener.replaceChildren(icon(SLIDERS), this.say("filter"));
    const phone = matchMedia("(max-width: 799px)");
    const place = () => {
      if (!phone.matches) this.#drawer.close();
      (phone.matches ? this.#drawer : this.#aside).append(this.#panel);
    };
    this.listen(phone, "change", place);
    this.listen(document, "tresen-answer", ({ detail }) => {
      if (detail.kind === "search") this.#show(detail.answer);
    });
    place();
  }

  /** @param {{facets: Facet[], total: number}} answer */
  #show(answer) {
    const { filters } = readPage();
    const text = filters.length
      ? this.say("filterCount", { n: filters.length })
      : this.say("filter");
    this.#opener.replaceChildren(icon(SLIDERS), text);
    this.renew(this.#chips, ...this.#chosen(answer.facets, filters));
    this.renew(
      this.#panel,
      this.#head(),
      ...answer.facets
        .map((facet, index) => this.#facet(facet, index < OPEN))
        .filter((facet) => !!facet),
      this.#foot(answer.total),
    );
  }

  /** @param {Facet[]} facets @param {string[]} filters */
  #chosen(facets, filters) {
    const chips = filters.map((filter) => {
      const label = this.#label(facets, filter);
      return h(
        "button",
        {
          type: "button",
          id: `chip ${filter}`,
          "aria-label": this.say("remove", { label }),
          onclick: () => go({ filters: toggled(filters, filter) }),
        },
        label,
        icon(CROSS),
      );
    });
    if (chips.length < 2) return chips;
    const all = h(
      "button",
      { type: "button", class: "plain", onclick: () => go({ filters: [] }) },
      this.say("removeAll"),
    );
    return [...chips, all];
  }

  /** Write a filter the way its facet does. @param {Facet[]} facets @param {string} filter */
  #label(facets, filter) {
    const [name, ...rest] = filter.split(":");
    const value = rest.join(":");
    const facet = facets.find((one) => one.name === name);
    if (facet?.kind === "range") {
      const [from, to] = value.split("..").map((bound) => bound && this.#bound(name, bound));
      if (!from) return `${this.say("to")} ${to}`;
      return to ? `${from} – ${to}` : `${this.say("from")} ${from}`;
    }
    const known = facet?.values?.find((one) => one.value === value);
    return known?.label ?? value.split("/").at(-1) ?? value;
  }

  /** @param {string} name @param {string} bound */
  #bound(name, bound) {
    const { currency, language } = tresen.configuration;
    return name === "price" ? money(bound, currency, language) : bound;
  }

  #head() {
    return h(
      "div",
      { class: "head" },
      this.say("filter"),
      h(
        "button",
        { type: "button", "aria-label": this.say("close"), onclick: () => this.#drawer.close() },
        icon(CROSS),
      ),
    );
  }

  /** @param {number} n */
  #foot(n) {
    return h(
      "div",
      { class: "foot" },
      h(
        "button",
        { type: "button", class: "primary", onclick: () => this.#drawer.close() },
        this.say("show", { n }),
      ),
    );
  }

  /** @param {Facet} facet @param {boolean} open unless the visitor said otherwise */
  #facet(facet, open) {
    const { name, kind } = facet;
    const inside =
      kind === "tree"
        ? this.#tree(facet)
        : kind === "range"
          ? this.#range(facet)
          : this.#values(facet);
    if (!inside) return undefined;
    const label = facet.label ?? facetName(tresen.configuration.language, name);
    inside.setAttribute("aria-label", label);
    return h(
      "details",
      {
        class: name,
        open: this.#opened.get(name) ?? open,
        ontoggle: (/** @type {any} */ { target }) => this.#opened.set(name, target.open),
      },
      h("summary", { id: `facet ${name}` }, label),
      inside,
    );
  }

  /** @param {Facet} facet */
  #values({ name, values = [] }) {
    if (!values.length) return undefined;
    const most = name === "size" ? FOLDED_SIZES : FOLDED;
    const unfolded = this.#unfolded.get(name);
    const shown = values.filter((value, index) => unfolded || index < most || value.selected);
    const fold = h(
      "button",
      {
        type: "button",
        class: "plain",
        id: `fold ${name}`,
        hidden: values.length <= most,
      },
      this.say(unfolded ? "less" : "more"),
    );
    const place = h(
      "fieldset",
      {},
      h(
        "div",
        { class: "values" },
        shown.map((value) => checkbox(name, value)),
      ),
      fold,
    );
    fold.addEventListener("click", () => {
      this.#unfolded.set(name, !unfolded);
      const again = this.#values({ name, values, kind: "values" });
      if (again) this.renew(place, ...again.childNodes);
    });
    return place;
  }

  /** @param {Facet} facet */
  #range({ name, min, max }) {
    const { filters } = readPage();
    if (!min || !max) return undefined;
    const chosen = filters.find((filter) => filter.startsWith(`${name}:`));
    const [from, to] = (chosen?.slice(name.length + 1) ?? "..").split("..");
    /** @param {string} which @param {string} value @param {string} placeholder */
    const input = (which, value, placeholder) =>
      h(
        "label",
        {},
        this.say(which),
        h("input", {
          type: "number",
          inputmode: "decimal",
          min: 0,
          step: "any",
          id: `${name} ${which}`,
          value,
          placeholder,
          name: which,
        }),
      );
    const place = h(
      "fieldset",
      { class: "range" },
      input("from", from, min),
      h("span", { "aria-hidden": "true" }, "–"),
      input("to", to, max),
    );
    place.addEventListener("change", () => {
      const [low, high] = Array.from(place.querySelectorAll("input"), (one) => one.value);
      const filter = low || high ? [`${name}:${low}..${high}`] : [];
      go({ filters: [...without(filters, name), ...filter] });
    });
    return place;
  }

  /** @param {Facet} facet */
  #tree({ name, values = [] }) {
    if (!values.length) return undefined;
    const { filters } = readPage();
    const others = without(filters, name);
    /** @param {string} text @param {string[]} chosen @param {Record<string, unknown>} [more] */
    const link = (text, chosen, more = {}) =>
      h(
        "a",
        {
          href: address({ filters: chosen }),
          ...more,
          onclick: (/** @type {MouseEvent} */ event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            go({ filters: chosen });
          },
        },
        text,
      );
    const entries = values.map((value) =>
      h(
        "li",
        { class: `depth-${value.depth ?? 0}` },
        link(value.label ?? value.value, [...others, `${name}:${value.value}`], {
          id: `${name} ${value.value}`,
          "aria-current": value.selected && "true",
        }),
      ),
    );
    const all =
      others.length < filters.length && h("li", {}, link(this.say("allCategories"), others));
    for (const [index, entry] of entries.entries()) {
      entry.firstElementChild?.append(h("span", { class: "count" }, values[index].count));
    }
    return h("nav", { class: "tree" }, h("ul", {}, all, entries));
  }
}

/** @param {string} name @param {Value} value */
function checkbox(name, { value, label, count, selected }) {
  const filter = `${name}:${value}`;
  return h(
    "label",
    { class: "value" },
    h("input", {
      type: "checkbox",
      id: filter,
      checked: selected,
      disabled: !count && !selected,
      onchange: () => go({ filters: toggled(readPage().filters, filter) }),
    }),
    h("span", {}, label ?? value),
    h("span", { class: "count" }, count),
  );
}
