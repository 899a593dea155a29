/** `<tresen-search>`: a search box that answers while one types, with words and with products. */

import { tresen } from "./client.js";
import { h, icon, marked } from "./dom.js";
import { TresenElement } from "./element.js";
import { categoryUrl, safeUrl } from "./format.js";
import { readPage, visit } from "./page.js";
import { sheet } from "./styles.js";
import { priceOf, tileStyle } from "./tile.js";

const LIMIT = 8;
const PAUSE = 100;
const KEPT = 50;
const GLASS = "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm5 12 5 5";
const CROSS = "M6 6l12 12M18 6 6 18";

/** @typedef {{node: HTMLElement, url: string, hit?: import("./api.js").Hit}} Option */

/**
 * A combobox after WAI-ARIA 1.2: the focus stays in the input, Down and Up walk through the list,
 * Enter takes or searches, Escape closes and then clears. The shop's own form inside the element
 * serves as long as this one does not.
 */
export class TresenSearch extends TresenElement {
  static styles = [
    tileStyle,
    sheet(`
    :host { position: relative; z-index: var(--tresen-layer, 20); }
    form { position: relative; display: flex; }
    input[type="search"] { padding-inline: 16px 96px; border-radius: 99px; appearance: none; }
    input::-webkit-search-cancel-button { display: none; }
    form button { position: absolute; inset-block: 0; inset-inline-end: 0; width: 48px; padding: 0; border: 0; border-radius: 99px; background: none; }
    form .clear { inset-inline-end: 44px; width: 44px; color: var(--muted); }
    .list { position: absolute; inset-inline: 0; top: calc(100% + 6px); padding: 12px; background: var(--surface); border: 1px solid var(--border); border-radius: var(--radius); box-shadow: 0 12px 32px rgb(0 0 0 / 0.16); }
    .title { padding: 8px 8px 2px; font-size: 0.8125rem; font-weight: 600; color: var(--muted); }
    [role="option"] { padding: 8px; border-radius: calc(var(--radius) - 4px); cursor: pointer; overflow-wrap: anywhere; }
    [role="option"]:hover, [aria-selected="true"] { background: var(--hover); }
    [aria-selected="true"] { outline: 2px solid var(--accent); outline-offset: -2px; }
    .product { display: grid; grid-template-columns: 52px 1fr; gap: 12px; align-items: center; }
    .product img { width: 52px; height: 52px; border-radius: 6px; background: var(--hover); }
    .product .name { font-size: 0.9375rem; line-height: 1.3; }
    .product .price { margin: 0; font-size: 0.9375rem; }
    .amount { color: var(--muted); font-size: 0.875rem; }
    @media (min-width: 700px) { .list:has(.wide) { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); column-gap: 16px; align-content: start; } .wide { grid-column: 2; grid-row: 1 / span 4; } }
  `),
  ];

