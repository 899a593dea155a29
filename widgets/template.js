/** What a shop puts inside an element: what is shown meanwhile, and its own tile, filled with values never read as HTML. */

import { tresen } from "./client.js";
import { safeUrl } from "./addresses.js";
import { saving } from "./values.js";
import { price } from "./words.js";

/** @typedef {import("./api.js").Hit} Hit */
/** @typedef {Record<string, () => void>} Actions */

/** The template that a shop put inside an element. @param {Element} element */
export const templateOf = (element) =>
  /** @type {HTMLTemplateElement | null} */ (element.querySelector(":scope > template"));

/** Whether a shop put something inside an element that can be shown. @param {Element} element */
export const hasOwnContent = ({ children }) =>
  Array.from(children).some((child) => !child.slot && child.localName !== "template");

/**
 * Fill a copy of a template: `data-field` is what a place shows, `data-action` what a button does.
 * What has no value is left out; scripts are, too.
 * @param {HTMLTemplateElement} template @param {Hit} hit @param {() => void} clicked @param {Actions} actions
 */
export function filled(template, hit, clicked, actions) {
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  for (const script of copy.querySelectorAll("script")) script.remove();
  for (const place of copy.querySelectorAll("[data-field]")) fill(place, hit, clicked);
  for (const button of copy.querySelectorAll("[data-action]")) {
    const act = actions[button.getAttribute("data-action") ?? ""];
    if (act) button.addEventListener("click", act);
    else button.remove();
  }
  return copy;
}

/** @param {Element} place @param {Hit} hit @param {() => void} clicked */
function fill(place, hit, clicked) {
  const value = valueOf(place.getAttribute("data-field") ?? "", hit);
  if (!value) place.remove();
  else if (place instanceof HTMLImageElement) place.src = safeUrl(value) ?? "";
  else if (place instanceof HTMLAnchorElement) {
    place.href = safeUrl(tresen.link(value, hit)) ?? "";
    place.addEventListener("click", clicked);
  } else place.textContent = value;
}

/** @param {string} field `title`, `price`, `attributes.material`, `variant.size` … @param {Hit} hit */
function valueOf(field, hit) {
  const less = saving(hit.price, hit.list_price);
  const [group, name] = field.split(".");
  if (name) {
    const attributes = { ...(group === "variant" ? hit.variant?.attributes : hit.attributes) };
    return [attributes[name] ?? []].flat().join(", ");
  }
  if (field === "saving") return less;
  if (field === "list_price" && !less) return undefined;
  const value = /** @type {any} */ (hit)[field];
  return value && field.endsWith("price") && field !== "unit_price"
    ? price(value, hit.currency)
    : value && String(value);
}
