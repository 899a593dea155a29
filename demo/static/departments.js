/** The shop's departments: their names in the header, and what lies below each in one panel. */

import { tresen } from "/widgets/tresen.js";
import { byId, element } from "./elements.js";

/** @typedef {{value: string, label: string, depth: number}} Category */

const nav = byId("nav");
const mega = byId("mega");
const HESITATION = 150;

/** The address of a category. @param {string} path */
export const categoryLink = (path) =>
  tresen.link(`/category/${path.split("/").map(encodeURIComponent).join("/")}`);

/** The categories as the catalogue has them, each before those below it. @returns {Promise<Category[]>} */
async function fetchCategories() {
  const { facets } = await tresen.api.search({ per_page: 1, facets: "category" });
  return facets.find((/** @type {any} */ facet) => facet.kind === "tree").values;
}

const categories = fetchCategories();

/** Those that lie in no other. Rejected where the service does not answer. */
export const departments = async () => (await categories).filter(({ depth }) => !depth);

/** @param {Category} category @param {string} [text] */
const link = ({ value, label }, text) =>
  element("a", { href: categoryLink(value) }, text ?? label);

/** Lay out what is below a department: a column for each child. @param {Category} department @param {Category[]} all */
function columns(department, all) {
  /** @param {Category} above @param {number} depth */
  const below = ({ value }, depth) =>
    all.filter((one) => one.depth === depth && one.value.startsWith(`${value}/`));
  return below(department, 1).map((child) =>
    element(
      "ul",
      {},
      element("li", {}, element("strong", {}, link(child))),
      ...below(child, 2).map((one) => element("li", {}, link(one))),
    ),
  );
}

let timer = 0;

/** @param {HTMLElement} entry @param {Category} department @param {Category[]} all */
function open(entry, department, all) {
  close();
  const everything = `${nav.dataset.everything} ${department.label}`;
  const first = element("p", {}, link(department, everything));
  mega.replaceChildren(first, ...columns(department, all));
  mega.hidden = false;
  entry.querySelector("button")?.setAttribute("aria-expanded", "true");
}

function close() {
  mega.hidden = true;
  nav.querySelector("[aria-expanded=true]")?.setAttribute("aria-expanded", "false");
}

/** @param {Category} department @param {Category[]} all */
function entryOf(department, all) {
  const label = `${department.label}: ${nav.dataset.more}`;
  const opener = element("button", {
    type: "button",
    "aria-expanded": "false",
    "aria-controls": "mega",
    "aria-label": label,
  });
  const entry = element("li", {}, link(department), opener);
  opener.addEventListener("click", () =>
    opener.getAttribute("aria-expanded") === "true" ? close() : open(entry, department, all),
  );
  entry.addEventListener("pointerenter", ({ pointerType }) => {
    clearTimeout(timer);
    if (pointerType !== "mouse") return;
    timer = setTimeout(() => open(entry, department, all), HESITATION);
  });
  return entry;
}

export async function showDepartments() {
  const all = await categories;
  byId("departments").replaceChildren(...(await departments()).map((one) => entryOf(one, all)));
}

nav.addEventListener("pointerleave", () => {
  clearTimeout(timer);
  timer = setTimeout(close, HESITATION);
});
mega.addEventListener("pointerenter", () => clearTimeout(timer));
nav.addEventListener("focusout", ({ relatedTarget }) => {
  if (relatedTarget && !nav.contains(/** @type {Node} */ (relatedTarget))) close();
});
nav.addEventListener("keydown", ({ key }) => {
  const opener = /** @type {HTMLElement | null} */ (nav.querySelector("[aria-expanded=true]"));
  if (key !== "Escape" || !opener) return;
  opener.focus();
  close();
});
document.addEventListener("click", ({ target }) => {
  if (!nav.contains(/** @type {Node} */ (target))) close();
});
