/** A facet of values: checkboxes with counts, the rarer ones behind "show more". */

import { h } from "./dom.js";
import { go, readPage, toggled } from "./page.js";
import { say, valueName } from "./words.js";

/** @typedef {{value: string, label?: string, count: number, selected: boolean, depth?: number}} Value */

const SHOWN = 8;
const SIZES_SHOWN = 24;

/**
 * @param {{name: string, values?: Value[]}} facet
 * @param {Set<string>} unfolded names of the facets shown in full, kept by the caller
 */
export function valuesFacet({ name, values = [] }, unfolded) {
  const most = name === "size" ? SIZES_SHOWN : SHOWN;
  const boxes = values.map((value) => checkbox(name, value));
  const folded = boxes.filter((_, index) => index >= most && !values[index].selected);
  const more = h("button", {
    type: "button",
    class: "plain",
    id: `more ${name}`,
    hidden: !folded.length,
  });
  const fold = () => {
    for (const box of folded) box.hidden = !unfolded.has(name);
    more.textContent = say(unfolded.has(name) ? "less" : "more");
  };
  more.addEventListener("click", () => {
    if (!unfolded.delete(name)) unfolded.add(name);
    fold();
  });
  fold();
  return h("fieldset", {}, h("div", { class: "values" }, boxes), more);
}

/** @param {string} name @param {Value} value */
function checkbox(name, value) {
  const { count, selected } = value;
  const filter = `${name}:${value.value}`;
  const input = h("input", {
    type: "checkbox",
    id: filter,
    checked: selected,
    disabled: !count && !selected,
    onchange: () => go({ filters: toggled(readPage().filters, filter) }),
  });
  const number = h("span", { class: "count" }, count);
  return h("label", { class: "value" }, input, h("span", {}, valueName(name, value)), number);
}
