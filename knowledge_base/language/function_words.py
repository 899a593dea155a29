"""Words that describe no product: they hold a sentence together, ask for one, or deny."""

_GERMAN = (
    "ab am an auf aus bei beim bis das dem den der des die ein eine einem einen einer eines für"
    " gegen grösse im in ins mit sich sowie und vom von zu zum zur über"
    " als ist oder vor"  # codespell:ignore als,ist,oder,vor
)
_ENGLISH = "a an and are as at by for from in into is of on or size the this to with your"

FUNCTION_WORDS = {
    "de": frozenset(_GERMAN.split()),
    "en": frozenset(_ENGLISH.split()),
}
"""By language, normalised. Words that change what is meant (ohne, without) are not here."""

_ASKING = {
    "de": (
        "was wer wie wo welche welchem welchen welcher welches ich suche brauche möchte bitte"
        " kaufen bestellen online gut gute guten guter gutes beste besten bester bestes"
        " billig billige billigen billiger billiges billigste billigsten billigster billigstes"
        " günstig günstige günstigen günstiger günstiges günstigste günstigsten günstigster"
        " günstigstes preiswert preiswerte preiswerten preiswerter preiswertes"
        " neu neue neuen neuer neues neueste neuesten neuester neuestes"
        " sale angebot angebote angeboten reduziert reduzierte reduzierten reduzierter"
        " reduziertes"
    ),
    "en": (
        "what which who where how buy need want looking online good best"
        " cheap cheaper cheapest inexpensive affordable new newest"
        " sale clearance discount discounted deal deals"
    ),
}
ASKING_WORDS = {language: frozenset(words.split()) for language, words in _ASKING.items()}
"""Words with which people ask; they tell something only where products are named with them."""

NEGATING_WORDS = {"de": frozenset({"nicht"}), "en": frozenset({"not"})}
"""Words that deny anything: a colour behind them is no part of what is named next."""

_LACKED = {
    "de": "ohne kein keine keinem keinen keiner keines weder",
    "en": "without neither",
}
DENYING_WORDS = {
    language: NEGATING_WORDS[language] | frozenset(words.split())
    for language, words in _LACKED.items()
}
"""Words that say that a thing lacks what is named next."""

COORDINATING_WORDS = {
    "de": frozenset({"und", "oder", "sowie", "noch"}),
    "en": frozenset({"and", "or", "nor"}),
}
"""Words between things of which the same is said."""

LACKING = {"de": ("frei", "los"), "en": ("free", "less")}
"""How words end that say that a thing lacks what stands in front: "zuckerfrei", "cordless"."""
