/** What stands above the results: where one is, and banners. */

import { tresen } from "./asking.js";
import { h } from "./dom.js";
import { categoryUrl, safeUrl } from "./addresses.js";
import { say } from "./words.js";

/** @typedef {{value: string, label: string}} Crumb */
/** @typedef {{title: string, url: string, image_url?: string | null}} Banner */

/** @param {Crumb[]} crumbs */
export function breadcrumbs(crumbs) {
  /** @param {string} url @param {string} label */
  const step = (url, label) => h("li", {}, h("a", { href: tresen.link(url), dir: "auto" }, label));
  const steps = crumbs.map(({ value, label }) => step(categoryUrl(value), label));
  const properties = { "aria-label": say("breadcrumbs"), hidden: !crumbs.length };
  return h("nav", properties, h("ol", { class: "crumbs" }, step("/", say("home")), steps));
}

/** @param {Banner} banner */
export function banner({ title, url, image_url }) {
  const picture = image_url && h("img", { src: safeUrl(image_url), alt: "" });
  return h("a", { class: "banner", href: safeUrl(url) }, picture, h("bdi", {}, title));
}
