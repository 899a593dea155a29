/** Where pages explain something by a product, it is the best seller of what they name. */

import { tresen } from "/widgets/tresen.js";

const SEEN = 3;
const place = document.querySelector("[data-example-query]");
const q = place instanceof HTMLElement ? place.dataset.exampleQuery : "";

/** Lead there, and make of each template an element that shows what belongs to it. */
async function show() {
  const { hits } = await tresen.api.search({ q, sort: "popular", per_page: SEEN + 1 });
  const [best] = hits;
  if (!best) return;
  for (const link of document.querySelectorAll("a[data-example]")) {
    link.setAttribute("href", tresen.link(best.url));
  }
  const opener = document.getElementById("show-layer");
  opener?.removeAttribute("disabled");
  opener?.addEventListener("click", () => tresen.added({ product_id: best.product_id, quantity: 1 }));
  for (const { product_id } of hits.slice(1)) tresen.identity.see(product_id);
  for (const template of document.querySelectorAll("template")) {
    const made = template.content.firstElementChild;
    if (!template.closest("[data-example-query]") || !made) continue;
    made.setAttribute("product-id", best.product_id);
    template.replaceWith(made);
  }
}

show().catch(() => {}); // What stands there already leads to a search for it.
