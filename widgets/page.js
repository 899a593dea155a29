/** The state of a results page, which lives in its address: query, filters, sorting, page. */

import { visit } from "./visit.js";

/**
 * `verbatim` takes the query as it was typed; `without` are the filters `facet:value` that the
 * query was understood to name and the visitor took away.
 * @typedef {{q: string, filters: string[], sort: string, page: number, verbatim: boolean, without: string[]}} PageState
 */

/** The parameters of an address that are ours. */
const OURS = ["q", "filter", "sort", "page", "verbatim", "without_filter"];

/** @param {string} [search] @returns {PageState} */
export function readPage(search = location.search) {
  const query = new URLSearchParams(search);
  return {
    q: query.get("q") ?? "",
    filters: query.getAll("filter"),
    sort: query.get("sort") ?? "",
    page: Math.max(1, Number.parseInt(query.get("page") ?? "", 10) || 1),
    verbatim: query.get("verbatim") === "true",
    without: query.getAll("without_filter"),
  };
}

/**
 * Write the address of this page with some of its state changed; what is not ours stays.
 * A change of anything but the page itself leads back to the first; what was said about
 * understanding a query holds for that query alone.
 * @param {Partial<PageState>} changes
 */
export function address(changes) {
  const anew = "q" in changes && { verbatim: false, without: [] };
  const state = { ...readPage(), page: 1, ...anew, ...changes };
  const query = new URLSearchParams(location.search);
  for (const name of OURS) query.delete(name);
  if (state.q) query.set("q", state.q);
  for (const filter of state.filters) query.append("filter", filter);
  if (state.sort) query.set("sort", state.sort);
  if (state.page > 1) query.set("page", String(state.page));
  if (state.verbatim) query.set("verbatim", "true");
  for (const filter of state.without) query.append("without_filter", filter);
  return `${location.pathname}?${query}`;
}

/** @param {Partial<PageState>} changes @param {boolean} [inPlace] without a step for the back button */
export const go = (changes, inPlace) => visit(address(changes), inPlace);

/**
 * Handle the click on a link here, unless it is meant for another tab or window.
 * @param {() => void} action
 * @returns {(event: MouseEvent) => void}
 */
export const followed = (action) => (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  action();
};

/** Add a filter, or take it away when it is there. @param {string[]} filters @param {string} filter */
export const toggled = (filters, filter) =>
  filters.includes(filter) ? filters.filter((other) => other !== filter) : [...filters, filter];

/** Leave out the filters of one facet. @param {string[]} filters @param {string} facet */
export const without = (filters, facet) =>
  filters.filter((filter) => !filter.startsWith(`${facet}:`));

/** Take a filter `facet:value` apart. @param {string} filter @returns {[string, string]} */
export function parted(filter) {
  const [facet, ...value] = filter.split(":");
  return [facet, value.join(":")];
}

/** Group filters by facet, as events carry them. @param {string[]} filters */
export function byFacet(filters) {
  /** @type {Record<string, string[]>} */
  const groups = Object.create(null); // without names of its own, such as "constructor"
  for (const [facet, value] of filters.map(parted)) (groups[facet] ??= []).push(value);
  return groups;
}
