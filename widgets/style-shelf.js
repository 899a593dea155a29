/** How a shelf looks that one scrolls through. */

import { sheet } from "./styles.js";

export const shelf = sheet(`
.shelf { --column: min(var(--tile), 44vw); min-height: calc(var(--column) + var(--words, 212px) + 8px); display: grid; grid-auto-flow: column; gap: var(--gap); grid-auto-columns: var(--column); overflow-x: auto; scroll-snap-type: x proximity; scroll-padding-inline: 4px; overscroll-behavior-x: contain; scrollbar-width: none; padding: 4px; margin: -4px; }
.shelf li { scroll-snap-align: start; min-width: 0; }
.shelf .note { -webkit-line-clamp: 2; }
.shelf .blank { border-radius: var(--radius); background: var(--hover); }
@media (prefers-reduced-motion: no-preference) { .shelf { scroll-behavior: smooth; } }
`);
