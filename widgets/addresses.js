/** Writes addresses that are safe to follow. */

/** Let only addresses through that lead to a page or a picture, never to a script. @param {unknown} url */
export function safeUrl(url) {
  try {
    const { protocol } = new URL(String(url), location.href);
    return /^https?:$/.test(protocol) ? String(url) : undefined;
  } catch {
    return undefined;
  }
}

/** Put a category's path into the shop's pattern. @param {string} pattern @param {string} path */
export const categoryUrl = (pattern, path) =>
  pattern.replace("{category}", path.split("/").map(encodeURIComponent).join("/"));
