/** The look all widgets share; a shop changes it by the custom properties `--tresen-…`. */

/** @param {string} css */
function sheet(css) {
  const style = new CSSStyleSheet();
  style.replaceSync(css);
  return style;
}

export const foundation = sheet(`
:host {
  --accent: var(--tresen-accent, light-dark(#0b6555, #63d2b8));
  --on-accent: var(--tresen-on-accent, light-dark(#fff, #06251f));
  --text: var(--tresen-text, light-dark(#1d2424, #ecf0ee));
  --muted: var(--tresen-muted, light-dark(#5b6664, #a4b0ac));
  --surface: var(--tresen-surface, light-dark(#fff, #1b2221));
  --border: var(--tresen-border, light-dark(#dcdfdc, #39423f));
  --hover: var(--tresen-hover, light-dark(#f0f3f1, #27302e));
  --sale: var(--tresen-sale, light-dark(#b3261e, #ff9a8d));
  --radius: var(--tresen-radius, 10px);
  --gap: var(--tresen-gap, 16px);
  --tile: var(--tresen-tile-width, 210px);
  display: block;
  color: var(--text);
  font: var(--tresen-font, 16px/1.45 system-ui, sans-serif);
}
:host([hidden]) { display: none; }
.stage { display: flow-root; }
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
h1, h2, h3, p, ul, ol, dl, fieldset { margin: 0; padding: 0; border: 0; }
ul, ol { list-style: none; }
a { color: inherit; }
img { display: block; max-width: 100%; }
button, input, select { font: inherit; color: inherit; }
button, select, .button {
  display: inline-flex; align-items: center; justify-content: center; gap: 8px;
  min-height: 44px; padding: 0 16px; cursor: pointer; text-decoration: none;
  background: var(--surface); border: 1px solid var(--border); border-radius: var(--radius);
}
button:hover, .button:hover { background: var(--hover); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
button.plain { border: 0; background: none; padding: 0 4px; color: var(--accent); text-decoration: underline; text-underline-offset: 3px; }
button:disabled { opacity: 0.4; cursor: default; }
input[type="number"], input[type="search"] {
  min-height: 44px; width: 100%; padding: 0 12px;
  background: var(--surface); border: 1px solid var(--border); border-radius: var(--radius);
}
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
mark { background: none; color: inherit; font-weight: 700; }
svg { width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; flex: none; }
.hushed { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.chips { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
.chips:empty { display: none; }
.chips button { min-height: 36px; padding: 0 10px 0 14px; border-radius: 99px; font-size: 0.875rem; }
.chips svg { width: 14px; height: 14px; }
@media (prefers-reduced-motion: no-preference) { .waiting { transition: opacity 0.15s 0.2s; } }
.waiting[aria-busy="true"] { opacity: 0.5; }
`);

export const tile = sheet(`
.tile { position: relative; display: flex; flex-direction: column; gap: 2px; height: 100%; min-width: 0; }
.tile .picture { aspect-ratio: 1; overflow: hidden; margin-bottom: 8px; border-radius: var(--radius); background: var(--hover); }
.tile img { width: 100%; height: 100%; object-fit: cover; }
.tile a { text-decoration: none; }
.tile a::after { content: ""; position: absolute; inset: 0; border-radius: var(--radius); }
.tile a:focus-visible { outline: none; }
.tile a:focus-visible::after { outline: 2px solid var(--accent); outline-offset: 2px; }
.tile a:hover { text-decoration: underline; text-underline-offset: 3px; }
.brand, .rating, .note, small, s { color: var(--muted); font-size: 0.8125rem; }
.title { font-size: 0.9375rem; font-weight: 500; line-height: 1.35; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.note { display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical; overflow: hidden; }
.title:has(:focus-visible) { overflow: visible; }
.price { margin-top: 4px; display: flex; flex-wrap: wrap; align-items: baseline; column-gap: 8px; }
.now { font-weight: 700; }
.now.reduced { color: var(--sale); }
.badge { position: absolute; top: 8px; inset-inline-start: 8px; padding: 2px 8px; border-radius: 99px; font-size: 0.8125rem; font-weight: 700; background: var(--sale); color: light-dark(#fff, #33100c); }
.sold-out .picture { opacity: 0.55; }
.add { position: absolute; top: 8px; inset-inline-end: 8px; width: 44px; padding: 0; border-radius: 99px; }
@media (forced-colors: active) { .badge { border: 1px solid; } }
`);

