/** How the search box and its list look. */

import { sheet } from "./styles.js";

export const search = sheet(`
:host { position: relative; z-index: var(--tresen-layer, 20); }
form { position: relative; display: flex; }
input { min-height: 44px; width: 100%; padding-inline: 16px 96px; background: var(--surface); border: 1px solid var(--border); border-radius: 99px; }
button { position: absolute; inset-block: 0; inset-inline-end: 0; width: 48px; padding: 0; border: 0; border-radius: 99px; background: none; cursor: pointer; display: grid; place-items: center; }
:placeholder-shown + .clear { display: none; }
.clear { inset-inline-end: 44px; width: 44px; }
.clear, .title, .aside { color: var(--muted); font-size: 0.875em; }
.list { position: absolute; inset-inline: 0; top: calc(100% + 6px); padding: 12px; background: var(--surface); border: 1px solid var(--border); border-radius: var(--radius); box-shadow: 0 12px 32px #00000029; max-height: 75dvh; overflow-y: auto; }
.title { padding: 8px 8px 2px; font-weight: 600; }
[role=option] { padding: 8px; border-radius: calc(var(--radius) - 4px); cursor: pointer; overflow-wrap: anywhere; }
[role=option]:hover, [aria-selected=true] { background: var(--hover); }
[aria-selected=true] { outline: 2px solid var(--accent); outline-offset: -2px; }
.product { display: grid; grid-template-columns: 52px 1fr; gap: 12px; align-items: center; font-size: 0.9375em; line-height: 1.3; }
.product img { width: 52px; height: 52px; border-radius: 6px; background: var(--hover); }
.aside { padding-inline: 4px; }
@media (min-width: 700px) { .list:has(.products) { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); column-gap: 12px; align-content: start; } .products { grid-column: 2; grid-row: 1/5; } }
`);
