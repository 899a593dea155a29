/** Which colour a colour's name looks like; a shop adds its own names. */

/** @type {Record<string, string>} CSS backgrounds by names in lower case */
export const swatches = {
  anthrazit: "#3b4044",
  beige: "#e3d3b4",
  blau: "#2563c9",
  bordeaux: "#6d1a2f",
  braun: "#7a4e2d",
  bunt: "conic-gradient(#d33, #e90, #3a3, #27c, #93b, #d33)",
  creme: "#f6eedb",
  dunkelblau: "#1b2a55",
  gelb: "#f4cf2f",
  gold: "#cda349",
  grau: "#8d9294",
  grün: "#2f8a4c",
  hellblau: "#8fbfe8",
  khaki: "#8b8557",
  lila: "#7c4bb0",
  mint: "#a9dcc3",
  natur: "#cfa873",
  olivgrün: "#76763f",
  orange: "#ee7d1b",
  rosa: "#f2a7bf",
  rot: "#cc2b2b",
  schwarz: "#161616",
  silber: "#c3c7ca",
  türkis: "#1fa9a4",
  weinrot: "#7d2a3c",
  weiß: "#ffffff",
};

const ENGLISH = {
  anthracite: "anthrazit",
  black: "schwarz",
  blue: "blau",
  brown: "braun",
  burgundy: "bordeaux",
  cream: "creme",
  gray: "grau",
  green: "grün",
  grey: "grau",
  "light blue": "hellblau",
  multicoloured: "bunt",
  natural: "natur",
  naturbelassen: "natur",
  navy: "dunkelblau",
  olive: "olivgrün",
  oliv: "olivgrün",
  pink: "rosa",
  purple: "lila",
  red: "rot",
  silver: "silber",
  turquoise: "türkis",
  violet: "lila",
  violett: "lila",
  white: "weiß",
  yellow: "gelb",
};

for (const [name, german] of Object.entries(ENGLISH)) swatches[name] = swatches[german];

/** Find what a colour looks like, if anybody wrote it down. @param {...(string | undefined)} names */
export const swatchOf = (...names) =>
  names.map((name) => swatches[name?.toLowerCase() ?? ""]).find(Boolean);
