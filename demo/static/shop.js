/** What every page of the shop does: language in links, basket count, departments. */

import { tresen } from "/widgets/tresen.js";
import "./attributes.js";
import { announceBasket, basketLines } from "./basket.js";
import { showDepartments } from "./departments.js";
import { byId } from "./elements.js";
import "./offers.js";

/** Keep the language, and the size or colour that was found. */
tresen.link = (url, hit) => {
  const address = new URL(url, location.href);
  const language = new URLSearchParams(location.search).get("language");
  if (language) address.searchParams.set("language", language);
  if (hit?.variant) address.searchParams.set("variant", hit.variant.product_id);
  return address.origin === location.origin ? address.pathname + address.search : url;
};

function showBasketCount() {
  const count = basketLines().reduce((sum, line) => sum + line.quantity, 0);
  byId("basket-count").textContent = String(count);
  byId("basket-count").hidden = !count;
}

document.addEventListener("tresen-basket", showBasketCount);
document.addEventListener("tresen-answer", (/** @type {any} */ { detail }) => {
  if (detail.kind !== "search") return;
  const name = detail.question.q || detail.answer.breadcrumbs.at(-1)?.label;
  if (name) document.title = document.title.replace(/^.*(?= – )/, () => name);
});
byId("language").addEventListener("click", (/** @type {any} */ { currentTarget }) => {
  const address = new URL(location.href);
  address.searchParams.set("language", currentTarget.hreflang);
  currentTarget.href = address.href;
});

announceBasket();
showDepartments().catch(() => {}); // The header does without.
