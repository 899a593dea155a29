/** `<tresen-basket-layer>`: opens when something was put into the basket, with what goes with it. */

import { tresen } from "./client.js";
import { h } from "./dom.js";
import { TresenElement } from "./element.js";
import { safeUrl } from "./addresses.js";
import { CLOSE, icon } from "./icons.js";
import { renew } from "./renewal.js";
import { layer } from "./style-basket-layer.js";
import { controls } from "./style-controls.js";
import { price, say } from "./words.js";

/** @typedef {import("./client.js").Added} Added */

const PICTURE = 72;

/** Listens to `tresen.added(…)`. It opens at once and asks for what it shows; without the service it stays shut. */
export class TresenBasketLayer extends TresenElement {
  static styles = [controls, layer];

  #dialog = /** @type {HTMLDialogElement} */ (
    h("dialog", { "aria-label": say("inBasket"), part: "layer" })
  );

  /** @type {HTMLElement | null} where somebody was who put it there */
  #from = null;

  connected() {
    this.#dialog.close(); // What is taken off the page open comes back open, and in front of nothing.
    this.root.append(this.#dialog);
    this.listen(document, "tresen-added", ({ detail }) => {
      this.#from = /** @type {HTMLElement | null} */ (document.activeElement);
      this.#load(detail);
    });
    this.listen(this.#dialog, "close", () => this.#goBack());
    this.listen(this.#dialog, "click", ({ target }) => target === this.#dialog && this.#close());
  }

  /** @param {Added} line */
  #load(line) {
    this.ask(
      () => tresen.api.product(line.product_id),
      ({ product }) => this.#show(line, product),
      () => {},
    );
  }

  /** @param {Added} line @param {any} product */
  #show(line, product) {
    const { product_id } = line;
    renew(
      this.#dialog,
      h("div", { class: "head" }, h("h2", {}, say("inBasket")), this.#closer()),
      added(line, product),
      h("tresen-free-shipping", { "no-hits": true }),
      h("tresen-recommendations", { placement: "basket_layer", "product-id": product_id, judge: true }),
      this.#foot(),
    );
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  #closer() {
    const properties = { type: "button", id: "close", "aria-label": say("close") };
    return h("button", { ...properties, onclick: () => this.#close() }, icon(CLOSE));
  }

  #foot() {
    const href = safeUrl(tresen.link(tresen.configuration.basketUrl));
    const onclick = () => this.#close();
    return h(
      "div",
      { class: "foot" },
      h("button", { type: "button", id: "go-on", onclick }, say("goOn")),
      h("a", { class: "button primary", href }, say("toBasket")),
    );
  }

  #close() {
    this.#dialog.close();
  }

  /** A shelf that was drawn anew meanwhile no longer has the button that was pressed, to which browsers go back. */
  #goBack() {
    const { activeElement } = document;
    if (activeElement === this || activeElement === document.body) this.#from?.focus();
  }
}

/** @param {Added} line @param {any} product */
function added(line, product) {
  const variant = product.variants?.find((/** @type {any} */ one) => one.product_id === line.variant_id);
  const { title, image_url, currency } = { ...product, ...(variant?.image_url && { image_url: variant.image_url }) };
  const choice = Object.values(variant?.attributes ?? {}).flat().join(", ");
  const chosen = [line.quantity > 1 && `${line.quantity} ×`, choice].filter(Boolean).join(" ");
  const amount = line.price ?? variant?.price ?? product.price;
  const size = { width: PICTURE, height: PICTURE };
  return h(
    "div",
    { class: "added" },
    image_url && h("img", { src: safeUrl(image_url), alt: "", ...size }),
    h(
      "div",
      {},
      h("p", { class: "name", dir: "auto" }, title),
      chosen && h("p", { class: "choice", dir: "auto" }, chosen),
      amount && h("p", {}, price(amount, currency)),
    ),
  );
}
