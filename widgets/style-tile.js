/** How a product's tile looks. */

import { sheet } from "./styles.js";

export const tile = sheet(`
.tile { position: relative; display: flex; flex-direction: column; gap: 2px; height: 100%; min-width: 0; overflow-wrap: anywhere; }
.tile .picture { aspect-ratio: 1; overflow: hidden; margin-bottom: 8px; border-radius: var(--radius); background: var(--hover); }
.tile img { width: 100%; height: 100%; object-fit: cover; }
.tile a { text-decoration: none; }
.tile a::after { content: ""; position: absolute; inset: 0; border-radius: var(--radius); }
.tile a:focus-visible { outline: none; }
.tile a:focus-visible::after { outline: 2px solid var(--accent); outline-offset: 2px; }
.tile a:hover { text-decoration: underline; text-underline-offset: 3px; }
.brand, .rating, .note, small, s { color: var(--muted); font-size: 0.8125em; }
.title { font-size: 0.9375em; font-weight: 500; line-height: 1.35; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.note { display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical; overflow: hidden; }
.title:has(:focus-visible) { overflow: visible; }
.price { margin-top: 4px; display: flex; flex-wrap: wrap; align-items: baseline; column-gap: 8px; }
.now { font-weight: 700; }
.now.reduced { color: var(--sale); }
.badge { position: absolute; top: 8px; inset-inline-start: 8px; padding: 2px 8px; border-radius: 99px; font-size: 0.8125em; font-weight: 700; background: var(--sale); color: light-dark(#fff, #33100c); }
.sold-out .picture { opacity: 0.55; }
.add { position: absolute; top: 8px; inset-inline-end: 8px; width: 44px; padding: 0; border-radius: 99px; }
.judge { position: relative; display: flex; gap: 4px; margin-top: auto; padding-top: 8px; }
.judge button { width: 44px; padding: 0; border-radius: 99px; border-color: transparent; color: var(--muted); background: none; }
.judge [aria-pressed="true"] { color: var(--accent); border-color: var(--accent); }
.own { position: relative; height: 100%; }
@media (forced-colors: active) {
  .badge { border: 1px solid; }
  .judge [aria-pressed="true"] { color: var(--on-accent); background: var(--accent); }
}
`);
