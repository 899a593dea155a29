/** The search box alone, for pages that need nothing else; a page loads this or `tresen.js`. */

import { define } from "./element.js";
import { TresenSearch } from "./search.js";
import { tresen } from "./asking.js";

define({ "tresen-search": TresenSearch });
// What GA4 is told needs the whole client, which begins to listen.
if (tresen.configuration.dataLayer) import("./client.js").catch(() => {});

export { tresen };
export { dictionary } from "./phrases.js";
