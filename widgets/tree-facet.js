/** A facet that is a tree, such as categories: one place in it at a time. */

import { h } from "./dom.js";
import { readPage, without } from "./page.js";
import { pageLink } from "./page-link.js";
import { number } from "./values.js";
import { say } from "./words.js";

/** @typedef {import("./values-facet.js").Value} Value */

/** @param {{name: string, values?: Value[]}} facet */
export function treeFacet({ name, values = [] }) {
  const { filters } = readPage();
  const others = without(filters, name);
  const branches = visible(values.filter(({ count, selected }) => count || selected));
  return h(
    "nav",
    { class: "tree" },
    h(
      "ul",
      {},
      others.length < filters.length && h("li", {}, pageLink({ filters: others }, {}, say("allCategories"))),
      branches.map((branch) =>
        h("li", { class: `depth-${branch.depth ?? 0}` }, leaf(name, branch, others)),
      ),
    ),
  );
}

/**
 * Leave out what lies deeper than one has gone; where there is no choice, one has gone on.
 * @param {Value[]} values from the root down
 */
function visible(values) {
  const opened = new Set([""]);
  for (const { value, selected } of values) {
    for (let path = value; selected && path; path = above(path)) opened.add(path);
  }
  for (const { value } of values) {
    const beside = values.filter((other) => above(other.value) === above(value));
    if (beside.length === 1 && opened.has(above(value))) opened.add(value);
  }
  return values.filter(({ value }) => opened.has(above(value)));
}

/** @param {string} path */
const above = (path) => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** @param {string} name @param {Value} value @param {string[]} others filters that stay */
function leaf(name, { value, label, count, selected }, others) {
  const properties = { id: `${name} ${value}`, "aria-current": selected && "true" };
  const shown = h("span", { class: "count" }, number(count));
  const filters = [...others, `${name}:${value}`];
  return pageLink({ filters }, properties, h("bdi", {}, label ?? value), shown);
}
