/** What a page says when the service does not answer. */

import { byId } from "./elements.js";

/** Say so in the place of what waits for an answer, and ask anew once there is a connection. */
export function fail() {
  byId("failed").hidden = false;
  addEventListener("online", () => location.reload());
}

/** Whether an answer says that there is no such thing, and not that there is none right now. @param {any} error */
export const isGone = ({ cause }) => cause?.status === 404;
