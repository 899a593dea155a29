/** The basket's own page: lines with today's prices, the sum, and a check-out that costs nothing. */

import { price, safeUrl, tresen } from "/widgets/tresen.js";
import { basketLines, changeLine, emptyBasket } from "./basket.js";
import { byId } from "./elements.js";
import { fail, isGone } from "./failure.js";

/** @typedef {import("./basket.js").Line} Line */
/** @typedef {{line: Line, product: any, variant: any}} Priced */

/** @type {Map<string, Promise<any>>} */
const products = new Map();

/** @param {string} productId */
function product(productId) {
  const known =
    products.get(productId) ?? tresen.api.product(productId).then((answer) => answer.product);
  products.set(productId, known);
  return known;
}

/** Look the line up; what the shop no longer has is left out. @param {Line} line @returns {Promise<Priced[]>} */
async function priced(line) {
  try {
    const found = await product(line.product_id);
    const variant = found.variants.find(
      (/** @type {any} */ one) => one.product_id === line.variant_id,
    );
    return [{ line, product: found, variant: { ...found, attributes: {}, ...variant } }];
  } catch (error) {
    if (isGone(error)) return [];
    products.delete(line.product_id);
    throw error;
  }
}

/** @param {Priced} priced whole cents, so that sums are right */
const cents = ({ line, variant }) => Math.round(Number(variant.price) * 100) * line.quantity;

/** @param {number} amount */
const written = (amount) => price(amount / 100);

/** @param {Priced} one */
function row(one) {
  const { line, product: found, variant } = one;
  const template = /** @type {HTMLTemplateElement} */ (byId("line"));
  const copy = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  /** @param {string} selector @returns {any} */
  const part = (selector) => copy.querySelector(selector);
  const address = tresen.link(found.url);
  part(".thumb").href = part(".name").href = safeUrl(address);
  part("img").src = safeUrl(variant.image_url ?? "/static/icon.svg");
  part(".name").textContent = found.title;
  part(".choice").textContent = Object.values(variant.attributes).flat().join(", ");
  part(".unit").textContent = line.quantity > 1 ? price(variant.price) : "";
  part("input").value = line.quantity;
  part("input").id = `quantity-${line.variant_id}`;
  part(".amount").textContent = written(cents(one));
  part("input").addEventListener("change", (/** @type {any} */ { target }) =>
    changeLine(line, Math.min(99, Math.max(1, Math.round(Number(target.value)) || 1))),
  );
  part(".remove").addEventListener("click", () => changeLine(line, 0));
  part(".remove").setAttribute("aria-label", `${part(".remove").textContent}: ${found.title}`);
  return copy;
}

let renewal = 0;

async function show() {
  const turn = ++renewal;
  const all = (await Promise.all(basketLines().map(priced))).flat();
  if (turn !== renewal) return;
  const focused = document.activeElement?.id;
  byId("lines").replaceChildren(...all.map(row));
  byId("lines").removeAttribute("aria-busy");
  if (focused) byId(focused)?.focus();
  const isBought = !byId("thanks").hidden;
  byId("sum").hidden = byId("basket").hidden = byId("gap").hidden = !all.length;
  byId("empty").hidden = Boolean(all.length) || isBought;
  byId("heading").hidden = isBought;
  byId("below").hidden = false; // when what stands above it has its height
  byId("total").textContent = written(all.reduce((sum, one) => sum + cents(one), 0));
}

/** Hand the order over: one event for each line, under one order number. */
async function checkOut() {
  const all = (await Promise.all(basketLines().map(priced))).flat();
  tresen.track("checkout_start", {});
  const lines = all.map(({ line, variant }) => ({ ...line, price: variant.price }));
  tresen.purchased(`W-${Date.now()}`, lines);
  byId("thanks").hidden = false;
  byId("thanks").focus();
  emptyBasket();
}

document.addEventListener("tresen-basket", () => show().catch(fail));
byId("checkout").addEventListener("click", () => checkOut().catch(fail));
show().catch(fail);
