// What a shop made for Algolia has on its page; only address and key are ours.
import aa from '/packages/search-insights/dist/search-insights-browser.mjs';

const { service, key, consent } = window.settings;

const searchClient = window['algoliasearch/lite'].liteClient('shop', key, {
  hosts: [{ url: `${service}/algolia`, protocol: 'http', accept: 'readWrite' }],
  authMode: 'WithinQueryParameters',
  baseQueryParameters: { consent },
  timeouts: { connect: 30_000, read: 30_000, write: 30_000 }, // however busy the machine is
});

const search = window.instantsearch({
  searchClient,
  indexName: 'products',
  routing: { router: window.instantsearch.routers.history({ cleanUrlOnDispose: false }) },
  future: { preserveSharedStateOnUnmount: true },
});

search.use(
  window.instantsearch.middlewares.createInsightsMiddleware({
    insightsClient: aa,
    insightsInitParams: { host: `http://${service}/algolia`, userToken: 'visitor-1' },
    onEvent({ insightsMethod, payload, hits }) {
      const seen = hits && hits[0].__queryID ? { queryID: hits[0].__queryID } : {};
      aa(insightsMethod, { ...payload, ...seen }, { headers: { consent } });
    },
  }),
);

const w = window.instantsearch.widgets;
search.addWidgets([
  w.configure({ hitsPerPage: 12 }),
  w.searchBox({ container: '#box' }),
  w.stats({ container: '#stats' }),
  w.sortBy({
    container: '#sort',
    items: [
      { label: 'Relevanz', value: 'products' },
      { label: 'Preis aufsteigend', value: 'products_price_asc' },
      { label: 'Preis absteigend', value: 'products_price_desc' },
    ],
  }),
  w.hierarchicalMenu({
    container: '#categories',
    attributes: ['category.lvl0', 'category.lvl1', 'category.lvl2'],
  }),
  w.refinementList({ container: '#brands', attribute: 'brand', searchable: true }),
  w.refinementList({ container: '#colours', attribute: 'colour' }),
  w.rangeInput({ container: '#prices', attribute: 'price', precision: 2 }),
  w.hits({
    container: '#hits',
    templates: {
      item(hit, { html, components, sendEvent }) {
        return html`<a
          href="#"
          data-id=${hit.objectID}
          onClick=${(event) => {
            event.preventDefault();
            sendEvent('click', hit, 'Product Clicked');
          }}
          >${components.Highlight({ hit, attribute: 'title' })} <b>${hit.price}</b></a
        >`;
      },
    },
  }),
  w.pagination({ container: '#pages' }),
  w.relatedProducts({
    container: '#related',
    objectIDs: ['p0'],
    templates: { item: (hit, { html }) => html`<i data-id=${hit.objectID}>${hit.title}</i>` },
  }),
]);

// A search is told once whoever types has paused.
const PAUSE = 2000;
let pause;
let told;
search.on('render', () => {
  clearTimeout(pause);
  pause = setTimeout(() => {
    const results = search.mainIndex.getResults();
    if (search.status !== 'idle' || !results || !results.query || results.answer_id === told) return;
    told = results.answer_id;
    const { query, nbHits: total } = results;
    const event = { event_id: crypto.randomUUID(), type: 'search', query, total, consent };
    if (consent === 'personalization') event.visitor_id = aa('getUserToken');
    navigator.sendBeacon(`http://${service}/v1/events?key=${key}`, JSON.stringify([event]));
  }, PAUSE);
});
search.start();