  #input = /** @type {HTMLInputElement} */ (
    h("input", {
      type: "search",
      name: "q",
      role: "combobox",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      enterkeyhint: "search",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": "list",
      "aria-label": this.say("searchLabel"),
      placeholder: this.say("searchLabel"),
    })
  );
  #clear = h(
    "button",
    {
      type: "button",
      class: "clear",
      hidden: true,
      "aria-label": this.say("clear"),
      onclick: () => this.#empty(),
    },
    icon(CROSS),
  );
  #list = h("div", {
    id: "list",
    class: "list",
    role: "listbox",
    "aria-label": this.say("searchLabel"),
    hidden: true,
  });
  /** @type {Option[]} */
  #options = [];
  #active = -1;
  #asked = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #lastRequest = 0;
  /** @type {Map<string, any>} answers by what was typed, the latest last */
  #known = new Map();

  connected() {
    const submit = h("button", { "aria-label": this.say("search") }, icon(GLASS));
    const form = h("form", { role: "search" }, this.#input, this.#clear, submit);
    this.root.append(form, this.#list);
    this.#follow();
    this.listen(form, "submit", (event) => this.#submit(event));
    this.listen(this.#input, "input", (event) => this.#typed(event));
    this.listen(this.#input, "click", () => this.#typed());
    this.listen(this.#input, "keydown", (event) => this.#key(event));
    this.listen(this.#input, "blur", () => this.#close());
    this.listen(this.#list, "pointerdown", (event) => event.preventDefault());
    this.listen(window, "popstate", () => this.#follow());
    this.listen(document, "tresen-visitor", () => this.#known.clear());
  }

  /** Show the query of the page one is on. */
  #follow() {
    this.#input.value = readPage().q;
    this.#clear.hidden = !this.#input.value;
  }

  /** Ask at the first letter at once, then once in a while as long as somebody types. @param {InputEvent} [event] */
  #typed(event) {
    this.#clear.hidden = !this.#input.value;
    if (event?.isComposing) return;
    clearTimeout(this.#timer);
    const wait = Math.max(0, this.#lastRequest + PAUSE - Date.now());
    const known = this.#known.has(this.#input.value.trim());
    if (known || !wait) this.#ask();
    else this.#timer = setTimeout(() => this.#ask(), wait);
  }

  async #ask() {
    const q = this.#input.value.trim();
    this.#asked.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    try {
      const answer = this.#known.get(q) ?? (await this.#fetch(q, signal));
      this.#remember(q, answer);
      const current = !signal.aborted && q === this.#input.value.trim();
      if (current && this.root.activeElement === this.#input) this.#open(q, answer);
    } catch {
      // A late, failed or withdrawn answer changes nothing: what is shown stays, Enter searches.
    }
  }

  /** @param {string} q @param {AbortSignal} signal */
  #fetch(q, signal) {
    this.#lastRequest = Date.now();
    return tresen.api.suggest(q, LIMIT, signal);
  }

  /** @param {string} q @param {any} answer */
  #remember(q, answer) {
    this.#known.delete(q);
    this.#known.set(q, answer);
    if (this.#known.size > KEPT) this.#known.delete(this.#known.keys().next().value ?? "");
  }

  /** @param {string} q @param {any} answer */
  #open(q, answer) {
    const { categoryUrl: pattern } = tresen.configuration;
    const found = {
      queries: answer.queries.map((/** @type {any} */ { text }) => ({
        node: option({}, ...untyped(text, q)),
        url: searchUrl("q", text),
      })),
      categories: answer.categories.map((/** @type {any} */ { value, label, count }) => ({
        node: option({}, label, amount(count)),
        url: categoryUrl(pattern, value),
      })),
      brands: answer.brands.map((/** @type {any} */ { value, label, count }) => ({
        node: option({}, label ?? value, amount(count)),
        url: searchUrl("filter", `brand:${value}`),
      })),
      content: answer.content.map((/** @type {any} */ { title, url }) => ({
        node: option({}, title),
        url,
      })),
      products: answer.products.map((/** @type {any} */ hit) => this.#product(hit)),
    };
    this.#show(Object.entries(found).filter(([, options]) => options.length));
  }

  /** @param {any} hit @returns {Option} */
  #product(hit) {
    const picture = h("img", {
      src: safeUrl(hit.image_url),
      alt: "",
      width: 52,
      height: 52,
      loading: "lazy",
    });
    const name = h("p", { class: "name" }, ...marked(hit.title, hit.highlight?.title));
    return {
      node: option(
        { class: "product" },
        hit.image_url ? picture : h("span"),
        h("div", {}, name, priceOf(hit)),
      ),
      url: hit.url,
      hit,
    };
  }

  /** @param {[string, Option[]][]} groups name and options of each */
  #show(groups) {
    this.#options = groups.flatMap(([, options]) => options);
    this.#options.forEach((one, index) => {
      one.node.id = `option-${index}`;
      one.node.addEventListener("click", (event) =>
        this.#take(one, event.ctrlKey || event.metaKey),
      );
      one.node.addEventListener("auxclick", () => this.#take(one, true));
    });
    this.#list.replaceChildren(...groups.map(([name, options]) => this.#group(name, options)));
    this.#list.hidden = !this.#options.length;
    this.#input.setAttribute("aria-expanded", String(!this.#list.hidden));
    this.#activate(-1);
    this.announce(this.say("suggestions", { n: this.#options.length }));
  }

  /** @param {string} name @param {Option[]} options */
  #group(name, options) {
    const label = this.say(name);
    return h(
      "div",
      { role: "group", "aria-label": label, class: name === "products" && "wide" },
      h("p", { class: "title", "aria-hidden": "true" }, label),
      options.map(({ node }) => node),
    );
  }

  /** @param {number} index -1 is the input itself */
  #activate(index) {
    this.#active = index;
    this.#options.forEach(({ node }, at) =>
      node.setAttribute("aria-selected", String(at === index)),
    );
    const active = this.#options[index]?.node;
    if (active) this.#input.setAttribute("aria-activedescendant", active.id);
    else this.#input.removeAttribute("aria-activedescendant");
    active?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.#walk(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && this.#active >= 0) {
      event.preventDefault();
      this.#take(this.#options[this.#active], event.ctrlKey || event.metaKey);
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (this.#list.hidden) this.#empty();
      else this.#close();
    }
  }

  /** Go one on; past either end lies the input. @param {number} step */
  #walk(step) {
    if (this.#list.hidden) return this.#typed();
    const places = this.#options.length + 1;
    this.#activate(((this.#active + 1 + step + places) % places) - 1);
  }

  /** @param {Option} option @param {boolean} aside in a tab of its own */
  #take({ url, hit }, aside) {
    const target = safeUrl(tresen.link(url, hit));
    if (!target) return;
    if (hit) tresen.clicked(hit, "suggest");
    if (aside) return void window.open(target);
    this.#close();
    this.#visit(target);
  }

  /** Search for what was typed. @param {Event} event */
  #submit(event) {
    event.preventDefault();
    this.#close();
    this.#input.blur();
    this.#visit(tresen.link(searchUrl("q", this.#input.value.trim())));
  }

  /** @param {string} url */
  #visit(url) {
    const { pathname } = new URL(tresen.configuration.searchUrl, location.href);
    const { pathname: target } = new URL(url, location.href);
    if (target !== pathname || target !== location.pathname) return location.assign(url);
    visit(url);
    this.#follow();
  }

  #empty() {
    this.#input.value = "";
    this.#input.focus();
    this.#close();
    this.#clear.hidden = true;
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asked.abort();
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#activate(-1);
  }
}

/** @param {string} name @param {string} value */
const searchUrl = (name, value) =>
  `${tresen.configuration.searchUrl}?${new URLSearchParams({ [name]: value })}`;

/** @param {Record<string, unknown>} properties @param {...import("./dom.js").Child} children */
const option = (properties, ...children) =>
  h("div", { role: "option", "aria-selected": "false", ...properties }, ...children);

/** @param {number | undefined} count */
const amount = (count) => count !== undefined && h("span", { class: "amount" }, ` (${count})`);

/** Make bold what one need not type any more. @param {string} text @param {string} q */
const untyped = (text, q) =>
  text.toLowerCase().startsWith(q.toLowerCase()) ? marked(text, [[q.length, text.length]]) : [text];
