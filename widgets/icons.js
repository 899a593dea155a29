/** Draws icons, as lines on 24 units; here are those that several widgets draw. */

const SVG = "http://www.w3.org/2000/svg";

export const CLOSE = "M6 6l12 12M18 6 6 18";
export const SEARCH = "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm5 12 5 5";

/** It stands in buttons alone, whose children are presentation (WAI-ARIA). @param {string} path */
export function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  const line = svg.appendChild(document.createElementNS(SVG, "path"));
  line.setAttribute("d", path);
  return svg;
}
