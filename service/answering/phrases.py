"""What shelves are called and why a product stands on one, in German and English."""

from collections.abc import Collection, Mapping

Phrases = Mapping[str, Mapping[str, str]]

_TITLES: Phrases = {
    "de": {
        "home": "Für dich ausgesucht",
        "session": "Das könnte dich als Nächstes interessieren",
        "product_alternatives": "Ähnliche Produkte",
        "product_accessories": "Passt dazu",
        "basket": "Passt zu deinem Warenkorb",
        "basket_layer": "Passt dazu",
        "product_bundle": "Oft zusammen gekauft",
        "product_set": "Gehört dazu",
        "free_shipping": "Bis zum kostenlosen Versand",
        "free_shipping_reached": "Der Versand ist kostenlos",
        "free_shipping_unknown": "Versand",
        "recently_viewed": "Zuletzt angesehen",
        "category": "Beliebt in dieser Kategorie",
        "no_results": "Vielleicht gefällt dir das",
        "trending": "Gerade gefragt",
        "popular": "Beliebt im Shop",
        "highlights": "Highlights aus dem Shop",
    },
    "en": {
        "home": "Picked for you",
        "session": "You might want to see this next",
        "product_alternatives": "Similar products",
        "product_accessories": "Goes with it",
        "basket": "Goes with your basket",
        "basket_layer": "Goes with it",
        "product_bundle": "Often bought together",
        "product_set": "Completes it",
        "free_shipping": "Up to free shipping",
        "free_shipping_reached": "Shipping is free",
        "free_shipping_unknown": "Shipping",
        "recently_viewed": "Recently viewed",
        "category": "Popular in this category",
        "no_results": "You may like this",
        "trending": "Trending now",
        "popular": "Popular in the shop",
        "highlights": "Highlights of the shop",
    },
}

_MODEST = frozenset(
    {
        "category",
        "no_results",
        "product_bundle",
        "product_set",
        "free_shipping",
        "free_shipping_reached",
        "free_shipping_unknown",
    }
)
"""Shelves whose title is true of popular products too."""

_REASONS: Phrases = {
    "de": {
        "sessions": "weil du „{title}“ angesehen hast",
        "similar": "ähnlich wie „{title}“",
        "alternatives": "Alternative zu „{title}“",
        "akin": "verwandt mit „{title}“",
        "compatible": "passt zu „{title}“",
        "copurchases": "oft zusammen gekauft mit „{title}“",
        "bought_again": "hast du schon einmal gekauft",
        "complements": "passt zu „{title}“",
        "bundles": "oft zusammen gekauft mit „{title}“",
        "sets": "passt zu „{title}“",
        "for_you": "passt zu dem, was du dir ansiehst und kaufst",
        "content_vectors": "ähnlich wie „{title}“",
        "recently_viewed": "hast du dir angesehen",
        "trending": "gerade gefragter als sonst",
        "reductions": "jetzt reduziert",
        "fresh": "neu im Sortiment",
        "reduced_favourites": "jetzt reduziert, und du hast dich dafür interessiert",
        "favourites_back": "wieder da, und du hast dich dafür interessiert",
        "popular": "bei vielen beliebt",
        "exploring": "noch wenig bekannt",
        "arrived": "weil du nach „{title}“ gesucht hast",
    },
    "en": {
        "sessions": "because you looked at “{title}”",
        "similar": "similar to “{title}”",
        "alternatives": "alternative to “{title}”",
        "akin": "related to “{title}”",
        "compatible": "fits “{title}”",
        "copurchases": "often bought together with “{title}”",
        "bought_again": "you have bought it before",
        "complements": "goes with “{title}”",
        "bundles": "often bought together with “{title}”",
        "sets": "goes with “{title}”",
        "for_you": "fits what you look at and buy",
        "content_vectors": "similar to “{title}”",
        "recently_viewed": "you looked at it",
        "trending": "wanted more than usual just now",
        "reductions": "reduced now",
        "fresh": "new in the shop",
        "reduced_favourites": "reduced now, and you were interested in it",
        "favourites_back": "back in stock, and you were interested in it",
        "popular": "popular with many shoppers",
        "exploring": "little known yet",
        "arrived": "because you searched for “{title}”",
    },
}
"""One sentence per recommender; {title} is the product, or the words, that brought it in."""


_WANTED_IN = {"de": "Beliebt in „{category}“", "en": "Popular in “{category}”"}

_FALL_BACK = "popular"
_CHANCE = "exploring"
_PERSONAL = "home"
_HIGHLIGHTS = "highlights"
_FOR_EVERYBODY = frozenset({_FALL_BACK, "trending", "reductions", "fresh"})
"""Recommenders that say nothing of the person or of what is looked at."""
_FITTING = frozenset({"product_accessories", "basket", "basket_layer"})
"""Shelves whose title says that things go with each other."""
_SAY_SO = frozenset(
    {"compatible", "complements", "copurchases", "bought_again", "bundles", "sets", "rule"}
)
"""Recommenders, and people, who say so; that sessions went on elsewhere does not."""
_NEXT = "session"


def title_of(placement: str, recommenders: Collection[str], language: str) -> str:
    """Return what a shelf is called, given who filled it; English where we know no better.

    A shelf on which nothing or only popular products stand promises no more than that, and
    one where nobody says that things fit does not promise it.
    """
    titles = _TITLES.get(language, _TITLES["en"])
    recommenders = set(recommenders) - {_CHANCE}
    if placement not in _MODEST and recommenders <= {_FALL_BACK}:
        placement = _FALL_BACK
    elif placement == _PERSONAL and recommenders <= _FOR_EVERYBODY:
        placement = _HIGHLIGHTS
    elif placement in _FITTING and recommenders.isdisjoint(_SAY_SO):
        placement = _NEXT
    return titles.get(placement, placement)


def wanted_in(category: str, language: str) -> str:
    """Return what a shelf with the popular products of a category is called."""
    return _WANTED_IN.get(language, _WANTED_IN["en"]).format(category=category)


def reason_of(recommender: str, title: str | None, language: str) -> str | None:
    """Say why a recommender proposed a product; None where it needs a title and has none."""
    phrase = _REASONS.get(language, _REASONS["en"]).get(recommender)
    if phrase is None or ("{title}" in phrase and title is None):
        return None
    return phrase.replace("{title}", title or "")
