/** How results look. */

import { sheet } from "./styles.js";

export const results = sheet(`
:host { min-height: 100vh; }
.crumbs { display: flex; flex-wrap: wrap; gap: 4px 8px; font-size: 0.875em; color: var(--muted); overflow-wrap: anywhere; }
.crumbs a { display: inline-block; padding-block: 4px; }
.crumbs li:not(:last-child)::after { content: "›" / ""; margin-inline-start: 8px; }
h1 { font-size: 1.5em; line-height: 1.25; margin-block: 4px; overflow-wrap: anywhere; }
.notice { display: grid; gap: 8px; margin-block: 8px; padding: 10px 12px; border-radius: var(--radius); background: var(--hover); overflow-wrap: anywhere; }
.notice a { unicode-bidi: plaintext; color: var(--accent); text-underline-offset: 3px; }
.guides { margin-block: 12px; }
.guides ul { display: grid; gap: 8px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 260px), 1fr)); }
.guides a { display: flex; gap: 12px; height: 100%; align-items: center; padding: 10px 12px; border: 1px solid var(--border); border-radius: var(--radius); text-decoration: none; overflow-wrap: anywhere; }
.guides a:hover { background: var(--hover); }
.guides a > span > * { display: block; }
.guides img { flex: none; width: 56px; height: 56px; object-fit: cover; border-radius: 6px; background: var(--hover); }
.kind, .snippet { color: var(--muted); font-size: 0.8125em; }
.guides .snippet { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.row { margin-top: 32px; min-width: 0; }
.row h2 { font-size: 1.125em; line-height: 1.3; margin-bottom: 8px; overflow-wrap: anywhere; }
.row .count { color: var(--muted); font-size: calc(0.875em / 1.125); font-weight: 400; }
.banner { display: block; margin-block: 12px; border-radius: var(--radius); overflow: hidden; background: var(--hover); padding: 16px; font-weight: 600; }
.bar { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 8px; margin-block: 8px 16px; }
.bar h2 { font-size: 1em; font-weight: 400; }
.bar label { display: flex; align-items: center; gap: 8px; font-size: 0.875em; }
@media (max-width: 479px) { .bar label span { position: absolute; width: 1px; overflow: hidden; clip-path: inset(50%); } }
.tiles { display: grid; gap: calc(var(--gap) * 1.5) var(--gap); grid-template-columns: repeat(auto-fill, minmax(min(var(--tile), calc(50% - var(--gap) / 2)), 1fr)); }
.blank { aspect-ratio: 3 / 4; border-radius: var(--radius); background: var(--hover); }
.pages { display: flex; flex-wrap: wrap; justify-content: center; align-items: center; gap: 8px; margin-top: 32px; }
.pages .button { min-width: 44px; padding: 0 12px; }
.pages [aria-current] { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.empty { padding-block: 24px; display: grid; grid-template-columns: minmax(0, 1fr); gap: 8px; }
.empty button { justify-self: start; }
.empty slot { display: block; margin-top: 24px; }
`);
