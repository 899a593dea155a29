/** The layer that opens over the page when something was put into the basket. */

import { safeUrl, tresen } from "/widgets/tresen.js";
import { addLine } from "./basket.js";
import { byId } from "./elements.js";

/** @typedef {import("./basket.js").Line} Line */

const layer = /** @type {HTMLDialogElement} */ (byId("layer"));
const shelf = layer.querySelector("tresen-recommendations");

/** Put a line into the basket and show it. @param {Line} line @param {any} product @param {Record<string, unknown>} facts */
export function put(line, product, facts) {
  shelf?.setAttribute("product-id", line.product_id);
  addLine(line, facts);
  const picture = /** @type {HTMLImageElement} */ (byId("layer-picture"));
  picture.src = safeUrl(product.image_url ?? "/static/icon.svg") ?? "";
  byId("layer-name").textContent = product.title;
  byId("layer-choice").textContent = Object.values(product.attributes ?? {}).flat().join(", ");
  if (!layer.open) layer.showModal();
}

/** What a shelf offers: a set or bundle as it is shown; what else comes in several sizes is chosen on its own page. @param {any} event */
async function take({ detail: { hit, placement } }) {
  const { product } = await tresen.api.product(hit.product_id);
  const sold = product.variants.filter(
    (/** @type {any} */ one) => one.availability !== "out_of_stock",
  );
  const shown = JOINT.includes(placement) && sold.find(is(hit.variant?.product_id));
  if ((sold.length > 1 && !shown) || product.availability === "out_of_stock") {
    location.assign(tresen.link(hit.url, hit));
    return;
  }
  const variant = shown || sold[0];
  const { product_id: variant_id, price } = variant ?? product;
  const line = { product_id: hit.product_id, variant_id, quantity: 1 };
  put(line, { ...product, attributes: {}, ...variant }, { price, placement });
}

const JOINT = ["product_bundle", "product_set"];

/** @param {string | undefined} productId @returns {(one: any) => boolean} */
const is = (productId) => (one) => one.product_id === productId;

document.addEventListener("tresen-add-to-basket", (event) => take(event).catch(() => {}));
byId("go-on").addEventListener("click", () => layer.close());
layer.addEventListener("click", ({ target }) => {
  if (target === layer) layer.close(); // outside of what it holds
});
