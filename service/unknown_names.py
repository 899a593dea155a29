"""Says which names in what people wrote stand for nothing: products, facets, segments."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.errors import BadInput, Fault
from knowledge_base.filters import ALWAYS, PRICE, parse_filter
from knowledge_base.live import LiveFacts
from knowledge_base.segments import OF
from recommenders.serving import STRATEGIES

_PLACES = frozenset({"search", "suggest", *STRATEGIES})


@dataclass(frozen=True, slots=True)
class Names:
    """All names that stand for something now."""

    live: LiveFacts
    segments: Collection[str] = ()

    def unknown(self, body: Mapping[str, Any]) -> list[Fault]:
        """Return a warning for each name in a sound entry's body that stands for nothing.

        That is no mistake: a product may come with the next feed, a value with it.
        """
        return [
            Fault(place, detail, f"unknown_{key}")
            for place, key, text in _named(body)
            for detail in self._without_meaning(key, text)
        ]

    def _without_meaning(self, key: str, text: str) -> Iterator[str]:
        match key:
            case "product_id" if self.live.catalogue.product_row(text) == UNKNOWN:
                yield f"there is no product '{text}'; it counts as soon as there is"
            case "facet" if text not in ALWAYS and self.live.facet(text) is None:
                yield f"no product has the attribute '{text}' yet"
            case "category":
                yield from self._without_value(CATEGORY, text)
            case "segment" if text.partition(OF)[0] not in self.segments:
                yield f"there is no segment '{text}'; nobody is in it"
            case "placement" if text not in _PLACES:
                yield f"there is no placement '{text}'; nobody asks for it"
            case "filter":
                one = parse_filter(text)
                if one.facet != PRICE:
                    yield from self._without_value(one.facet, one.value)
            case _:
                pass

    def _without_value(self, name: str, value: str) -> Iterator[str]:
        facet = self.live.facet(name)
        if facet is None:
            yield f"no product has the attribute '{name}' yet"
        elif not facet.codes_of(value):
            yield f"no product has the value '{value}' of {name} yet"


def _named(body: object, place: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield place, field and text of everything below; a list `facets` holds facets."""
    if isinstance(body, Mapping):
        for key, value in body.items():
            inside = f"{place}/{key}"
            if isinstance(value, str) and value.strip():
                yield inside, key, value.strip()
            elif key == "facets" and isinstance(value, list):
                yield from ((f"{inside}/{n}", "facet", one) for n, one in enumerate(value))
            else:
                yield from _named(value, inside)
    elif isinstance(body, list):
        for number, one in enumerate(body):
            yield from _named(one, f"{place}/{number}")


def check_language(language: object, languages: Sequence[str], place: str) -> None:
    """Refuse a language that no answer is given in. Raises BadInput that names those there are.

    What is written for it would be in vain; nothing said means all of them.
    """
    if language not in (None, "", *languages):
        detail = f"the shop does not speak '{language}'; it speaks {', '.join(languages)}"
        raise BadInput(detail, Fault(place, detail, "unknown_language"))
