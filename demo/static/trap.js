/** Where only a robot can have come from: the link that leads here cannot be seen. */

import { tresen } from "/widgets/tresen.js";

tresen.track("content_view", { placement: "honeypot" });
