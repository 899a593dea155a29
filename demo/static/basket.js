/** The shop's own basket: lines kept on the device, because a shop cannot work without. */

import { tresen } from "/widgets/tresen.js";
import { keep, kept } from "./kept.js";

/** @typedef {{product_id: string, variant_id: string, quantity: number}} Line */

const KEY = "shop.basket";
const MOST = 99;

/** @returns {Line[]} */
const read = () => JSON.parse(kept(KEY) ?? "[]");

let lines = read();

export const basketLines = () => lines;

/** @param {Line} line @param {Record<string, unknown>} [facts] */
export function addLine(line, facts = {}) {
  const there = lines.find((other) => other.variant_id === line.variant_id);
  const others = lines.filter((other) => other !== there);
  const quantity = Math.min(MOST, (there?.quantity ?? 0) + line.quantity);
  hold([...others, { ...line, quantity }]);
  tresen.added({ ...line, ...facts });
}

/** @param {Line} line @param {number} quantity */
export function changeLine(line, quantity) {
  const change = quantity - line.quantity;
  const type = change > 0 ? "add_to_basket" : "remove_from_basket";
  if (change) tresen.track(type, { ...line, quantity: Math.abs(change) });
  hold(
    lines
      .map((other) => (other === line ? { ...line, quantity } : other))
      .filter((one) => one.quantity),
  );
}

export const emptyBasket = () => hold([]);

/** Tell Tresen, and the page, what lies in the basket. */
export function announceBasket() {
  tresen.setBasket(lines.map(({ product_id, quantity }) => ({ product_id, quantity })));
}

/** Take over what was changed in another tab, or on a page that one comes back from. */
function reread() {
  lines = read();
  announceBasket();
}

addEventListener("storage", ({ key }) => key === KEY && reread());
addEventListener("pageshow", ({ persisted }) => persisted && reread());

/** @param {Line[]} now */
function hold(now) {
  lines = now;
  keep(KEY, lines.length ? JSON.stringify(lines) : null);
  announceBasket();
}