export const search = sheet(`
:host { position: relative; z-index: var(--tresen-layer, 20); }
form { position: relative; display: flex; }
input[type="search"] { padding-inline: 16px 96px; border-radius: 99px; appearance: none; }
input::-webkit-search-cancel-button { display: none; }
form button { position: absolute; inset-block: 0; inset-inline-end: 0; width: 48px; padding: 0; border: 0; border-radius: 99px; background: none; }
form .clear { inset-inline-end: 44px; width: 44px; color: var(--muted); }
.list { position: absolute; inset-inline: 0; top: calc(100% + 6px); padding: 12px; background: var(--surface); border: 1px solid var(--border); border-radius: var(--radius); box-shadow: 0 12px 32px rgb(0 0 0 / 0.16); max-height: 75dvh; overflow-y: auto; }
.title { padding: 8px 8px 2px; font-size: 0.8125rem; font-weight: 600; color: var(--muted); }
[role="option"] { padding: 8px; border-radius: calc(var(--radius) - 4px); cursor: pointer; overflow-wrap: anywhere; }
[role="option"]:hover, [aria-selected="true"] { background: var(--hover); }
[aria-selected="true"] { outline: 2px solid var(--accent); outline-offset: -2px; }
.product { display: grid; grid-template-columns: 52px 1fr; gap: 12px; align-items: center; }
.product img { width: 52px; height: 52px; border-radius: 6px; background: var(--hover); }
.product .name { font-size: 0.9375rem; line-height: 1.3; }
.product :is(s, small) { display: none; }
.product .price { margin: 0; font-size: 0.9375rem; }
.aside { margin-inline-start: 8px; color: var(--muted); font-size: 0.875rem; }
@media (min-width: 700px) { .list:has(.wide) { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); column-gap: 16px; align-content: start; } .wide { grid-column: 2; grid-row: 1 / span 4; } }
`);

export const results = sheet(`
:host { min-height: 70vh; }
.crumbs { display: flex; flex-wrap: wrap; gap: 4px 8px; font-size: 0.875rem; color: var(--muted); }
.crumbs li:not(:last-child)::after { content: "›"; margin-inline-start: 8px; }
h1 { font-size: 1.5rem; line-height: 1.25; margin-block: 4px; overflow-wrap: anywhere; }
.notice { display: grid; gap: 8px; margin-block: 8px; padding: 10px 12px; border-radius: var(--radius); background: var(--hover); overflow-wrap: anywhere; }
.notice a { color: var(--accent); text-underline-offset: 3px; }
.guides { margin-block: 12px; }
.guides ul { display: grid; gap: 8px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 260px), 1fr)); }
.guides a { display: flex; gap: 12px; height: 100%; align-items: center; padding: 10px 12px; border: 1px solid var(--border); border-radius: var(--radius); text-decoration: none; overflow-wrap: anywhere; }
.guides a:hover { background: var(--hover); }
.guides a > span > * { display: block; }
.guides img { flex: none; width: 56px; height: 56px; object-fit: cover; border-radius: 6px; background: var(--hover); }
.kind, .snippet { color: var(--muted); font-size: 0.8125rem; }
.guides .snippet { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.row { margin-top: 32px; min-width: 0; }
.row h2 { font-size: 1.125rem; line-height: 1.3; margin-bottom: 8px; overflow-wrap: anywhere; }
.row .count { color: var(--muted); font-size: 0.875rem; font-weight: 400; }
.banner { display: block; margin-block: 12px; border-radius: var(--radius); overflow: hidden; background: var(--hover); padding: 16px; font-weight: 600; }
.bar { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 8px; margin-block: 8px 16px; }
.bar h2 { font-size: 1rem; font-weight: 400; }
.bar label { display: flex; align-items: center; gap: 8px; font-size: 0.875rem; }
@media (max-width: 479px) { .bar label span { position: absolute; width: 1px; overflow: hidden; clip-path: inset(50%); } }
.tiles { display: grid; gap: calc(var(--gap) * 1.5) var(--gap); grid-template-columns: repeat(auto-fill, minmax(min(var(--tile), calc(50% - var(--gap) / 2)), 1fr)); }
.blank { aspect-ratio: 3 / 4; border-radius: var(--radius); background: var(--hover); }
.pages { display: flex; flex-wrap: wrap; justify-content: center; gap: 8px; margin-top: 32px; }
.pages .button { min-width: 44px; padding: 0 12px; }
.pages [aria-current] { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.empty { padding-block: 24px; display: grid; grid-template-columns: minmax(0, 1fr); gap: 8px; }
.empty button { justify-self: start; }
.empty slot { display: block; margin-top: 24px; }
`);

