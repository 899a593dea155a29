/** "Why is this here?": each tile gets a button that tells the points which put it where it is. */

import { tresen } from "/widgets/tresen.js";
import { levelName } from "./bar.js";
import { byId, element } from "./elements.js";

/** @typedef {{signal: string, level: string, points: number, reason: string}} Point */
/** @typedef {{product_id: string, title: string, score?: number, points?: Point[], moves?: {reason: string}[], missing?: {sentence: string} | null, position?: number | null}} Explained */

const look = new CSSStyleSheet();
look.replaceSync(
  ".why { position: relative; z-index: 2; justify-self: start; min-height: 32px; margin-top: 4px; padding: 0 10px;" +
    " border: 1px dashed; border-radius: 99px; background: none; color: inherit; font-size: 0.8125rem; cursor: pointer; }",
);

const dialog = /** @type {HTMLDialogElement} */ (byId("why"));
const { language } = tresen.configuration;

/** Less than this is written as nothing. */
const LEAST = 0.005;

/** @param {number} points */
const signed = (points) =>
  points
    .toLocaleString(language, { signDisplay: "exceptZero", maximumFractionDigits: 2 })
    .replace("-", "−");

/** @param {Point} point @param {number} most */
function row({ level, points, reason }, most) {
  const bar = element("meter", { min: "0", max: String(most), value: String(Math.abs(points)) });
  if (points < 0) bar.classList.add("down");
  return element(
    "tr",
    {},
    element("td", { class: `level ${level}` }, levelName(level)),
    element("td", {}, reason),
    element("td", { class: "bars" }, bar),
    element("td", { class: points < -LEAST ? "amount less" : "amount" }, signed(points)),
  );
}

/** @param {Explained} explained */
function table({ points = [], score = 0 }) {
  const most = Math.max(...points.map((one) => Math.abs(one.points)), 0.01);
  const sum = element(
    "tr",
    { class: "total" },
    element("td", {}),
    element("td", {}, dialog.dataset.sum ?? ""),
    element("td", { class: "bars" }),
    element("td", { class: "amount" }, signed(score)),
  );
  return element("table", {}, ...points.map((one) => row(one, most)), sum);
}

/** @param {Explained} explained */
function tell(explained) {
  const { title, moves = [], missing } = explained;
  byId("why-said").replaceChildren(
    element("p", {}, element("strong", {}, title)),
    ...(missing ? [element("p", {}, missing.sentence)] : []),
    ...(explained.points?.length ? [table(explained)] : []),
    element("ul", {}, ...moves.map(({ reason }) => element("li", {}, reason))),
  );
  dialog.showModal();
}

/** @param {any} answer @returns {Explained[]} */
const hitsOf = ({ hits = [], slots = [] }) => [
  ...hits,
  ...slots.flatMap((/** @type {any} */ slot) => slot.hits),
];

/** The product a tile leads to. @param {Element} tile */
function productOf(tile) {
  const address = tile.querySelector("a[href]")?.getAttribute("href") ?? "";
  return decodeURIComponent(new URL(address, location.href).pathname.split("/").at(-1) ?? "");
}

/** @param {ShadowRoot} root @param {Explained[]} hits */
function mark(root, hits) {
  if (!root.adoptedStyleSheets.includes(look)) root.adoptedStyleSheets.push(look);
  const known = new Map(hits.map((hit) => [hit.product_id, hit]));
  for (const tile of root.querySelectorAll('[part~="tile"]:not(:has(.why))')) {
    const hit = known.get(productOf(tile));
    if (!hit?.points) continue;
    const button = element("button", { type: "button", class: "why" }, dialog.dataset.ask ?? "");
    button.addEventListener("click", () => tell(hit));
    tile.append(button);
  }
}

/** Ask why a product is not among what this page shows, or where. @param {SubmitEvent} event */
async function whyNot(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const query = new URLSearchParams(location.search);
  const { consent, visitorId } = tresen.identity;
  query.set("language", language);
  query.set("product_id", String(new FormData(form).get("product_id")).trim());
  query.set("consent", consent);
  if (visitorId) query.set("visitor_id", visitorId);
  const answer = await fetch(`/counter/v1/explain?${query}`);
  const said = await answer.json();
  tell(answer.ok ? said : { title: said.detail, product_id: "" });
}

if (tresen.configuration.base) {
  document.addEventListener("tresen-answer", (/** @type {any} */ event) => {
    const [{ shadowRoot }] = event.composedPath();
    mark(shadowRoot, hitsOf(event.detail.answer));
  });
  const form = byId("why-not");
  form.hidden = !document.querySelector("tresen-results");
  form.addEventListener("submit", (event) => whyNot(event).catch(() => {}));
}
