/** What the shop told us: the script tag's data attributes, else `<meta name="tresen-…">`. */

/**
 * @typedef {object} Configuration
 * @property {string} key the public key, `pk_…`
 * @property {string} base where the service answers, without a slash at the end
 * @property {string} language
 * @property {string} currency used for prices that come without one
 * @property {string} searchUrl the shop's page with results
 * @property {string} categoryUrl a pattern in which `{category}` stands for the path
 * @property {string} basketUrl the shop's basket
 * @property {string} customer the token by which the shop's server says who is logged in
 * @property {string} dataLayer the variable that GA4's events are pushed to, where we shall listen
 */

/**
 * @param {string} moduleUrl where this module was loaded from: by default the service is there
 * @returns {Configuration}
 */
export function readConfiguration(moduleUrl) {
  /** @type {HTMLScriptElement | null} */
  const script = document.querySelector("script[type=module][data-key]");
  /** @param {string} name @param {string} [otherwise] */
  const value = (name, otherwise = "") => {
    /** @type {HTMLMetaElement | null} */
    const meta = document.querySelector(`meta[name=tresen-${name}]`);
    return script?.dataset[name] ?? meta?.content ?? otherwise;
  };
  return {
    key: value("key"),
    base: value("base", new URL(moduleUrl).origin).replace(/\/+$/, ""),
    language: value("language", document.documentElement.lang || "de"),
    currency: value("currency", "EUR"),
    searchUrl: value("search", "/search"),
    categoryUrl: value("category", "/category/{category}"),
    basketUrl: value("basket", "/basket"),
    customer: value("customer"),
    dataLayer: value("layer"),
  };
}