export const facets = sheet(`
.opener { display: none; width: 100%; }
.chips { margin-bottom: 12px; }
fieldset > [type="search"] { min-height: 40px; margin-bottom: 6px; font-size: 0.875rem; }
.hint:not(:empty, .hushed) { padding-block: 6px; color: var(--muted); font-size: 0.875rem; }
.histogram { grid-column: 1 / -1; display: flex; gap: 2px; height: 56px; }
.histogram span { flex: 1; display: flex; align-items: end; border-block-end: 2px solid var(--border); cursor: pointer; }
.histogram i { width: 100%; border-radius: 3px 3px 0 0; background: var(--border); }
.histogram .inside { border-color: var(--accent); }
.histogram .inside i { background: var(--accent); opacity: 0.55; }
.histogram span:hover i { opacity: 1; }
@media (forced-colors: active) { .histogram i { background: CanvasText; forced-color-adjust: none; } }
details { border-top: 1px solid var(--border); padding-block: 4px 12px; }
summary { min-height: 44px; display: flex; align-items: center; justify-content: space-between; font-weight: 600; cursor: pointer; list-style: none; }
summary::after { content: "+"; font-weight: 400; font-size: 1.25rem; }
details[open] > summary::after { content: "–"; }
.value { display: flex; align-items: center; gap: 10px; min-height: 36px; cursor: pointer; overflow-wrap: anywhere; }
.value:hover { background: var(--hover); }
.value input { width: 18px; height: 18px; accent-color: var(--accent); flex: none; }
.value:has(:disabled) { color: var(--muted); cursor: default; }
.count { margin-inline-start: auto; color: var(--muted); font-size: 0.8125rem; }
.size .values { display: grid; grid-template-columns: repeat(auto-fill, minmax(56px, 1fr)); gap: 6px; }
.size .value { position: relative; justify-content: center; min-height: 44px; border: 1px solid var(--border); border-radius: var(--radius); }
.size .value input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.size .value:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); font-weight: 700; }
.size .value:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 2px; }
.size .value:has(:disabled) { text-decoration: line-through; opacity: 0.6; }
.size .count { display: none; }
.range { display: grid; grid-template-columns: 1fr auto 1fr; gap: 8px; align-items: end; font-size: 0.8125rem; color: var(--muted); }
.range input { color: var(--text); font-size: 1rem; }
.range > span { padding-bottom: 12px; }
.tree a { display: flex; gap: 8px; padding-block: 6px; text-decoration: none; }
.tree a:hover { text-decoration: underline; }
.tree [aria-current] { font-weight: 700; }
.depth-1 { padding-inline-start: 14px; } .depth-2 { padding-inline-start: 28px; } .depth-3 { padding-inline-start: 42px; }
.head, .foot { display: none; }
dialog { margin: 0; margin-inline-start: auto; padding: 0 16px; width: min(400px, 92vw); max-width: none; height: 100dvh; max-height: none; border: 0; color: inherit; background: var(--surface); }
dialog::backdrop { background: rgb(0 0 0 / 0.5); }
@media (max-width: 799px) {
  .opener { display: flex; margin-bottom: 12px; }
  .head { display: flex; position: sticky; top: 0; z-index: 1; justify-content: space-between; align-items: center; padding-block: 8px; background: var(--surface); font-weight: 700; }
  .head button { width: 44px; padding: 0; border: 0; }
  .foot { display: flex; position: sticky; bottom: 0; padding-block: 12px; background: var(--surface); }
  .foot button { width: 100%; }
  .value { min-height: 44px; }
}
`);

export const shelf = sheet(`
.shelf { --column: min(var(--tile), 44vw); display: grid; grid-auto-flow: column; gap: var(--gap); grid-auto-columns: var(--column); overflow-x: auto; scroll-snap-type: x proximity; scroll-padding-inline: 4px; overscroll-behavior-x: contain; scrollbar-width: none; padding: 4px; margin: -4px; }
.shelf li { scroll-snap-align: start; min-width: 0; }
.shelf .blank { height: calc(var(--column) + 130px); border-radius: var(--radius); background: var(--hover); }
@media (prefers-reduced-motion: no-preference) { .shelf { scroll-behavior: smooth; } }
`);

export const recommendations = sheet(`
:host { min-height: calc(var(--tile) * 1.6 + 60px); }
.head { display: flex; min-height: 44px; align-items: center; gap: 8px; margin-bottom: 12px; }
h2 { font-size: 1.25rem; line-height: 1.3; margin-inline-end: auto; }
.head button { flex: none; width: 44px; padding: 0; border-radius: 99px; }
@media (hover: none) { .head button { display: none; } }
.joint { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; margin-bottom: 12px; }
.shelf li > button { width: 100%; margin-top: 8px; }
.gap { margin-bottom: 8px; }
progress { width: 100%; max-width: 480px; height: 10px; margin-bottom: 12px; accent-color: var(--accent); }
`);
