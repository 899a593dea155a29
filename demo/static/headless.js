/** A shelf without elements of ours: asked for, drawn, and told about by hand. */

import { price, safeUrl, tresen } from "/widgets/tresen.js";

const { hits } = await tresen.api.recommendations("home", { limit: 4 });
for (const hit of hits) {
  const link = document.createElement("a");
  link.href = safeUrl(tresen.link(hit.url, hit)) ?? "";
  link.textContent = `${hit.title}: ${price(hit.price, hit.currency)}`;
  link.addEventListener("click", () => tresen.clicked(hit, "home"));
  const entry = document.createElement("li");
  entry.append(link);
  document.getElementById("by-hand")?.append(entry);
  tresen.follow(entry, hit, "home"); // half of it seen for a second
}
