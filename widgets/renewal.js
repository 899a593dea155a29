/** Replaces what a place holds, without losing the focus. */

/**
 * The focus stays on the control of the same id, or near where it was: on the first one in the
 * place, or beside it where the place holds none any more.
 * @param {HTMLElement} place @param {...(Node | string)} nodes
 */
export function renew(place, ...nodes) {
  const root = /** @type {ShadowRoot} */ (place.getRootNode());
  const focused = root.activeElement;
  const id = focused && place.contains(focused) ? focused.id : null;
  place.replaceChildren(...nodes);
  if (id === null) return;
  const near = [place, root]
    .flatMap((one) => [...one.querySelectorAll("[tabindex], button, summary")])
    .find((one) => one.checkVisibility());
  const next = root.getElementById(id) ?? near;
  /** @type {HTMLElement | null} */ (next)?.focus({ preventScroll: next === near });
  const { selectionStart: start, selectionEnd: end } = /** @type {any} */ (focused);
  if (typeof start === "number") /** @type {any} */ (next)?.setSelectionRange?.(start, end);
}
