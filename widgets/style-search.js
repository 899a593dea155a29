/** How the search box and its list look. */

import { sheet } from "./styles.js";

export const search = sheet(`
:host { position: relative; z-index: var(--tresen-layer, 20); }
p { margin: 0; }
form { position: relative; display: flex; }
input { min-height: 44px; width: 100%; padding-inline: 16px 96px; appearance: none; background: var(--surface); border: 1px solid var(--border); border-radius: 99px; }
input::-webkit-search-cancel-button { display: none; }
form button { position: absolute; inset-block: 0; inset-inline-end: 0; width: 48px; padding: 0; border: 0; border-radius: 99px; background: none; cursor: pointer; display: grid; place-items: center; }
:placeholder-shown + .clear { display: none; }
form .clear { inset-inline-end: 44px; width: 44px; color: var(--muted); }
.list { position: absolute; inset-inline: 0; top: calc(100% + 6px); padding: 12px; background: var(--surface); border: 1px solid var(--border); border-radius: var(--radius); box-shadow: 0 12px 32px #00000029; max-height: 75dvh; overflow-y: auto; }
.title { padding: 8px 8px 2px; font-size: 0.8125rem; font-weight: 600; color: var(--muted); }
[role=option] { padding: 8px; border-radius: calc(var(--radius) - 4px); cursor: pointer; overflow-wrap: anywhere; }
[role=option]:hover, [aria-selected=true] { background: var(--hover); }
[aria-selected=true] { outline: 2px solid var(--accent); outline-offset: -2px; }
.product { display: grid; grid-template-columns: 52px 1fr; gap: 12px; align-items: center; }
.product img { width: 52px; height: 52px; border-radius: 6px; background: var(--hover); }
.product p { font-size: 0.9375rem; line-height: 1.3; }
.product .price { font-weight: 700; }
.aside { margin-inline-start: 8px; color: var(--muted); font-size: 0.875rem; }
@media (min-width: 700px) { .list:has(.wide) { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); column-gap: 12px; align-content: start; } .wide { grid-column: 2; grid-row: 1/5; } }
`);
