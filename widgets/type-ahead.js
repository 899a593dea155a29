/** The search box alone, for pages that need nothing else; a page loads this or `tresen.js`. */

import { define } from "./element.js";
import { TresenSearch } from "./search.js";

define({ "tresen-search": TresenSearch });

export { tresen } from "./asking.js";
export { dictionary } from "./phrases.js";
