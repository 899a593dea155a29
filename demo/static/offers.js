/** What shelves offer by their basket buttons, put into the shop's basket. */

import { tresen } from "/widgets/tresen.js";
import { addLine } from "./basket.js";

const JOINT = ["product_bundle", "product_set"];

/** Sizes are chosen by who wears them; a colour is seen on the tile. @param {any} hit @param {string} placement */
const isChosen = ({ variant }, placement) =>
  JOINT.includes(placement) || (variant && !("size" in variant.attributes));

/** @param {any} one */
const sellable = (one) => one.availability !== "out_of_stock";

/** Let somebody choose on the product's own page. @param {any} hit */
const look = (hit) => location.assign(tresen.link(hit.url, hit));

/** Take a set or a bundle as it is shown; what else comes in several sizes is chosen on its own page. @param {any} event */
async function take({ detail: { hit, placement } }) {
  const { product } = await tresen.api.product(hit.product_id);
  const sold = product.variants.filter(sellable);
  const shown = sold.find((/** @type {any} */ one) => one.product_id === hit.variant?.product_id);
  const chosen = (isChosen(hit, placement) && shown) || (sold.length === 1 && sold[0]);
  const variant = chosen || (!product.variants.length && sellable(product) && product);
  if (!variant) return look(hit);
  const { product_id: variant_id, price } = variant;
  addLine({ product_id: hit.product_id, variant_id, quantity: 1 }, { price, placement });
}

// Who cannot be told what there is to take is not left with a button that does nothing.
document.addEventListener("tresen-add-to-basket", (/** @type {any} */ event) =>
  take(event).catch(() => look(event.detail.hit)),
);
