/** A link to this page in another state; it is followed without loading the page anew. */

import { h } from "./dom.js";
import { address, followed, go } from "./page.js";

/**
 * @param {Partial<import("./page.js").PageState>} changes
 * @param {Record<string, unknown>} properties
 * @param {...import("./dom.js").Child} children
 */
export function pageLink(changes, properties, ...children) {
  const onclick = followed(() => go(changes));
  return h("a", { href: address(changes), onclick, ...properties }, ...children);
}
