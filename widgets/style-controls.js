/** How lists, links and buttons look. */

import { sheet } from "./styles.js";

export const controls = sheet(`
:host {
  --on-accent: var(--tresen-on-accent, light-dark(#fff, #06251f));
  --sale: var(--tresen-sale, light-dark(#b3261e, #ff9a8d));
  --gap: var(--tresen-gap, 16px);
  --tile: var(--tresen-tile-width, 210px);
}
.stage { display: flow-root; }
h1, h2, h3, p, ul, ol, dl, fieldset { margin: 0; padding: 0; border: 0; }
ul, ol { list-style: none; }
a { color: inherit; }
[dir="auto"] { text-align: -webkit-match-parent; text-align: match-parent; }
button, select, .button {
  display: inline-flex; align-items: center; justify-content: center; gap: 8px;
  min-height: 44px; padding: 0 16px; cursor: pointer; text-decoration: none;
  background: var(--surface); border: 1px solid var(--border); border-radius: var(--radius);
}
button:hover, .button:hover { background: var(--hover); }
button.primary, .button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
button.plain { border: 0; background: none; padding: 0 4px; color: var(--accent); text-decoration: underline; text-underline-offset: 3px; }
button:disabled { opacity: 0.4; cursor: default; }
input[type="number"], input[type="search"] {
  min-height: 44px; width: 100%; padding: 0 12px;
  background: var(--surface); border: 1px solid var(--border); border-radius: var(--radius);
}
.chips { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
.chips:empty { display: none; }
.chips button { min-height: 36px; padding: 0 10px 0 14px; border-radius: 99px; font-size: 0.875em; }
.chips svg { width: 14px; height: 14px; }
@media (prefers-reduced-motion: no-preference) {
  .waiting { transition: opacity 0.15s 0.2s; }
  .blank { animation: breathe 1s ease-in-out infinite alternate; }
  @keyframes breathe { to { opacity: 0.45; } }
}
.waiting[aria-busy="true"] { opacity: 0.5; }
@media (forced-colors: active) {
  .primary, .button[aria-current], [aria-pressed="true"], progress { --accent: Highlight; --on-accent: HighlightText; forced-color-adjust: none; }
}
`);
