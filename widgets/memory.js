/** What a page remembers of a visit besides who it is: what was looked at, and what led there. */

import { emptySession } from "./identity.js";

const RECENT = 20;

/** @param {import("./identity.js").Identity} identity */
export const memory = (identity) => ({
  /** Take what this page says of where the visitor comes from. @param {import("./arrival.js").Arrival | undefined} landed */
  land(landed) {
    identity.landed = landed;
    identity.keep();
  },

  /** Become somebody the service has never met. */
  renew() {
    const { consent } = identity;
    identity.setConsent("none");
    identity.session = emptySession();
    identity.setConsent(consent);
  },

  /** Remember a product that was looked at. @param {string} product */
  see(product) {
    const others = identity.session.recent.filter((seen) => seen !== product);
    identity.session.recent = [...others, product].slice(-RECENT);
    identity.keep();
  },

  /** Give the token of the hit that led to a product. @param {string} product */
  tokenOf: (product) => identity.session.clicked[product],
});
