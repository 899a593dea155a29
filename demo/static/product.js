/** The product page: what it is, what it costs, and the choice of its variant. */

import { facetName, price, safeUrl, saving, tresen } from "/widgets/tresen.js";
import { addLine } from "./basket.js";
import { categoryLink } from "./departments.js";
import { byId, element } from "./elements.js";
import { fail, isGone } from "./failure.js";

const page = byId("product");
const productId = page.dataset.product ?? "";
const { language } = tresen.configuration;
const FEW = 3;

/** The attributes in which the variants differ, with their values in order. @param {any[]} variants */
function axesOf(variants) {
  const names = new Set(["colour", ...variants.flatMap((one) => Object.keys(one.attributes))]);
  return Array.from(names, (name) => ({
    name,
    values: [
      ...new Set(
        variants
          .map((variant) => variant.attributes[name])
          .filter(Boolean)
          .map(String),
      ),
    ],
  })).filter(({ values }) => values.length > 1);
}

/** @param {any} variant @param {Record<string, string>} wish */
const fits = (variant, wish) =>
  Object.entries(wish).every(([name, value]) => String(variant.attributes[name]) === value);

/** @param {any} variant */
const sellable = (variant) => variant.availability !== "out_of_stock";

/** @returns {Record<string, string>} */
const wished = () =>
  Object.fromEntries(
    /** @type {any} */ (new FormData(/** @type {HTMLFormElement} */ (byId("choice")))),
  );

/** Set what depends on the variant. @param {any} variant the variant, or the product that has none */
function showVariant(variant) {
  const less = saving(variant.price, variant.list_price);
  byId("price").textContent = price(variant.price);
  byId("price").classList.toggle("reduced", Boolean(less));
  const before = byId("list-price");
  before.textContent = less ? `${before.dataset.text} ${price(variant.list_price)}` : "";
  byId("saving").textContent = less ?? "";
  byId("saving").hidden = !less;
  byId("unit-price").textContent = variant.unit_price ?? "";
  const lowest = byId("lowest");
  lowest.hidden = !less || !variant.lowest_price_30d;
  lowest.textContent = lowest.hidden
    ? ""
    : `${lowest.dataset.text} ${price(variant.lowest_price_30d)}`;
  showPicture(variant);
  showStock(variant);
}

/** @param {any} variant */
function showPicture({ image_url }) {
  const picture = /** @type {HTMLImageElement} */ (byId("picture"));
  picture.hidden = !image_url;
  if (image_url && picture.getAttribute("src") !== image_url)
    picture.src = safeUrl(image_url) ?? "";
}

/** @param {any} variant */
function showStock(variant) {
  const { dataset } = byId("stock");
  const few = variant.stock > 0 && variant.stock <= FEW;
  const state = sellable(variant) ? (few ? "few" : "in") : "out";
  byId("stock").textContent = dataset[state] ?? "";
  byId("stock").className = state;
  /** @type {HTMLButtonElement} */ (byId("add")).disabled = state === "out";
}

/** @param {any} product @param {{name: string, values: string[]}} axis @param {any} first */
function axisField({ variants }, { name, values }, first) {
  const options = values.map((value) => {
    const input = element("input", { type: "radio", name, value });
    if (String(first.attributes[name]) === value) input.setAttribute("checked", "");
    const one = variants.find((/** @type {any} */ variant) => fits(variant, { [name]: value }));
    const picture =
      name === "colour" && one.image_url
        ? [
            element("img", {
              src: safeUrl(one.image_url) ?? "",
              alt: "",
              width: "40",
              height: "40",
            }),
          ]
        : [];
    return element("label", {}, input, ...picture, element("bdi", {}, value));
  });
  return element(
    "fieldset",
    { class: `axis ${name}` },
    element("legend", {}, facetName(name)),
    ...options,
  );
}

/** Strike out what cannot be had together with the other choices. @param {any[]} variants */
function strikeOut(variants) {
  for (const input of byId("axes").querySelectorAll("input")) {
    const wish = { ...wished(), [input.name]: input.value };
    const there = variants.some((variant) => fits(variant, wish) && sellable(variant));
    input.closest("label")?.classList.toggle("gone", !there);
  }
}

/** The variant wished for; the last choice counts most. @param {any[]} variants @param {string} [last] */
function chosen(variants, last) {
  const wish = wished();
  const exact = variants.find((variant) => fits(variant, wish));
  if (exact || !last) return exact;
  const near = variants.filter((variant) => fits(variant, { [last]: wish[last] }));
  return near.find(sellable) ?? near[0];
}

/** @param {any} variant */
function check(variant) {
  for (const input of byId("axes").querySelectorAll("input")) {
    input.checked = String(variant.attributes[input.name]) === input.value;
  }
}

/** @param {any} product @returns {() => any} gives the variant chosen now */
function offerChoice(product) {
  const { variants } = product;
  if (!variants.length) {
    showVariant(product);
    return () => product;
  }
  const asked = new URLSearchParams(location.search).get("variant");
  let now =
    variants.find((/** @type {any} */ one) => one.product_id === asked) ??
    variants.find(sellable) ??
    variants[0];
  byId("axes").replaceChildren(...axesOf(variants).map((axis) => axisField(product, axis, now)));
  /** @param {any} event */
  const choose = ({ target }) => {
    now = chosen(variants, target.name) ?? now;
    check(now);
    strikeOut(variants);
    showVariant({ ...product, ...now });
    tresen.track("select_variant", { product_id: productId, variant_id: now.product_id });
  };
  byId("axes").addEventListener("change", choose);
  strikeOut(variants);
  showVariant({ ...product, ...now });
  return () => now;
}

/** @param {any} product */
function showFacts(product) {
  document.title = document.title.replace(/^[^–]*/, () => `${product.title} `);
  byId("title").textContent = product.title;
  byId("brand").textContent = product.brand ?? "";
  byId("rating").textContent = product.rating
    ? `★ ${product.rating.toLocaleString(language)} (${product.rating_count ?? 0})`
    : "";
  byId("description").textContent = product.description ?? "";
  const entries = Object.entries(product.attributes).flatMap(([name, value]) => [
    element("dt", {}, facetName(name)),
    element("dd", { dir: "auto" }, [value].flat().join(", ")),
  ]);
  byId("attributes").replaceChildren(...entries);
  byId("attributes").parentElement?.toggleAttribute("hidden", !entries.length);
}

/** @param {{value: string, label: string}[]} breadcrumbs */
function showCrumbs(breadcrumbs) {
  const links = breadcrumbs.map(({ value, label }) =>
    element("li", {}, element("a", { href: categoryLink(value), dir: "auto" }, label)),
  );
  byId("crumbs").replaceChildren(...links);
}

async function show() {
  const { product, breadcrumbs } = await tresen.api.product(productId);
  showFacts(product);
  showCrumbs(breadcrumbs);
  const current = offerChoice(product);
  page.removeAttribute("aria-busy");
  tresen.view(productId);
  byId("choice").addEventListener("submit", (event) => {
    event.preventDefault();
    const { product_id: variant_id, price } = { ...product, ...current() };
    addLine({ product_id: productId, variant_id, quantity: 1 }, { price });
  });
}

async function load() {
  try {
    await show();
  } catch (error) {
    if (!isGone(error)) return fail();
    page.hidden = true;
    byId("missing").hidden = false;
  }
  byId("below").hidden = false; // when what stands above it has its height
}

load();
