/** `<tresen-search>`: a search box that answers while one types, with words and with products. */

import { search as look } from "./style-search.js";
import { tresen } from "./asking.js";
import { h } from "./dom.js";
import { TresenElement } from "./element.js";
import { safeUrl } from "./addresses.js";
import { CLOSE, SEARCH, icon } from "./icons.js";
import { searchUrl, suggestions } from "./suggestions.js";
import { visit } from "./visit.js";
import { say } from "./words.js";

/** @typedef {import("./suggestions.js").Option} Option */

const LIMIT = 6;
const PAUSE = 100;
const KEPT = 50;
/** Milliseconds after which typing rests, as in GOV.UK's accessible-autocomplete. */
const REST = 1400;

/**
 * A combobox after WAI-ARIA 1.2: the focus stays in the input, Down and Up walk through the list,
 * Enter takes or searches, Escape closes and then clears. The shop's own form inside the element
 * serves as long as this one does not.
 */
export class TresenSearch extends TresenElement {
  static styles = [look];

  #input = combobox();
  #list = h("div", {
    id: "list",
    class: "list",
    role: "listbox",
    "aria-label": say("searchLabel"),
  });
  /** @type {Option[]} */
  #options = [];
  #active = -1;
  /** @type {ReturnType<typeof setTimeout> | undefined} what is done unless somebody types on */
  #timer;
  #asked = 0;
  /** @type {Map<string, any>} answers by what was typed */
  #known = new Map();

  connected() {
    this.#input.form?.remove(); // An element that comes back to the page has one.
    const form = h(
      "form",
      { role: "search", "aria-label": this.getAttribute("label") },
      this.#input,
      h(
        "button",
        { type: "button", class: "clear", "aria-label": say("clear"), onclick: () => this.#empty() },
        icon(CLOSE),
      ),
      h("button", { "aria-label": say("search") }, icon(SEARCH)),
    );
    this.root.append(form, this.#list);
    this.#close();
    this.#follow();
    this.listen(form, "submit", (event) => this.#submit(event));
    this.listen(this.#input, "input", (event) => this.#typed(event));
    this.listen(this.#input, "click", () => this.#typed());
    this.listen(this.#input, "keydown", (event) => this.#key(event));
    this.listen(this.#input, "blur", () => this.#close());
    this.listen(this.#list, "pointerdown", (event) => event.preventDefault());
    this.listen(window, "popstate", () => this.#follow());
    this.listen(window, "tresen-navigate", () => this.#follow());
    this.listen(document, "tresen-visitor", () => this.#known.clear());
  }

  get #typedText() {
    return this.#input.value.trim();
  }

  /** Show the query of the page one is on. */
  #follow() {
    this.#input.value = new URLSearchParams(location.search).get("q") ?? "";
  }

  /** Ask at the first letter at once, then every now and then while somebody types. @param {InputEvent} [event] */
  #typed(event) {
    if (event?.isComposing) return;
    const wait = this.#known.has(this.#typedText) ? 0 : this.#asked + PAUSE - Date.now();
    this.#later(() => this.#suggest(), wait);
  }

  /** @param {() => void} action @param {number} wait milliseconds */
  #later(action, wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(action, wait);
  }

  #suggest() {
    const q = this.#typedText;
    this.ask(
      (signal) => this.#answer(q, signal),
      (answer) => {
        if (q === this.#typedText && this.root.activeElement === this.#input)
          this.#open(suggestions(answer, q, tresen.identity.session.searches), answer.corrected);
      },
      () => {}, // What is shown stays, and Enter still searches.
    );
  }

  /** @param {string} q @param {AbortSignal} signal */
  async #answer(q, signal) {
    if (this.#known.has(q)) return this.#known.get(q);
    this.#asked = Date.now();
    const answer = await tresen.api.suggest(q, LIMIT, signal);
    if (this.#known.size >= KEPT) this.#known.clear();
    this.#known.set(q, answer);
    return answer;
  }

  /** @param {[string, Option[]][]} groups @param {string | null} [corrected] what they complete, where that was not typed */
  #open(groups, corrected) {
    this.#options = groups.flatMap(([, options]) => options);
    for (const [index, one] of this.#options.entries()) {
      one.node.id = `option-${index}`;
      one.node.onclick = one.node.onauxclick = (event) => this.#take(one, event);
    }
    const note = corrected ? say("suggestionsFor", { q: corrected }) : "";
    this.#list.replaceChildren(note && caption(note), ...groups.map(group));
    this.#unfold(this.#options.length > 0);
    const told = `${note} ${say("suggestions", { n: this.#options.length })}`;
    this.#later(() => this.announce(told), REST);
    tresen.withTracker(() => {}); // There when somebody clicks, which may leave the page at once.
  }

  #close() {
    this.#rest();
    this.#unfold(false);
    this.announce(""); // What is not there any more is not to be found.
  }

  /** Change nothing more. */
  #rest() {
    clearTimeout(this.#timer);
    this.withdraw();
  }

  /** @param {boolean} isOpen */
  #unfold(isOpen) {
    this.#list.hidden = !isOpen;
    this.#input.setAttribute("aria-expanded", `${isOpen}`);
    this.#activate(-1);
  }

  /** @param {number} index -1 is the input itself */
  #activate(index) {
    this.#active = index;
    for (const [at, { node }] of this.#options.entries()) {
      node.setAttribute("aria-selected", `${at === index}`);
    }
    const active = this.#options[index]?.node;
    this.#input.setAttribute("aria-activedescendant", active?.id ?? "");
    active?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const keys = {
      ArrowDown: () => this.#walk(1),
      ArrowUp: () => this.#walk(-1),
      Escape: () => (this.#list.hidden ? this.#empty() : this.#close()),
      Enter: () => this.#take(this.#options[this.#active], event),
    };
    const act = keys[/** @type {keyof typeof keys} */ (event.key)];
    if (!act || event.isComposing || (event.key === "Enter" && this.#active < 0)) return;
    event.preventDefault();
    act();
  }

  /**
   * Go one on; past either end lies the input. A list one walks through is not changed any more.
   * @param {number} step
   */
  #walk(step) {
    if (this.#list.hidden) return this.#typed();
    this.#rest();
    const places = this.#options.length + 1;
    this.#activate(((this.#active + 1 + step + places) % places) - 1);
  }

  /**
   * Go there; with a modifier or the middle button in a tab of its own. The others are the browser's.
   * @param {Option} option @param {{button?: number, ctrlKey: boolean, metaKey: boolean}} event
   */
  #take({ url, hit, page, query }, { button = 0, ctrlKey, metaKey }) {
    const target = url && safeUrl(tresen.link(url, hit));
    if (!target || button > 1) return;
    if (hit) tresen.clicked(hit, "suggest");
    if (page) tresen.track("content_view", { content_id: page, query: this.#typedText });
    if (query) tresen.identity.search(query);
    if (button || ctrlKey || metaKey) window.open(target);
    else this.#go(target);
  }

  /** Search for what was typed. @param {Event} event */
  #submit(event) {
    event.preventDefault();
    tresen.identity.search(this.#typedText);
    this.#go(tresen.link(searchUrl({ q: this.#typedText })));
  }

  /** Stay on the page where that is enough. @param {string} url */
  #go(url) {
    this.#close();
    this.#input.blur();
    const places = ["", url, tresen.configuration.searchUrl];
    if (new Set(places.map((one) => new URL(one, location.href).pathname)).size > 1) location.assign(url);
    else visit(url);
  }

  #empty() {
    this.#input.value = "";
    this.#close();
    this.#input.focus();
  }
}

function combobox() {
  const label = say("searchLabel");
  const properties = {
    name: "q",
    role: "combobox",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    enterkeyhint: "search",
    placeholder: label,
    "aria-label": label,
    "aria-autocomplete": "list",
    "aria-controls": "list",
  };
  return /** @type {HTMLInputElement} */ (h("input", properties));
}

/** @param {string} text */
const caption = (text) => h("div", { class: "title", "aria-hidden": "true" }, text);

/** @param {[string, Option[]]} named */
function group([name, options]) {
  const label = say(name);
  const properties = { role: "group", "aria-label": label, class: name };
  const nodes = options.map(({ node }) => node);
  return h("div", properties, caption(label), nodes);
}
