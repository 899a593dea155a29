/** What brought somebody to this page, by its address and the page before: rules and shelves may go by it. */

const LONGEST = 64;

/** @typedef {{referrer?: string, campaign?: string, referrer_query?: string}} Arrival */

/**
 * Read where somebody comes from; undefined within the shop, where he came to before.
 * @param {string} before address of the page before; only its host is told to anybody
 * @param {Location | URL} here
 * @returns {Arrival | undefined}
 */
export function arrival(before, here) {
  const asked = new URLSearchParams(here.search);
  // Anybody can write an address: what the service would refuse must not keep a shelf empty.
  const said = (/** @type {string} */ name) =>
    (asked.get(name) ?? "").replace(/\p{C}/gu, "").slice(0, LONGEST);
  const host = URL.canParse(before) ? new URL(before).host : "";
  const found = {
    referrer: host === here.host ? "" : host,
    campaign: said("utm_campaign"),
    referrer_query: said("utm_term"),
  };
  return Object.values(found).some(Boolean) ? found : undefined;
}
