/** What pages ask besides suggestions: results, shelves, one product. */

import { HURRY } from "./api.js";

/** @typedef {import("./api.js").Parameters} Parameters */

const PATIENCE = 6000;

/** @param {import("./api.js").Api} api */
export const questions = (api) => ({
  /** @param {Parameters} parameters @param {AbortSignal} [signal] */
  search: (parameters, signal) => api.get("/v1/search", parameters, PATIENCE, signal),

  /** @param {string} placement @param {Parameters} parameters @param {AbortSignal} [signal] */
  recommendations: (placement, parameters, signal) =>
    api.get(`/v1/recommendations/${encodeURIComponent(placement)}`, parameters, HURRY, signal),

  /** @param {string} productId */
  product: (productId) => api.get(`/v1/products/${encodeURIComponent(productId)}`, {}, PATIENCE),
});
