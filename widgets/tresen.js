/** The one module a shop loads: it defines the elements and hands out the client. */

import { tresen } from "./client.js";
import { TresenFacets } from "./facets.js";
import { TresenBundle, TresenFreeShipping, TresenSet } from "./joint.js";
import { TresenRecommendations } from "./recommendations.js";
import { TresenResults } from "./results.js";
import { TresenSearch } from "./search.js";

const ELEMENTS = {
  "tresen-search": TresenSearch,
  "tresen-results": TresenResults,
  "tresen-facets": TresenFacets,
  "tresen-recommendations": TresenRecommendations,
  "tresen-bundle": TresenBundle,
  "tresen-set": TresenSet,
  "tresen-free-shipping": TresenFreeShipping,
};

function define() {
  for (const [name, element] of Object.entries(ELEMENTS)) {
    if (!customElements.get(name)) customElements.define(name, element);
  }
}

// The elements ask their first questions only when every script of the page has had its say about
// consent and basket: modules run before DOMContentLoaded (or, put in by script, before load).
if (document.readyState === "complete") define();
else for (const moment of ["DOMContentLoaded", "load"]) addEventListener(moment, define);

export { dictionary } from "./dictionary.js";
export { safeUrl } from "./format.js";
export { facetName, price, saving } from "./words.js";
export { tresen };
