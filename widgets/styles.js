/** The look all widgets share; a shop changes it by the custom properties `--tresen-…`. */

/** @param {string} css */
export function sheet(css) {
  const style = new CSSStyleSheet();
  style.replaceSync(css);
  return style;
}

export const foundation = sheet(`
:host {
  --accent: var(--tresen-accent, light-dark(#0b6555, #63d2b8));
  --text: var(--tresen-text, light-dark(#1d2424, #ecf0ee));
  --muted: var(--tresen-muted, light-dark(#5b6664, #a4b0ac));
  --surface: var(--tresen-surface, light-dark(#fff, #1b2221));
  --border: var(--tresen-border, light-dark(#dcdfdc, #39423f));
  --hover: var(--tresen-hover, light-dark(#f0f3f1, #27302e));
  --radius: var(--tresen-radius, 10px);
  display: block;
  color: var(--text);
  font: var(--tresen-font, 16px/1.45 system-ui, sans-serif);
}
*, ::before, ::after { box-sizing: border-box; }
:host([hidden]), [hidden] { display: none !important; }
img { display: block; max-width: 100%; }
button, input, select { font: inherit; color: inherit; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
mark { background: none; color: inherit; font-weight: 700; }
svg { width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; flex: none; }
.hushed { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`);
