/** `<tresen-results>`: what was found, with sorting and paging whose state lives in the page's address. */

import { tresen } from "./client.js";
import { h } from "./dom.js";
import { TresenElement } from "./element.js";
import { categoryUrl, safeUrl } from "./format.js";
import { address, go, readPage } from "./page.js";
import { sheet } from "./styles.js";
import { tile, tileStyle } from "./tile.js";

/** @typedef {import("./page.js").PageState} PageState */

const SORTINGS = ["relevance", "popular", "price_asc", "price_desc", "newest"];
const PER_PAGE = 24;

/** Attributes: `category` makes it a category page, `per-page` the number of tiles. */
export class TresenResults extends TresenElement {
  static styles = [
    tileStyle,
    sheet(`
    :host { min-height: 70vh; }
    .crumbs { display: flex; flex-wrap: wrap; gap: 4px 8px; font-size: 0.875rem; color: var(--muted); }
    .crumbs li:not(:last-child)::after { content: "›"; margin-inline-start: 8px; }
    h1 { font-size: 1.5rem; line-height: 1.25; margin-block: 4px; overflow-wrap: anywhere; }
    .notice { margin-block: 8px; padding: 8px 12px; border-radius: var(--radius); background: var(--hover); }
    .banner { display: block; margin-block: 12px; border-radius: var(--radius); overflow: hidden; background: var(--hover); padding: 16px; font-weight: 600; }
    .bar { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 8px; margin-block: 8px 16px; }
    .bar label { display: flex; align-items: center; gap: 8px; font-size: 0.875rem; }
    .tiles { display: grid; gap: calc(var(--gap) * 1.5) var(--gap); grid-template-columns: repeat(auto-fill, minmax(min(var(--tile), calc(50% - var(--gap) / 2)), 1fr)); }
    .blank { aspect-ratio: 3 / 4; border-radius: var(--radius); background: var(--hover); }
    .pages { display: flex; flex-wrap: wrap; justify-content: center; gap: 8px; margin-top: 32px; }
    .pages .button { min-width: 44px; padding: 0 12px; }
    .pages [aria-current] { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
    .empty { padding-block: 24px; display: grid; gap: 8px; justify-items: start; }
  `),
  ];

  #stage = this.root.appendChild(h("div"));
  #asked = new AbortController();
  /** @type {PageState | undefined} */
  #before;

  connected() {
    this.#stage.replaceChildren(this.#bones());
    this.listen(window, "popstate", () => this.#load());
    this.listen(window, "tresen-navigate", () => this.#load());
    this.listen(document, "tresen-visitor", () => this.#load());
    this.#load();
  }

  get #category() {
    return this.getAttribute("category") ?? "";
  }

  get #placement() {
    return this.#category ? `category:${this.#category}` : "search";
  }

  async #load() {
    this.#asked.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    const state = readPage();
    this.root.querySelector(".waiting")?.setAttribute("aria-busy", "true");
    try {
      const answer = await tresen.api.search(this.#question(state), signal);
      if (!signal.aborted) this.#answered(answer, state);
    } catch {
      if (!signal.aborted) this.#failed();
    }
  }

  /** @param {PageState} state */
  #question({ q, filters, sort, page }) {
    const narrower = filters.some((filter) => filter.startsWith("category:"));
    const own = this.#category && !narrower ? [`category:${this.#category}`] : [];
    const per_page = Number(this.getAttribute("per-page")) || PER_PAGE;
    return { q, filter: [...own, ...filters], sort, page, per_page };
  }

  /** @param {any} answer @param {PageState} state */
  #answered(answer, state) {
    const redirect = safeUrl(answer.redirect ?? "");
    if (answer.redirect && redirect) return location.replace(redirect);
    this.#track(state);
    this.tell("tresen-answer", { kind: "search", answer });
    this.announce(this.#count(answer));
    this.renew(
      this.#stage,
      this.#crumbs(answer),
      h("h1", { part: "heading" }, this.#heading(answer, state)),
      ...notices(answer.interpretation, (name, values) => this.say(name, values)),
      ...answer.banners.map(banner),
      this.#bar(answer, state),
      this.#tiles(answer),
      this.#pages(answer),
    );
  }

  /** Tell what the visitor did to come here. @param {PageState} state */
  #track(state) {
    const before = this.#before;
    this.#before = state;
    const { q, filters, sort, page } = state;
    const facts = { query: q || undefined, filters: byFacet(filters), placement: this.#placement };
    if (page === 1 && q && q !== before?.q) tresen.track("search", facts);
    if (before && String(filters) !== String(before.filters)) tresen.track("filter", facts);
    if (before && sort !== before.sort) tresen.track("sort", { ...facts, sort });
  }

  /** @param {any} answer */
  #crumbs({ breadcrumbs }) {
    const { categoryUrl: pattern } = tresen.configuration;
    return h(
      "nav",
      { "aria-label": this.say("breadcrumbs"), hidden: !breadcrumbs.length },
      h(
        "ol",
        { class: "crumbs" },
        h("li", {}, h("a", { href: tresen.link("/") }, this.say("home"))),
        breadcrumbs.map((/** @type {any} */ crumb) =>
          h(
            "li",
            {},
            h("a", { href: tresen.link(categoryUrl(pattern, crumb.value)) }, crumb.label),
          ),
        ),
      ),
    );
  }

