/** The way from page to page: links with addresses of their own. */

import { h } from "./dom.js";
import { address, followed, go } from "./page.js";
import { number } from "./values.js";
import { say } from "./words.js";

/** So many hits deep the service answers. */
const DEEPEST = 10_000;

/** The last page there may be, of so many hits. @param {number} per_page @param {number} [total] */
export const lastPage = (per_page, total = DEEPEST) =>
  Math.min(Math.ceil(total / per_page), Math.floor(DEEPEST / per_page));

/**
 * @param {{total: number, page: number, per_page: number}} answer
 * @param {(page: number) => void} turn
 */
export function paging({ total, page, per_page }, turn) {
  const last = lastPage(per_page, total);
  /** @param {number} n @param {string} text @param {string} id */
  const link = (n, text, id) => {
    const names = { id, class: "button", "aria-label": text === String(n) && say("page", { n }) };
    const onclick = followed(() => turn(n));
    const current = n === page && "page";
    return h("a", { ...names, href: address({ page: n }), "aria-current": current, onclick }, text);
  };
  return h(
    "nav",
    { class: "pages", "aria-label": say("pages"), hidden: last < 2 },
    page > 1 && link(page - 1, say("previous"), "previous"),
    pagesAround(page, last).flatMap((n, at, all) => [
      n - (all[at - 1] ?? 0) > 1 && h("span", { "aria-hidden": "true" }, "…"),
      link(n, String(n), `page-${n}`),
    ]),
    page < last && link(page + 1, say("next"), "next"),
  );
}

/**
 * The way to more below what is shown; its address is that of the list grown so far.
 * @param {{total: number, page: number, per_page: number}} answer
 */
export function further({ total, page, per_page }) {
  const n = Math.min(page * per_page, total);
  const isAll = n >= total || (page + 1) * per_page > DEEPEST;
  const changes = { page: page + 1 };
  const onclick = followed(() => go(changes, true));
  const properties = { id: "more", class: "button", href: address(changes), onclick };
  const link = h("a", properties, say("moreHits", { n: number(n), total: number(total) }));
  return h("nav", { class: "pages", "aria-label": say("pages"), hidden: isAll }, link);
}

/** The first, the last, and those near the page one is on. @param {number} page @param {number} last */
const pagesAround = (page, last) =>
  Array.from({ length: last }, (_, index) => index + 1).filter(
    (n) => n === 1 || n === last || Math.abs(n - page) <= 1,
  );
