/** How what stands around a shelf looks. */

import { sheet } from "./styles.js";

export const recommendations = sheet(`
:host([judge]) { --words: 264px; }
:host([vacant]) { visibility: hidden; }
.gone { display: grid; place-content: center; justify-items: center; gap: 12px; padding: 16px; border: 1px dashed var(--border); border-radius: var(--radius); color: var(--muted); text-align: center; font-size: 0.875em; }
.head { display: flex; min-height: 52px; align-items: center; gap: 8px; margin-bottom: 12px; }
h2 { font-size: 1.25em; line-height: 1.3; flex: 1; overflow-wrap: anywhere; }
:host(:dir(rtl)) .turn svg { transform: scaleX(-1); }
.head button { flex: none; width: 44px; padding: 0; border-radius: 99px; }
@media (hover: none) { .head button { display: none; } }
:host([no-hits]) :is(.head, .shelf) { display: none; }
.joint { min-height: 44px; display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; margin-bottom: 12px; }
.shelf li > button { width: 100%; margin-top: 8px; }
.gap { margin-bottom: 8px; }
progress { width: 100%; max-width: 480px; height: 10px; margin-bottom: 12px; border: 0; border-radius: 99px; overflow: hidden; appearance: none; color: var(--accent); background: var(--border); }
progress::-webkit-progress-bar { background: none; }
progress::-webkit-progress-value { background: var(--accent); }
progress::-moz-progress-bar { background: var(--accent); }
@media (forced-colors: active) { progress { border: 1px solid CanvasText; background: Canvas; } }
`);
