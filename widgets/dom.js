/** Makes elements out of values; no text is ever read as HTML. */

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Make an element: `on…` are listeners, true is an empty attribute, false and null are left out.
 * @param {string} name
 * @param {Record<string, unknown>} [properties]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === false || value == null) continue;
    if (typeof value === "function") {
      element.addEventListener(key.slice(2), /** @type {EventListener} */ (value));
    } else {
      element.setAttribute(key, value === true ? "" : `${value}`);
    }
  }
  element.append(.../** @type {(Node | string)[]} */ (children.flat().filter(Boolean)));
  return element;
}

/**
 * Mark parts of a text.
 * @param {string} text
 * @param {[number, number][]} [ranges] from, to (exclusive), in order, without overlap
 * @returns {Child[]}
 */
export function marked(text, ranges = []) {
  /** @type {Child[]} */
  const parts = [];
  let end = 0;
  for (const [from, to] of ranges) {
    parts.push(text.slice(end, from), h("mark", {}, text.slice(from, to)));
    end = to;
  }
  return [...parts, text.slice(end)];
}
