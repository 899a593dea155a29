/** What the search box says, in German and English, and how phrases are found; a shop adds languages. */

/** @type {Record<string, Record<string, string>>} */
export const dictionary = {
  de: {
    search: "Suchen",
    searchLabel: "Wonach suchst du?",
    suggestions: "Vorschläge: {n}",
    suggestionsFor: "Vorschläge für „{q}“",
    queries: "Suchbegriffe",
    categories: "Kategorien",
    brands: "Marken",
    products: "Produkte",
    content: "Ratgeber",
    recent: "Zuletzt gesucht",
    clear: "Eingabe löschen",
  },
  en: {
    search: "Search",
    searchLabel: "What are you looking for?",
    suggestions: "Suggestions: {n}",
    suggestionsFor: "Suggestions for “{q}”",
    queries: "Searches",
    categories: "Categories",
    brands: "Brands",
    products: "Products",
    content: "Guides",
    recent: "Recent searches",
    clear: "Clear input",
  },
};

/** Keep what is written from right to left apart from what is around it (UAX 9, isolates). @param {any} text */
export const apart = (text) => /[\u0590-\u08ff]/.test(text) ? `\u2068${text}\u2069` : text;

/**
 * Find a phrase and put values in; nothing when nobody wrote it down.
 * @param {string} language @param {string} name @param {Record<string, string | number>} [values]
 */
export function translate(language, name, values = {}) {
  const phrase = dictionary[language.split("-")[0]]?.[name] ?? dictionary.en[name];
  return phrase?.replace(/\{(\w+)\}/g, (_, key) => apart(values[key] ?? ""));
}
