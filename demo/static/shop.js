/** What every page of the shop does: language in links, consent, basket count, departments, the bar. */

import { tresen } from "/widgets/tresen.js";
import "./attributes.js";
import { addLine, announceBasket, basketLines } from "./basket.js";

const CONSENT = "shop.consent";

/** @template {HTMLElement} T @param {string} id @returns {T} */
export const byId = (id) => /** @type {T} */ (document.getElementById(id));

/** @param {string} name @param {Record<string, string>} properties @param {...(Node | string)} children */
export function element(name, properties, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Keep the language, and the size or colour that was found. */
tresen.link = (url, hit) => {
  const address = new URL(url, location.href);
  const language = new URLSearchParams(location.search).get("language");
  if (language) address.searchParams.set("language", language);
  if (hit?.variant) address.searchParams.set("variant", hit.variant.product_id);
  return address.origin === location.origin ? address.pathname + address.search : url;
};

/** The address of a category. @param {string} path */
export const categoryLink = (path) =>
  tresen.link(`/category/${path.split("/").map(encodeURIComponent).join("/")}`);

/** @param {string} title */
export function toast(title) {
  const place = byId("toast");
  const { text = "", link = "", href = "" } = place.dataset;
  place.replaceChildren(`${text} ${title} `, element("a", { href }, link));
  place.classList.add("shown");
  setTimeout(() => place.classList.remove("shown"), 5000);
}

function showBasketCount() {
  const count = basketLines().reduce((sum, line) => sum + line.quantity, 0);
  byId("basket-count").textContent = String(count);
  byId("basket-count").hidden = !count;
}

function showVisitor() {
  const { visitorId, consent } = tresen.identity;
  byId("visitor").textContent = visitorId ? visitorId.slice(0, 8) : "–";
  /** @type {HTMLSelectElement} */ (byId("consent")).value = consent;
}

/** @param {any} event the visitor's word, kept only when it allows to keep anything */
function chooseConsent({ target }) {
  if (target.value === "none") localStorage.removeItem(CONSENT);
  else localStorage.setItem(CONSENT, target.value);
  tresen.setConsent(target.value);
}

/** A tile's basket button: what comes in several sizes is chosen on its own page. @param {any} event */
async function addHit({ detail: { hit, placement } }) {
  const { product } = await tresen.api.product(hit.product_id);
  const sold = product.variants.filter(
    (/** @type {any} */ one) => one.availability !== "out_of_stock",
  );
  if (sold.length > 1 || product.availability === "out_of_stock") {
    location.assign(tresen.link(hit.url, hit));
    return;
  }
  const { product_id: variant_id, price } = sold[0] ?? product;
  addLine({ product_id: hit.product_id, variant_id, quantity: 1 }, { price, placement });
  toast(hit.title);
}

/** The shop's departments, as the catalogue has them. @returns {Promise<{value: string, label: string}[]>} */
async function fetchDepartments() {
  const { facets } = await tresen.api.search({ per_page: 1, facets: "category" });
  const tree = facets.find((/** @type {any} */ facet) => facet.kind === "tree");
  return tree.values.filter((/** @type {any} */ value) => !value.depth);
}

export const departments = fetchDepartments().catch(() => []);

async function showDepartments() {
  const links = (await departments).map(({ value, label }) =>
    element("li", {}, element("a", { href: categoryLink(value) }, label)),
  );
  byId("departments").replaceChildren(...links);
}

document.addEventListener("tresen-basket", showBasketCount);
document.addEventListener("tresen-visitor", showVisitor);
document.addEventListener("tresen-add-to-basket", (event) => addHit(event).catch(() => {}));
document.addEventListener("tresen-answer", (/** @type {any} */ { detail }) => {
  byId("level").textContent = detail.answer.level;
  const last = detail.kind === "search" && detail.answer.breadcrumbs.at(-1);
  if (last) document.title = document.title.replace(/^[^–]*/, () => `${last.label} `);
});
byId("consent").addEventListener("change", chooseConsent);
byId("new-visitor").addEventListener("click", () => tresen.renewVisitor());
byId("language").addEventListener("click", (/** @type {any} */ { currentTarget }) => {
  const address = new URL(location.href);
  address.searchParams.set("language", currentTarget.hreflang);
  currentTarget.href = address.href;
});

tresen.setConsent(/** @type {any} */ (localStorage.getItem(CONSENT) ?? "none"));
announceBasket();
showDepartments();
