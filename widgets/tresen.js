/** The one module a shop loads: it defines the elements and hands out the client. */

import { TresenBasketLayer } from "./basket-layer.js";
import "./dictionary.js";
import { define } from "./element.js";
import { TresenFacets } from "./facets.js";
import { TresenBundle, TresenFreeShipping, TresenRecentlyViewed, TresenSet } from "./joint.js";
import { TresenRecommendations } from "./recommendations.js";
import { TresenResults } from "./results.js";
import { TresenSearch } from "./search.js";

define({
  "tresen-search": TresenSearch,
  "tresen-results": TresenResults,
  "tresen-facets": TresenFacets,
  "tresen-recommendations": TresenRecommendations,
  "tresen-bundle": TresenBundle,
  "tresen-set": TresenSet,
  "tresen-free-shipping": TresenFreeShipping,
  "tresen-recently-viewed": TresenRecentlyViewed,
  "tresen-basket-layer": TresenBasketLayer,
});

export { safeUrl } from "./addresses.js";
export { tresen } from "./client.js";
export { dictionary } from "./phrases.js";
export { swatches } from "./swatches.js";
export { facetName, saving } from "./values.js";
export { price } from "./words.js";
