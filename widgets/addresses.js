/** Writes addresses that are safe to follow. */

import { tresen } from "./asking.js";
import { h } from "./dom.js";

/** Let only addresses through that lead to a page or a picture, never to a script or nowhere. @param {unknown} url */
export const safeUrl = (url) =>
  typeof url === "string" && /^https?:/.test(/** @type {any} */ (h("a", { href: url })).href)
    ? url
    : undefined;

/** Put a category's path into the shop's pattern. @param {string} path */
export const categoryUrl = (path) =>
  tresen.configuration.categoryUrl.replace(
    "{category}",
    path.split("/").map(encodeURIComponent).join("/"),
  );
