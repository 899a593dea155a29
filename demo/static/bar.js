/** The bar of the demonstration: who one is, what one allows, and how far the ladder reaches. */

import { tresen } from "/widgets/tresen.js";
import { emptyBasket } from "./basket.js";
import { byId } from "./elements.js";
import { keep, kept } from "./kept.js";

const CONSENT = "shop.consent";
const VISITOR = "tresen.visitor";
const WHY = "shop.why";
const PERSON = "shop.person";
const LEVEL = "/counter/level";

const people = Array.from(byId("people").querySelectorAll("button"));

/** @param {string} [visitorId] */
const persona = (visitorId) => people.find(({ dataset }) => dataset.visitor === visitorId);

/** What a level is called. @param {string} level */
export const levelName = (level) =>
  byId("most").querySelector(`[value="${CSS.escape(level)}"]`)?.textContent ?? level;

/** Keep a cookie for a day, or let go of it. @param {string} name @param {string} [value] */
function keepCookie(name, value = "") {
  const seconds = value ? 86400 : 0;
  document.cookie = `${name}=${value}; path=/; samesite=strict; max-age=${seconds}`;
}

/** Be somebody else from the next page on, and logged in; who one was until now is not withdrawn, only left. @param {DOMStringMap} somebody */
function become({ person, visitor }) {
  tresen.identity.setConsent("none");
  emptyBasket();
  keepCookie(PERSON, person);
  if (visitor) keep(VISITOR, visitor);
  keep(CONSENT, "personalization");
  location.reload();
}

/** @param {any} event the visitor's word, kept only when it allows to keep anything */
function chooseConsent({ target }) {
  keep(CONSENT, target.value === "none" ? null : target.value);
  // People of the history are there for the next one who wants to be them: they are left, and withdraw nothing.
  if (persona(tresen.identity.visitorId || "-")) {
    tresen.identity.setConsent("none");
    tresen.setCustomer();
    keepCookie(PERSON);
  }
  tresen.setConsent(target.value);
}

function showVisitor() {
  const { visitorId, consent } = tresen.identity;
  const now = persona(visitorId || undefined) ?? byId("new-visitor");
  for (const one of people) one.setAttribute("aria-pressed", String(one === now));
  byId("who-now").textContent = now.textContent;
  byId("visitor").textContent = visitorId ? visitorId.slice(0, 8) : "–";
  /** @type {HTMLSelectElement} */ (byId("consent")).value = consent;
}

/** @returns {Promise<Record<string, string>>} the highest level at each touch-point that has a dial of its own */
const levels = async () => (await fetch(LEVEL)).json();

async function showLevel() {
  const place = /** @type {HTMLSelectElement} */ (byId("touch-point")).value;
  const reach = await levels();
  /** @type {HTMLSelectElement} */ (byId("most")).value = reach[place] ?? reach.default;
}

/** @param {any} event */
async function turnLevel({ target }) {
  const place = /** @type {HTMLSelectElement} */ (byId("touch-point")).value;
  const query = new URLSearchParams({ touch_point: place, level: target.value });
  await fetch(`${LEVEL}?${query}`, { method: "PUT" });
  await new Promise((soon) => setTimeout(soon, 500)); // the service takes a moment to hear of it
  location.reload();
}

/** @param {any} event */
function askWhy({ target }) {
  keepCookie(WHY, target.checked ? "on" : "");
  location.reload();
}

for (const one of people) one.addEventListener("click", () => become(one.dataset));
document.addEventListener("tresen-visitor", showVisitor);
document.addEventListener("tresen-answer", (/** @type {any} */ { detail }) => {
  byId("level").textContent = levelName(detail.answer.level);
});
byId("consent").addEventListener("change", chooseConsent);
byId("touch-point").addEventListener("change", showLevel);
byId("most").addEventListener("change", turnLevel);
byId("ask-why").addEventListener("change", askWhy);
byId("who").addEventListener("toggle", () => showLevel().catch(() => {}));

tresen.setConsent(/** @type {any} */ (kept(CONSENT) ?? "none"));
