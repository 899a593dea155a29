/** A facet of values: checkboxes with counts, the rarer ones behind "show more"; long lists can be searched. */

import { h } from "./dom.js";
import { go, readPage, toggled } from "./page.js";
import { swatchOf } from "./swatches.js";
import { number, products, valueName } from "./values.js";
import { say } from "./words.js";

/** @typedef {{value: string, label?: string, count: number, alone?: number, selected: boolean, depth?: number}} Value */

/**
 * What the visitor did to the facets, which outlives their being drawn anew.
 * @typedef {{unfolded: Set<string>, sought: Map<string, string>}} Memory
 */

const SHOWN = 8;
const SIZES_SHOWN = 24;
const SEARCHED_FROM = 12;
/** So many values the service lists unless some are searched for. */
const LISTED = 50;
const PAUSE = 150;

/**
 * @param {{name: string, values?: Value[]}} facet
 * @param {number} total hits there are now
 * @param {Memory} memory
 * @param {(text: string) => Promise<Value[]>} seek finds values that are not listed
 */
export function valuesFacet({ name, values = [] }, total, memory, seek) {
  const { unfolded, sought } = memory;
  const list = h("div", { class: "values" });
  const hint = h("p", { role: "status", class: "hint" });
  const more = h("button", { type: "button", class: "plain", id: `more ${name}` });
  const isUsed = values.some(({ selected }) => selected);
  /** @param {Value} value */
  const entry = (value) => checkbox(name, value, isUsed ? gain(value, total) : [number(value.count)]);
  const most = name === "size" ? SIZES_SHOWN : SHOWN;

  const fold = () => {
    const whole = unfolded.has(name);
    const shown = values.filter(({ selected }, index) => whole || selected || index < most);
    list.replaceChildren(...shown.map(entry));
    more.hidden = values.length <= most;
    more.textContent = say(whole ? "less" : "more");
    hint.textContent = "";
  };
  more.addEventListener("click", () => {
    if (!unfolded.delete(name)) unfolded.add(name);
    fold();
  });

  /** @param {Value[]} found */
  const show = (found) => {
    list.replaceChildren(...found.map(entry));
    more.hidden = true;
    hint.textContent = found.length ? say("values", { n: found.length }) : say("noValue");
    hint.classList.toggle("hushed", found.length > 0);
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const search = () => {
    clearTimeout(timer);
    const text = sought.get(name);
    if (!text) return fold();
    show(values.filter((value) => letters(valueName(name, value)).includes(letters(text))));
    if (values.length < LISTED) return;
    timer = setTimeout(async () => {
      const found = await seek(text).catch(() => undefined); // what is listed stays
      if (found && text === sought.get(name)) show(found);
    }, PAUSE);
  };
  const isLong = name !== "size" && values.length >= SEARCHED_FROM;
  const box = isLong && seekBox(name, sought, search);
  search();
  return h("fieldset", {}, box, hint, list, more);
}

/** @param {string} name @param {Map<string, string>} sought @param {() => void} search */
function seekBox(name, sought, search) {
  const label = say("searchValues");
  const oninput = (/** @type {any} */ { target }) => {
    sought.set(name, target.value.trim());
    search();
  };
  const value = sought.get(name);
  const names = { id: `seek ${name}`, "aria-label": label, placeholder: label };
  return h("input", { type: "search", autocomplete: "off", value, oninput, ...names });
}

/** Write a text as its letters are compared. @param {string} text */
const letters = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * Where values are chosen already, say what one of these brings by itself, and what another would add.
 * @param {Value} value @param {number} total @returns {[string, string?]} what is shown, and in words
 */
function gain({ count, alone = count, selected }, total) {
  if (selected) return [number(alone), products(alone)];
  const n = count - total;
  return [`+${number(n)}`, say("added", { products: products(n) })];
}

/** @param {string} name @param {Value} value @param {[string, string?]} figure */
function checkbox(name, value, [figure, words]) {
  const { count, selected } = value;
  const filter = `${name}:${value.value}`;
  const input = h("input", {
    type: "checkbox",
    id: filter,
    checked: selected,
    disabled: !count && !selected,
    onchange: () => choose(filter, selected),
  });
  const shown = h("span", { class: "count", title: words }, figure);
  const text = h("bdi", {}, valueName(name, value));
  return h("label", { class: "value" }, input, name === "colour" && swatch(value), text, shown);
}

/** Show a colour beside its name, or an empty place where nobody knows what it looks like. @param {Value} value */
function swatch({ value, label }) {
  const spot = h("i", { class: "swatch", part: "swatch" });
  spot.style.background = swatchOf(value, label) ?? "";
  return spot;
}

/** Take a value or leave it; one that the query names is left by saying so. @param {string} filter @param {boolean} selected */
function choose(filter, selected) {
  const { filters, without } = readPage();
  if (selected && !filters.includes(filter)) go({ without: [...without, filter] });
  else go({ filters: toggled(filters, filter) });
}
