/** Writes addresses that are safe to follow. */

/** Let only addresses through that lead to a page or a picture, never to a script or nowhere. @param {unknown} url */
export function safeUrl(url) {
  if (typeof url !== "string") return undefined;
  try {
    const { protocol } = new URL(url, location.href);
    return /^https?:$/.test(protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}

/** Put a category's path into the shop's pattern. @param {string} pattern @param {string} path */
export const categoryUrl = (pattern, path) =>
  pattern.replace("{category}", path.split("/").map(encodeURIComponent).join("/"));
