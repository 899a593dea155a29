/** Writes values the way a shopper reads them. */

/** @param {string | number} amount @param {string} currency @param {string} language */
export function money(amount, currency, language) {
  return new Intl.NumberFormat(language, { style: "currency", currency }).format(Number(amount));
}

/** @param {number} value @param {string} language @param {Intl.NumberFormatOptions} [digits] */
export const decimal = (value, language, digits = { maximumFractionDigits: 1 }) =>
  new Intl.NumberFormat(language, digits).format(value);

/**
 * Say how much cheaper, in whole percent, or nothing when it is not.
 * @param {string | null} price @param {string | null | undefined} listPrice @param {string} language
 */
export function reduction(price, listPrice, language) {
  const share = price && listPrice ? Math.round((1 - Number(price) / Number(listPrice)) * 100) : 0;
  return share > 0 ? `−${decimal(share / 100, language, { style: "percent" })}` : undefined;
}

/** Let only addresses through that lead to a page or a picture, never to a script. @param {unknown} url */
export function safeUrl(url) {
  try {
    const { protocol } = new URL(String(url), location.href);
    return protocol === "https:" || protocol === "http:" ? String(url) : undefined;
  } catch {
    return undefined;
  }
}

/** Put a category's path into the shop's pattern. @param {string} pattern @param {string} path */
export const categoryUrl = (pattern, path) =>
  pattern.replace("{category}", path.split("/").map(encodeURIComponent).join("/"));
