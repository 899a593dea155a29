/** `<tresen-results>`: what was found, with sorting and paging whose state lives in the page's address. */

import { tresen } from "./client.js";
import { h } from "./dom.js";
import { TresenElement } from "./element.js";
import { safeUrl } from "./addresses.js";
import { guides } from "./guides.js";
import { instead } from "./instead.js";
import { banner, breadcrumbs } from "./notices.js";
import { byFacet, go, readPage } from "./page.js";
import { further, lastPage, paging } from "./paging.js";
import { renew } from "./renewal.js";
import { comeBack, leave } from "./returning.js";
import { controls } from "./style-controls.js";
import { results as look } from "./style-results.js";
import { shelf } from "./style-shelf.js";
import { tile as tiles } from "./style-tile.js";
import { hasOwnContent, templateOf } from "./template.js";
import { tile } from "./tile.js";
import { understood } from "./understood.js";
import { wordRows } from "./word-rows.js";
import { number, products } from "./values.js";
import { say } from "./words.js";

/** @typedef {import("./page.js").PageState} PageState */

const SORTINGS = ["relevance", "popular", "price_asc", "price_desc", "newest"];
const PER_PAGE = 24;
const BLANKS = 8;
/** So many hits the service gives at once, to somebody who comes back to a list that had grown. */
const MOST = 100;

/**
 * Attributes: `category` makes it a category page, `per-page` is the number of tiles, `more` puts
 * further hits below instead of on pages. What the shop puts inside is shown until the service has
 * answered and when it does not; a `<template>` inside is how a tile looks.
 */
export class TresenResults extends TresenElement {
  static observedAttributes = ["category"];
  static styles = [controls, tiles, shelf, look];

  #stage = this.root.appendChild(h("div", { class: "stage" }));
  /** @type {PageState | undefined} */
  #before;
  /** @type {string | undefined} what was asked for the hits shown, but for the page */
  #list;

  connected() {
    const blanks = Array.from({ length: BLANKS }, () => h("li", { class: "blank" }));
    const waiting = h("ul", { class: "tiles waiting" }, blanks);
    this.#stage.replaceChildren(...(hasOwnContent(this) ? [h("slot")] : [this.#title(), waiting]));
    this.listen(this.#stage, "click", leave);
    this.listen(window, "popstate", () => this.#load());
    this.listen(window, "tresen-navigate", () => this.#load());
    this.listen(document, "tresen-visitor", () => this.#load());
    this.listen(window, "online", () => this.root.querySelector("[role=alert]") && this.#load());
    this.#load();
  }

  get #category() {
    return this.getAttribute("category") ?? "";
  }

  /** The heading before anybody has answered, and where nobody does. */
  #title() {
    const { q } = readPage();
    const name = this.#category.split("/").at(-1) || say("all");
    return h("h1", { part: "heading", dir: "auto" }, q ? say("resultsFor", { q }) : name);
  }

  get #placement() {
    return this.#category ? `category:${this.#category}` : "search";
  }

  #load() {
    const state = readPage();
    const question = this.#question(state);
    const list = JSON.stringify({ ...question, page: 0 });
    const isNext = this.#isGrowing && list === this.#list && state.page === (this.#before?.page ?? 0) + 1;
    this.root.querySelector(".waiting")?.setAttribute("aria-busy", "true");
    return this.ask(
      (signal) => this.#answer(question, isNext, signal),
      (answer, signal) => {
        this.#list = list;
        if (isNext) this.#grow(answer, state);
        else this.#answered(answer, state, question, signal);
      },
      () => this.#failed(),
    );
  }

  attributeChangedCallback() {
    if (this.#before) this.#load();
  }

  /** @param {PageState} state */
  #question({ q, filters, sort, page, verbatim, without }) {
    const narrower = filters.some((filter) => filter.startsWith("category:"));
    const own = this.#category && !narrower ? [`category:${this.#category}`] : [];
    const per_page = Number(this.getAttribute("per-page")) || PER_PAGE;
    const meant = { verbatim: verbatim ? "true" : null, without_filter: without };
    const among = { page: Math.min(page, lastPage(per_page)), per_page };
    return { q, filter: [...own, ...filters], sort, ...among, ...meant };
  }

  get #isGrowing() {
    return this.hasAttribute("more");
  }

