/** How facets look. */

import { sheet } from "./styles.js";

export const facets = sheet(`
.opener, section:empty { display: none; width: 100%; }
.chips { margin-bottom: 12px; }
fieldset > [type="search"] { min-height: 40px; margin-bottom: 6px; font-size: 0.875em; }
.hint:not(:empty, .hushed) { padding-block: 6px; color: var(--muted); font-size: 0.875em; }
.histogram { grid-column: 1 / -1; display: flex; gap: 2px; height: 56px; }
.histogram span { flex: 1; display: flex; align-items: end; border-block-end: 2px solid var(--border); cursor: pointer; }
.histogram i { width: 100%; border-radius: 3px 3px 0 0; background: var(--border); }
.histogram .inside { border-color: var(--accent); }
.histogram .inside i { background: var(--accent); opacity: 0.55; }
.histogram span:hover i { opacity: 1; }
@media (forced-colors: active) {
  .histogram i { background: CanvasText; forced-color-adjust: none; }
  .size .value:has(:checked) { outline: 3px solid Highlight; outline-offset: -3px; }
}
details { border-top: 1px solid var(--border); padding-block: 4px 12px; }
summary { min-height: 44px; display: flex; align-items: center; justify-content: space-between; font-weight: 600; cursor: pointer; list-style: none; }
summary::after { content: "+" / ""; font-weight: 400; font-size: 1.25em; }
details[open] > summary::after { content: "–" / ""; }
.value { display: flex; align-items: center; gap: 10px; min-height: 36px; cursor: pointer; overflow-wrap: anywhere; }
.value:hover { background: var(--hover); }
.value input { width: 18px; height: 18px; accent-color: var(--accent); flex: none; }
.value:has(:disabled) { color: var(--muted); cursor: default; }
.swatch { width: 22px; height: 22px; margin-inline-end: -2px; border-radius: 50%; border: 1px solid color-mix(in srgb, var(--text) 35%, transparent); flex: none; forced-color-adjust: none; }
.count { margin-inline-start: auto; color: var(--muted); font-size: 0.8125em; }
.size .values { display: grid; grid-template-columns: repeat(auto-fill, minmax(56px, 1fr)); gap: 6px; }
.size .value { position: relative; justify-content: center; min-height: 44px; border: 1px solid var(--border); border-radius: var(--radius); }
.size .value input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.size .value:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); font-weight: 700; }
.size .value:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 2px; }
.size .value:has(:disabled) { text-decoration: line-through; opacity: 0.6; }
.size .count { display: none; }
.range { display: grid; grid-template-columns: 1fr auto 1fr; gap: 8px; align-items: end; font-size: 0.8125em; color: var(--muted); }
.range input { color: var(--text); font-size: calc(1em / 0.8125); }
.range > span { padding-bottom: 12px; }
summary, .tree { overflow-wrap: anywhere; }
.tree a { display: flex; align-items: baseline; gap: 8px; padding-block: 6px; text-decoration: none; }
.tree a:hover { text-decoration: underline; }
.tree [aria-current] { font-weight: 700; }
.depth-1 { padding-inline-start: 14px; } .depth-2 { padding-inline-start: 28px; } .depth-3 { padding-inline-start: 42px; }
.head, .foot { display: none; }
dialog { margin: 0; margin-inline-start: auto; padding: 0; width: min(400px, 92vw); max-width: none; height: 100dvh; max-height: none; border: 0; color: inherit; background: var(--surface); }
dialog > div { min-height: 100%; padding: 0 16px; }
dialog::backdrop { background: #00000080; }
@media (max-width: 799px) {
  .opener { display: flex; margin-bottom: 12px; }
  .head { display: flex; position: sticky; top: 0; z-index: 1; justify-content: space-between; align-items: center; padding-block: 8px; background: var(--surface); font-weight: 700; }
  .head button { width: 44px; padding: 0; border: 0; }
  .foot { display: flex; position: sticky; bottom: 0; padding-block: 12px; background: var(--surface); }
  .foot button { width: 100%; }
  .value { min-height: 44px; }
}
`);
