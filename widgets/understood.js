/** What became of the query, said in sentences, each with the way to have it otherwise. */

import { chip, written } from "./chips.js";
import { h } from "./dom.js";
import { go } from "./page.js";
import { pageLink } from "./page-link.js";
import { apart } from "./phrases.js";
import { facetName } from "./values.js";
import { say } from "./words.js";

/** @typedef {import("./dom.js").Child} Child */
/** @typedef {import("./page.js").PageState} PageState */
/** @typedef {{facet: string, value: string, label?: string, removable?: boolean}} Understood */

/**
 * What a service does not say, or does not say yet, is left out.
 * @typedef {object} Interpretation
 * @property {string} [text]
 * @property {string} [stage]
 * @property {string | null} [corrected]
 * @property {string | null} [did_you_mean]
 * @property {string[]} [dropped]
 * @property {string[]} [without]
 * @property {string[]} [lacking]
 * @property {(string | {text: string, means: string})[]} [synonyms]
 * @property {Understood[]} [filters]
 * @property {{text: string, products: number}[]} [per_word]
 */

/**
 * @param {{interpretation: Interpretation, facets: import("./facets.js").Facet[], total: number}} answer
 * @param {PageState} state
 */
export function understood({ interpretation, facets, total }, state) {
  const { corrected, did_you_mean: meant, filters = [] } = interpretation;
  const { dropped = [], lacking = [], without: unwanted = [] } = interpretation;
  const { q, without } = state;
  const found = total > 0;
  const also = new Set(interpretation.synonyms?.map(meaning));
  const [own, given] = [true, false].map((kind) =>
    filters.filter(({ removable = false }) => removable === kind),
  );
  /** @param {Understood} one */
  const name = (one) => one.label ?? written(filterOf(one), facets);
  const taken = [
    ...own.map((one) =>
      chip(filterOf(one), `${facetName(one.facet)}: ${apart(name(one))}`, () =>
        go({ without: [...without, filterOf(one)] }),
      ),
    ),
    ...unwanted.map((words) => chip(words, words, () => go({ q: shortened(q, words) }))),
  ];
  const lines = [
    state.verbatim && line(say("verbatim", { q }), " ", plainly(false, say("tolerant"))),
    corrected &&
      found &&
      line(say("corrected", { text: corrected }), " ", plainly(true, say("instead", { q }))),
    meant && line(`${say("didYouMean")} `, search(meant), "?"),
    found && dropped.length > 0 && line(`${say("dropped")} `, ...listed(dropped.map(search))),
    ...lacking.map((words) => found && line(say("lacking", { words }))),
    found && also.size > 0 && line(say("also", { words: [...also].map(apart).join(", ") })),
    taken.length > 0 && h("div", { class: "chips" }, `${say("fromText")} `, taken),
    given.length > 0 && line(say("understood", { filters: given.map(name).map(apart).join(", ") })),
  ].filter((one) => !!one);
  return lines.length > 0 && h("div", { class: "notice" }, lines);
}

/** @param {Understood} filter */
const filterOf = ({ facet, value }) => `${facet}:${value}`;

/** @param {string | {means: string}} synonym */
const meaning = (synonym) => (typeof synonym === "string" ? synonym : synonym.means);

/** Write a text without some of its words. @param {string} text @param {string} words */
const shortened = (text, words) => text.replace(words, "").replace(/\s+/g, " ").trim();

/** Ask for the words as they were typed, or as they may be meant. @param {boolean} verbatim @param {string} text */
const plainly = (verbatim, text) => pageLink({ verbatim, without: [] }, { id: "verbatim" }, text);

/** @param {string} text */
const search = (text) => pageLink({ q: text, filters: [] }, { id: `q ${text}` }, text);

/** Put commas between. @param {Child[]} parts */
const listed = (parts) => parts.flatMap((part, index) => (index ? [", ", part] : [part]));

/** @param {...Child} parts */
const line = (...parts) => h("p", {}, ...parts);