  /**
   * Ask for a page; where pages stand one below the other, for those above it with it.
   * @param {import("./api.js").Parameters} question @param {boolean} isNext @param {AbortSignal} signal
   */
  async #answer(question, isNext, signal) {
    const { page, per_page } = question;
    const all = Number(page) * Number(per_page);
    const isWhole = this.#isGrowing && !isNext && all <= MOST;
    if (!isWhole) return tresen.api.search(question, signal);
    const answer = await tresen.api.search({ ...question, page: 1, per_page: all }, signal);
    return { ...answer, page, per_page };
  }

  /** Put a further page below what is shown. @param {any} answer @param {PageState} state */
  #grow(answer, state) {
    this.#track(state, answer);
    const list = /** @type {HTMLElement} */ (this.root.querySelector(".tiles"));
    const { length } = list.children;
    list.append(...this.#entries(answer));
    list.removeAttribute("aria-busy");
    this.root.querySelector(".pages")?.replaceWith(this.#paging(answer));
    list.children[length]?.querySelector("a")?.focus({ preventScroll: true });
    this.announce(say("shown", { n: number(list.children.length), total: number(answer.total) }));
  }

  /** @param {any} answer */
  #paging(answer) {
    return this.#isGrowing ? further(answer) : paging(answer, (page) => this.#turn(page));
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
    const last = lastPage(answer.per_page, answer.total);
    if (answer.total && answer.page > last) return go({ page: last }, true); // There are fewer now.
    const title = heading(answer, state);
    const notice = understood(answer, state);
    const lines = notice ? Array.from(notice.children, (line) => line.textContent) : [];
    this.announce([title, count(answer, state), ...place(state), ...lines].map(ended).join(" "));
    const rows = wordRows(answer, this.#placement, signal);
    renew(
      this.#stage,
      breadcrumbs(answer.breadcrumbs),
      h("h1", { part: "heading", tabindex: -1, dir: "auto" }, title),
      notice || "",
      ...answer.banners.map(banner),
      (answer.page < 2 && guides(answer.content, state.q)) || "",
      bar(answer, state),
      answer.hits.length ? this.#tiles(answer) : nothing(answer, state, [instead(answer.fallback), ...rows]),
      ...(answer.hits.length ? rows : []),
      this.#paging(answer),
    );
    this.tell("tresen-answer", { kind: "search", answer, question });
    comeBack();
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
  #entries({ hits }) {
    const template = templateOf(this);
    return hits.map((hit) => h("li", {}, tile(hit, this.#placement, { template })));
  }

  /** @param {{hits: import("./api.js").Hit[]}} answer */
  #tiles(answer) {
    return h("ul", { class: "tiles waiting" }, this.#entries(answer));
  }

  /** Begin a page at its top, for those who use a keyboard, too. @param {number} page */
  #turn(page) {
    this.root.querySelector("h1")?.focus();
    go({ page });
    this.scrollIntoView();
  }

  #failed() {
    const retry = h("button", { type: "button", onclick: () => this.#load() }, say("again"));
    const text = h("p", { role: "alert" }, say("unavailable"));
    const title = hasOwnContent(this) ? "" : this.#title();
    renew(this.#stage, title, h("div", { class: "empty" }, text, retry, h("slot")));
  }
}

/** @param {{total: number}} answer @param {PageState} state */
const count = ({ total }, { filters }) =>
  total ? products(total) : say(filters.length ? "nothingLeft" : "nothing");

/** Say which part of the list is shown, and how it is sorted. @param {PageState} state */
const place = ({ sort, page }) => [
  ...(sort ? [`${say("sort")}: ${say(sort)}`] : []),
  ...(page > 1 ? [say("page", { n: page })] : []),
];

/** @param {string | null} text */
const ended = (text) => text?.replace(/[^.?!]$/, "$&.");

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
function bar(answer, state) {
  const { sort } = state;
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
  return h("div", { class: "bar", hidden: !answer.total }, h("h2", {}, count(answer, state)), sorting);
}

/**
 * Help along; the page's own content for this case stands in the slot.
 * @param {{total: number}} answer @param {PageState} state @param {(Node | null)[]} rows
 */
function nothing(answer, state, rows) {
  const onclick = () => go({ filters: [] });
  const isFiltered = state.filters.length > 0;
  return h(
    "div",
    { class: "empty" },
    h("p", {}, h("strong", {}, count(answer, state))),
    isFiltered
      ? h("button", { type: "button", onclick }, say("removeAll"))
      : h("p", {}, say("nothingHelp")),
    ...rows,
    h("slot", { name: "nothing" }),
  );
}
