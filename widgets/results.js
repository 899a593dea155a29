/** `<tresen-results>`: what was found, with sorting and paging whose state lives in the page's address. */

import { tresen } from "./client.js";
import { h } from "./dom.js";
import { TresenElement } from "./element.js";
import { safeUrl } from "./format.js";
import { guides } from "./guides.js";
import { instead } from "./instead.js";
import { banner, breadcrumbs } from "./notices.js";
import { byFacet, go, readPage } from "./page.js";
import { paging } from "./paging.js";
import * as looks from "./styles.js";
import { tile } from "./tile.js";
import { understood } from "./understood.js";
import { wordRows } from "./word-rows.js";
import { products, say } from "./words.js";

/** @typedef {import("./page.js").PageState} PageState */

const SORTINGS = ["relevance", "popular", "price_asc", "price_desc", "newest"];
const PER_PAGE = 24;
const BLANKS = 8;

/** Attributes: `category` makes it a category page, `per-page` is the number of tiles. */
export class TresenResults extends TresenElement {
  static styles = [looks.tile, looks.shelf, looks.results];

  #stage = this.root.appendChild(h("div", { class: "stage" }));
  /** @type {PageState | undefined} */
  #before;

  connected() {
    const blanks = Array.from({ length: BLANKS }, () => h("li", { class: "blank" }));
    this.#stage.replaceChildren(h("ul", { class: "tiles waiting" }, blanks));
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

  #load() {
    const state = readPage();
    const question = this.#question(state);
    this.root.querySelector(".waiting")?.setAttribute("aria-busy", "true");
    return this.ask(
      (signal) => tresen.api.search(question, signal),
      (answer, signal) => this.#answered(answer, state, question, signal),
      () => this.#failed(),
    );
  }

  /** @param {PageState} state */
  #question({ q, filters, sort, page, verbatim, without }) {
    const narrower = filters.some((filter) => filter.startsWith("category:"));
    const own = this.#category && !narrower ? [`category:${this.#category}`] : [];
    const per_page = Number(this.getAttribute("per-page")) || PER_PAGE;
    const meant = { verbatim: verbatim ? "true" : null, without_filter: without };
    return { q, filter: [...own, ...filters], sort, page, per_page, ...meant };
  }

  /**
   * @param {any} answer
   * @param {PageState} state
   * @param {import("./api.js").Parameters} question
   * @param {AbortSignal} signal
   */
  #answered(answer, state, question, signal) {
    this.#track(state, answer);
    const elsewhere = target(answer.redirect);
    if (elsewhere) return location.replace(elsewhere);
    const title = heading(answer, state);
    const notice = understood(answer, state);
    this.announce([title, count(answer), notice ? notice.textContent : ""].join(". "));
    const rows = wordRows(answer, this.#placement, signal);
    this.renew(
      this.#stage,
      breadcrumbs(answer.breadcrumbs),
      h("h1", { part: "heading", tabindex: -1 }, title),
      notice || "",
      ...answer.banners.map(banner),
      (answer.page < 2 && guides(answer.content, state.q)) || "",
      bar(answer, state),
      answer.hits.length ? this.#tiles(answer) : nothing(state, [instead(answer.fallback), ...rows]),
      ...(answer.hits.length ? rows : []),
      paging(answer, (page) => this.#turn(page)),
    );
    this.tell("tresen-answer", { kind: "search", answer, question });
  }

  /** Tell what the visitor did to come here. @param {PageState} state @param {{total: number}} answer */
  #track(state, { total }) {
    const before = this.#before;
    this.#before = state;
    const { q, filters, sort, page } = state;
    const facts = { query: q || undefined, filters: byFacet(filters), placement: this.#placement, total };
    if (page === 1 && q && q !== before?.q) tresen.track("search", facts);
    if (before && String(filters) !== String(before.filters)) tresen.track("filter", facts);
    if (before && sort !== before.sort) tresen.track("sort", { ...facts, sort });
  }

  /** @param {{hits: import("./api.js").Hit[]}} answer */
  #tiles({ hits }) {
    const entries = hits.map((hit) => h("li", {}, tile(hit, this.#placement)));
    return h("ul", { class: "tiles waiting" }, entries);
  }

  /** @param {number} page */
  #turn(page) {
    go({ page });
    this.scrollIntoView();
  }

  #failed() {
    const retry = h("button", { type: "button", onclick: () => this.#load() }, say("again"));
    const text = h("p", { role: "alert" }, say("unavailable"));
    this.renew(this.#stage, h("div", { class: "empty" }, text, retry, h("slot")));
  }
}

/** @param {{total: number}} answer */
const count = ({ total }) => (total ? products(total) : say("nothing"));

/** @param {any} answer @param {PageState} state */
const heading = ({ breadcrumbs, interpretation, total }, { q }) =>
  q
    ? say("resultsFor", { q: (total && interpretation.corrected) || q })
    : (breadcrumbs.at(-1)?.label ?? say("all"));

/**
 * Where a rule or an article number leads, unless that is here.
 * @param {string | {url: string} | null | undefined} redirect
 */
function target(redirect) {
  const url = typeof redirect === "string" ? redirect : redirect?.url;
  const safe = url && safeUrl(tresen.link(url));
  return safe && new URL(safe, location.href).href !== location.href ? safe : undefined;
}

/** @param {{total: number}} answer @param {PageState} state */
function bar(answer, { sort }) {
  const options = SORTINGS.map((name) =>
    h("option", { value: name, selected: name === (sort || "relevance") }, say(name)),
  );
  const onchange = (/** @type {any} */ { target }) => go({ sort: target.value });
  const sorting = h(
    "label",
    {},
    h("span", {}, say("sort")),
    h("select", { id: "sort", onchange }, options),
  );
  return h("div", { class: "bar", hidden: !answer.total }, h("h2", {}, count(answer)), sorting);
}

/** Help along; the page's own content for this case stands in the slot. @param {PageState} state @param {(Node | null)[]} rows */
function nothing({ filters }, rows) {
  const onclick = () => go({ filters: [] });
  return h(
    "div",
    { class: "empty" },
    h("p", {}, h("strong", {}, say("nothing"))),
    h("p", {}, say("nothingHelp")),
    filters.length > 0 && h("button", { type: "button", onclick }, say("removeAll")),
    ...rows,
    h("slot", { name: "nothing" }),
  );
}
