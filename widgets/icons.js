/** The few icons the widgets draw, as lines on 24 units. */

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  basket: "M6 8h12l1 12H5L6 8Zm3 0a3 3 0 0 1 6 0",
  close: "M6 6l12 12M18 6 6 18",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm5 12 5 5",
  sliders: "M4 7h10m4 0h2M4 17h2m4 0h10M16 5v4M8 15v4",
};

/** @param {keyof typeof PATHS} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = svg.appendChild(document.createElementNS(SVG, "path"));
  line.setAttribute("d", PATHS[name]);
  return svg;
}
