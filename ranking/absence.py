"""The reasons why a product is not in a list, each a sentence for people of the shop."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from ranking.sentences import FALLBACK


class Gone(StrEnum):
    """What keeps a product out of a list, in the order in which an answer comes about."""

    NOT_IN_CATALOGUE = "not_in_catalogue"
    WORD_NOT_FOUND = "word_not_found"
    BELOW_THE_CUT = "below_the_cut"
    NOT_LOOKED_AT = "not_looked_at"
    NOT_RELEASED = "not_released"
    SOLD_OUT = "sold_out"
    NOT_TO_BE_HAD = "not_to_be_had"
    ON_THE_PAGE = "on_the_page"
    IN_THE_BASKET = "in_the_basket"
    BOUGHT_LATELY = "bought_lately"
    DISLIKED = "disliked"
    SHOWN_ALREADY = "shown_already"
    DOES_NOT_FIT = "does_not_fit"
    STANDS_IN = "stands_in"
    HIDDEN = "hidden"
    FILTERED = "filtered"
    FILTERED_TOGETHER = "filtered_together"
    NOT_PROPOSED = "not_proposed"
    NOT_CHOSEN = "not_chosen"
    LATER_PAGE = "later_page"
    LATER_PLACE = "later_place"


SENTENCES: Mapping[str, Mapping[Gone, str]] = {
    "de": {
        Gone.NOT_IN_CATALOGUE: "ein solches Produkt gibt es im Katalog nicht",
        Gone.WORD_NOT_FOUND: "das Produkt hat nichts, was zu {words} passt",
        Gone.BELOW_THE_CUT: "es passt viel schwächer als die {products} gefundenen Produkte",
        Gone.NOT_LOOKED_AT: "beim Tippen werden nur die {products} besten Treffer angesehen",
        Gone.NOT_RELEASED: "es erscheint erst am {date}",
        Gone.SOLD_OUT: "es ist ausverkauft, und der Shop zeigt Ausverkauftes nicht",
        Gone.NOT_TO_BE_HAD: "es ist ausverkauft, und Ausverkauftes wird nicht empfohlen",
        Gone.ON_THE_PAGE: "es ist das Produkt der Seite selbst",
        Gone.IN_THE_BASKET: "es liegt im Warenkorb",
        Gone.BOUGHT_LATELY: "die Person hat es gekauft und braucht es wohl noch nicht wieder",
        Gone.DISLIKED: "die Person mag es nicht",
        Gone.SHOWN_ALREADY: "es steht schon auf dieser Seite",
        Gone.DOES_NOT_FIT: "es passt nicht zu dem, was da ist: so hat es der Shop festgelegt",
        Gone.STANDS_IN: "es ersetzt, was schon da ist, oder das Produkt der Seite fehlt",
        Gone.HIDDEN: "die Regel „{name}“ ({source}) blendet es aus",
        Gone.FILTERED: "der Filter {filters} lässt es nicht durch ({source})",
        Gone.FILTERED_TOGETHER: "keine seiner Varianten erfüllt {filters} zugleich",
        Gone.NOT_PROPOSED: "nicht unter den {places} ersten Vorschlägen ({recommenders})",
        Gone.NOT_CHOSEN: "von {products} Vorschlägen wurden andere gewählt",
        Gone.LATER_PLACE: "es steht an Stelle {position}, und gezeigt werden {places}",
        Gone.LATER_PAGE: "es steht an Stelle {position}, auf Seite {page}",
    },
    "en": {
        Gone.NOT_IN_CATALOGUE: "there is no such product in the catalogue",
        Gone.WORD_NOT_FOUND: "the product has nothing that fits {words}",
        Gone.BELOW_THE_CUT: "it fits far less well than the {products} products found",
        Gone.NOT_LOOKED_AT: "while somebody types only the {products} best are looked at",
        Gone.NOT_RELEASED: "it will be released on {date}",
        Gone.SOLD_OUT: "it is sold out, and the shop does not show what is sold out",
        Gone.NOT_TO_BE_HAD: "it is sold out, and what is sold out is not recommended",
        Gone.ON_THE_PAGE: "it is the page's own product",
        Gone.IN_THE_BASKET: "it is in the basket",
        Gone.BOUGHT_LATELY: "the person bought it, and will hardly need it again yet",
        Gone.DISLIKED: "the person dislikes it",
        Gone.SHOWN_ALREADY: "it is on this page already",
        Gone.DOES_NOT_FIT: "it does not fit what is there: people of the shop said so",
        Gone.STANDS_IN: "it stands in for what is there, or the page's product cannot be had",
        Gone.HIDDEN: "the rule “{name}” ({source}) hides it",
        Gone.FILTERED: "the filter {filters} does not let it through ({source})",
        Gone.FILTERED_TOGETHER: "none of its variants meets {filters} at once",
        Gone.NOT_PROPOSED: "not among the first {places} proposals ({recommenders})",
        Gone.NOT_CHOSEN: "of {products} proposals others were chosen",
        Gone.LATER_PLACE: "it stands at position {position}, and {places} are shown",
        Gone.LATER_PAGE: "it stands at position {position}, on page {page}",
    },
}


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a product is not among the hits, and what that reason names."""

    why: Gone
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def told(self, language: str) -> dict[str, Any]:
        """Write the reason with its facts and its sentence."""
        book = SENTENCES.get(language, SENTENCES[FALLBACK])
        listed = {name: _listed(value) for name, value in self.facts.items()}
        return {
            "code": self.why.value,
            **self.facts,
            "sentence": book[self.why].format(**listed),
        }


def _listed(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return ", ".join(f"„{one}“" if " " in one else one for one in value)
