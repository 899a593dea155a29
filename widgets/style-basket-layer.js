/** How the layer looks that opens over the page. */

import { sheet } from "./styles.js";

export const layer = sheet(`
dialog { width: min(720px, calc(100vw - 32px)); max-height: calc(100dvh - 32px); padding: 0 20px; border: 1px solid var(--border); border-radius: var(--radius); color: var(--text); background: var(--surface); overflow-y: auto; overscroll-behavior: contain; }
dialog::backdrop { background: #00000080; }
.head { position: sticky; top: 0; z-index: 2; display: flex; align-items: center; justify-content: space-between; padding-block: 8px; background: var(--surface); }
.head button { width: 44px; padding: 0; border: 0; }
h2 { font-size: 1.125em; }
.added { display: flex; gap: 16px; align-items: center; margin-bottom: 16px; overflow-wrap: anywhere; }
.added img { width: 72px; height: 72px; object-fit: cover; border-radius: var(--radius); background: var(--hover); flex: none; }
.name { font-weight: 600; }
.choice { color: var(--muted); font-size: 0.875em; }
.foot { position: sticky; bottom: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: 8px; padding-block: 12px; margin-top: 12px; background: var(--surface); border-top: 1px solid var(--border); }
.foot > * { flex: 1; padding-inline: 12px; white-space: nowrap; }
@media (max-width: 479px) { dialog { width: 100vw; max-width: none; margin: auto 0 0; border-radius: var(--radius) var(--radius) 0 0; } }
`);
