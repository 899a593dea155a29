/** Brings whoever comes back to a list to where he left it, which browsers cannot do before the list is there. */

const [arrival] = performance.getEntriesByType("navigation");
let isBack = /** @type {PerformanceNavigationTiming} */ (arrival)?.type === "back_forward";

/** Note how far down somebody was who follows a product's link, beside this page in the history. @param {Event} click */
export function leave({ target }) {
  const link = /** @type {Element} */ (target).closest("article a");
  if (link) history.replaceState({ ...history.state, top: scrollY }, "");
}

/** Go there, once the list is shown. */
export function comeBack() {
  const { top = 0 } = history.state ?? {};
  if (isBack && top > scrollY) scrollTo({ top, behavior: "instant" });
  isBack = false;
}
