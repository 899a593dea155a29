/** The home page's doors: each department with the picture of what sells best in it. */

import { safeUrl, tresen } from "/widgets/tresen.js";
import { categoryLink, departments } from "./departments.js";
import { byId, element } from "./elements.js";
import { fail } from "./failure.js";

/** @param {{value: string, label: string}} department */
async function door({ value, label }) {
  const { hits } = await tresen.api
    .search({ filter: [`category:${value}`], sort: "popular", per_page: 1 })
    .catch(() => ({ hits: [] })); // a door without its picture leads on all the same
  const src = safeUrl(hits[0]?.image_url) ?? "/static/icon.svg";
  const picture = element("img", { src, alt: "", width: "400", height: "400" });
  return element(
    "li",
    {},
    element("a", { href: categoryLink(value) }, picture, element("span", {}, label)),
  );
}

async function showDoors() {
  const doors = await Promise.all((await departments()).map(door));
  byId("doors").replaceChildren(...doors);
  byId("doors").removeAttribute("aria-busy");
}

showDoors().catch(fail);
