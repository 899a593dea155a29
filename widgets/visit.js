/** Goes on within this page, without loading it anew. */

/** @param {string} url @param {boolean} [inPlace] without a step for the back button */
export function visit(url, inPlace = false) {
  history[inPlace ? "replaceState" : "pushState"](null, "", url);
  dispatchEvent(new Event("tresen-navigate"));
}
