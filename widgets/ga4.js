/** Hears what a shop tells Google Analytics 4 anyway, and tells it to us: no second tracking to write. */

/** @typedef {typeof import("./client.js").tresen} Client */

/** @typedef {{item_id?: string, item_variant?: string, quantity?: number, price?: number | string}} Item */

const LONGEST_ID = 64;

/** Events of GA4 that say something about every product they name. @type {Record<string, string>} */
const SAID_OF_EACH = {
  add_to_cart: "add_to_basket",
  remove_from_cart: "remove_from_basket",
  add_to_wishlist: "save",
  purchase: "purchase",
  refund: "return",
};

/**
 * Listen to a data layer: to what it holds and to what is pushed later.
 * @param {Client} tresen @param {string} name of the page's variable
 */
export function hear(tresen, name) {
  const page = /** @type {any} */ (window);
  /** @type {any[]} */
  const dataLayer = (page[name] ??= []);
  /** @param {any} entry */
  const take = (entry) => {
    // gtag() pushes its arguments: "event", name, parameters.
    const isCall = entry?.[0] === "event";
    const event = isCall ? entry[1] : entry?.event;
    const facts = isCall ? entry[2] : entry?.ecommerce;
    if (typeof event === "string") tell(tresen, event, { ...entry, ...facts });
  };
  const push = dataLayer.push.bind(dataLayer);
  dataLayer.push = (...entries) => {
    const length = push(...entries);
    for (const entry of entries) quietly(() => take(entry));
    return length;
  };
  for (const entry of [...dataLayer]) quietly(() => take(entry));
}

/** @param {Client} tresen @param {string} name @param {any} facts */
function tell(tresen, name, { items, transaction_id, search_term }) {
  const lines = (Array.isArray(items) ? items : []).flatMap(line);
  if (name === "view_item" && lines[0]) tresen.view(lines[0].product_id);
  if (name === "view_search_results") tresen.track("search", { query: search_term });
  if (name === "begin_checkout") tresen.track("checkout_start", {});
  if (name === "view_cart") tresen.setBasket(lines);
  const type = SAID_OF_EACH[name];
  for (const one of type ? lines : []) {
    tresen.track(type, { ...one, ...order(transaction_id, type, one) });
  }
}

/** @param {Item} item */
function line({ item_id, quantity, price }) {
  const product_id = String(item_id ?? "");
  const paid = Number(price) >= 0 ? { price: Number(price).toFixed(2) } : {};
  return product_id ? [{ product_id, quantity: Number(quantity) || 1, ...paid }] : [];
}

/**
 * Name the order. A thank-you page that is loaded again says the same once more, so that its
 * events get ids by which the service knows them.
 * @param {unknown} order @param {string} type @param {{product_id: string}} line
 */
function order(order, type, { product_id }) {
  if (!order) return {};
  const event_id = `${type}/${order}/${product_id}`;
  return { order_id: String(order), ...(event_id.length <= LONGEST_ID && { event_id }) };
}

/** What goes wrong here is no trouble of the shop's. @param {() => void} action */
function quietly(action) {
  try {
    action();
  } catch {
    // Somebody pushed what nobody can read.
  }
}
