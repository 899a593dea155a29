/** What stands above the results: where one is, what was understood, corrected or left out, and banners. */

import { tresen } from "./client.js";
import { h } from "./dom.js";
import { categoryUrl, safeUrl } from "./format.js";
import { address } from "./page.js";
import { say } from "./words.js";

/** @typedef {{value: string, label: string}} Crumb */
/** @typedef {{title: string, url: string, image_url?: string | null}} Banner */

/**
 * @typedef {object} Interpretation
 * @property {string | null} corrected
 * @property {string | null} did_you_mean
 * @property {string[]} dropped
 * @property {{value: string, label?: string}[]} filters
 */

/** @param {Crumb[]} crumbs */
export function breadcrumbs(crumbs) {
  const { categoryUrl: pattern } = tresen.configuration;
  /** @param {string} url @param {string} label */
  const step = (url, label) => h("li", {}, h("a", { href: tresen.link(url) }, label));
  const steps = crumbs.map(({ value, label }) => step(categoryUrl(pattern, value), label));
  const properties = { "aria-label": say("breadcrumbs"), hidden: !crumbs.length };
  return h("nav", properties, h("ol", { class: "crumbs" }, step("/", say("home")), steps));
}

/** Say what became of the query. @param {Interpretation} interpretation */
export function notices({ corrected, did_you_mean: meant, dropped, filters }) {
  const understood = filters.map(({ label, value }) => label ?? value).join(", ");
  const texts = [
    corrected && [say("corrected", { text: corrected })],
    meant && [`${say("didYouMean")} `, h("a", { href: address({ q: meant }) }, meant), "?"],
    dropped.length && [say("dropped", { words: dropped.join(", ") })],
    understood && [say("understood", { filters: understood })],
  ];
  return texts.filter((text) => !!text).map((text) => h("p", { class: "notice" }, ...text));
}

/** @param {Banner} banner */
export function banner({ title, url, image_url }) {
  const picture = image_url && h("img", { src: safeUrl(image_url), alt: "" });
  return h("a", { class: "banner", href: safeUrl(url) }, picture, title);
}