  /** @param {any} answer @param {PageState} state */
  #heading({ breadcrumbs }, { q }) {
    if (q) return this.say("resultsFor", { q });
    return breadcrumbs.at(-1)?.label ?? this.say("all");
  }

  /** @param {any} answer */
  #count({ total }) {
    if (!total) return this.say("nothing");
    return this.say(total === 1 ? "one" : "many", { n: total });
  }

  /** @param {any} answer @param {PageState} state */
  #bar(answer, { sort }) {
    return h(
      "div",
      { class: "bar", hidden: !answer.total },
      h("p", {}, this.#count(answer)),
      h(
        "label",
        {},
        h("span", {}, this.say("sort")),
        h(
          "select",
          { id: "sort", onchange: (/** @type {any} */ { target }) => go({ sort: target.value }) },
          SORTINGS.map((name) =>
            h("option", { value: name, selected: name === (sort || "relevance") }, this.say(name)),
          ),
        ),
      ),
    );
  }

  /** @param {any} answer */
  #tiles({ hits }) {
    const { q, filters } = readPage();
    if (hits.length) {
      return h(
        "ul",
        { class: "tiles waiting" },
        hits.map((/** @type {any} */ hit) => h("li", {}, tile(hit, this.#placement))),
      );
    }
    return h(
      "div",
      { class: "empty" },
      h("p", {}, h("strong", {}, this.say("nothing"))),
      h("p", {}, this.say("nothingHelp")),
      filters.length > 0 &&
        h(
          "button",
          { type: "button", onclick: () => go({ q, filters: [] }) },
          this.say("removeAll"),
        ),
      h("slot", { name: "nothing" }),
    );
  }

  /** @param {any} answer */
  #pages({ total, page, per_page }) {
    const last = Math.ceil(total / per_page);
    /** @param {number} n @param {string} text @param {string} id */
    const link = (n, text, id) =>
      h(
        "a",
        {
          id,
          class: "button",
          href: address({ page: n }),
          "aria-label": this.say("page", { n }),
          "aria-current": n === page && "page",
          onclick: (/** @type {MouseEvent} */ event) => this.#turn(event, n),
        },
        text,
      );
    return h(
      "nav",
      { class: "pages", "aria-label": this.say("pages"), hidden: last < 2 },
      page > 1 && link(page - 1, this.say("previous"), "previous"),
      pagesAround(page, last).map((n) => link(n, String(n), `page-${n}`)),
      page < last && link(page + 1, this.say("next"), "next"),
    );
  }

  /** @param {MouseEvent} event @param {number} page */
  #turn(event, page) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go({ page });
    this.scrollIntoView();
  }

  #failed() {
    const retry = h("button", { type: "button", onclick: () => this.#load() }, this.say("again"));
    const text = h("p", { role: "alert" }, this.say("unavailable"));
    this.renew(this.#stage, h("div", { class: "empty" }, text, retry, h("slot")));
  }

  #bones() {
    const blanks = Array.from({ length: 8 }, () => h("li", { class: "blank" }));
    return h("ul", { class: "tiles waiting", "aria-busy": "true" }, blanks);
  }
}

/**
 * Say what the service understood, corrected or left out.
 * @param {any} interpretation
 * @param {(name: string, values?: Record<string, string>) => string} say
 */
function notices({ corrected, did_you_mean, dropped, filters }, say) {
  const understood = filters
    .map((/** @type {any} */ { label, value }) => label ?? value)
    .join(", ");
  const other = did_you_mean && h("a", { href: address({ q: did_you_mean }) }, did_you_mean);
  return [
    corrected && [say("corrected", { text: corrected })],
    did_you_mean && [`${say("didYouMean")} `, other, "?"],
    dropped?.length && [say("dropped", { words: dropped.join(", ") })],
    understood && [say("understood", { filters: understood })],
  ]
    .filter(Boolean)
    .map((parts) => h("p", { class: "notice" }, ...parts));
}

/** @param {any} banner */
function banner({ title, url, image_url }) {
  const picture = safeUrl(image_url ?? "");
  const children = [image_url && h("img", { src: picture, alt: "" }), title];
  return h("a", { class: "banner", href: safeUrl(url) }, ...children);
}

/** The first, the last, and those near the page one is on. @param {number} page @param {number} last */
const pagesAround = (page, last) =>
  Array.from({ length: last }, (_, index) => index + 1).filter(
    (n) => n === 1 || n === last || Math.abs(n - page) <= 1,
  );

/** Group `facet:value` by facet, as events carry filters. @param {string[]} filters */
function byFacet(filters) {
  /** @type {Record<string, string[]>} */
  const groups = {};
  for (const filter of filters) {
    const [facet, ...value] = filter.split(":");
    (groups[facet] ??= []).push(value.join(":"));
  }
  return groups;
}
