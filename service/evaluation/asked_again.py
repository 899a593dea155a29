"""Turns visits into questions: what could have been shown to somebody, and what was wanted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from knowledge_base.catalogue import UNKNOWN, Catalogue
from knowledge_base.consent import Consent
from knowledge_base.events import EventType
from knowledge_base.profiles import Profile
from knowledge_base.storage.visits import LOOKED, TAKEN, Deed, Who
from ranking.context import BasketLine, Context
from recommenders.evaluation import SHOWN
from service.answering.recommending import RecommendAsk, recommend
from service.answering.searching import SearchAsk, search
from service.engine import Engine

HOME, SEARCH, NEXT = "home", "search", "session"
ALTERNATIVES, ACCESSORIES, BASKET = "product_alternatives", "product_accessories", "basket"
TOUCH_POINTS = (HOME, SEARCH, NEXT, ALTERNATIVES, ACCESSORIES, BASKET)
_SEED = 11


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody could have asked at a touch-point; `wanted` is what he then came to."""

    touch_point: str
    deed: Deed
    wanted: frozenset[str]
    product_id: str | None = None
    recent: tuple[str, ...] = ()
    basket: tuple[str, ...] = ()

    def shown(self, engine: Engine, profile: Profile | None) -> list[str]:
        """Return the ids of what an engine shows; to who is known, as him."""
        language = engine.catalogue.languages[0]
        consent = Consent.STATISTICS if profile is None else Consent.PERSONALIZATION
        context = Context(
            self.deed.at,
            self.touch_point,
            language,
            consent,
            session_id=self.deed.session_id,
            recent=self.recent,
            basket=tuple(map(BasketLine, self.basket)),
        )
        if self.touch_point == SEARCH:
            ask = SearchAsk(context, self.deed.query or "", per_page=SHOWN, facets=())
            body = search(engine, ask, profile)
        else:
            shelf = RecommendAsk(context, product_id=self.product_id, limit=SHOWN)
            body = recommend(engine, shelf, profile)
        return [hit["product_id"] for hit in body["hits"]]


def questions(
    visits: Iterable[Sequence[Deed]], catalogue: Catalogue, most: int
) -> Mapping[str, list[Question]]:
    """Return by touch-point what visits asked, at most so many of each, drawn by chance."""
    every: dict[str, list[Question]] = {name: [] for name in TOUCH_POINTS}
    for visit in visits:
        for one in _of_visit(visit, catalogue):
            every[one.touch_point].append(one)
    chance = np.random.default_rng(_SEED)
    return {name: _drawn(asked, most, chance) for name, asked in every.items()}


def _drawn(asked: Sequence[Question], most: int, chance: np.random.Generator) -> list[Question]:
    places = chance.choice(len(asked), min(most, len(asked)), replace=False)
    return [asked[place] for place in np.sort(places).tolist()]


def _of_visit(visit: Sequence[Deed], catalogue: Catalogue) -> Iterator[Question]:
    deeds = [known for deed in visit if (known := _known(deed, catalogue))]
    looks = [deed for deed in deeds if deed.type in LOOKED]
    if looks:
        yield Question(HOME, deeds[0], frozenset(_ids(looks)))
    yield from _searches(deeds)
    yield from _moves(looks, catalogue)
    yield from _baskets([deed for deed in deeds if deed.type in TAKEN], catalogue)


def _known(deed: Deed, catalogue: Catalogue) -> Deed | None:
    """Name the product a deed is about as the catalogue does; None where it has none such."""
    if deed.type == EventType.SEARCH:
        return deed if deed.query else None
    row = catalogue.product_row(deed.product_id or "")
    if row == UNKNOWN:
        return None
    return deed._replace(product_id=catalogue.product_ids.column[row])


def _searches(deeds: Sequence[Deed]) -> Iterator[Question]:
    """Ask what was searched for, where it led to something before the next search."""
    starts = [place for place, deed in enumerate(deeds) if deed.type == EventType.SEARCH]
    for start, end in pairwise([*starts, len(deeds)]):
        found = frozenset(_ids(deeds[start + 1 : end]))
        if found:
            before = [deed for deed in deeds[:start] if deed.type in LOOKED]
            yield Question(SEARCH, deeds[start], found, recent=_ids(before))


def _moves(looks: Sequence[Deed], catalogue: Catalogue) -> Iterator[Question]:
    """Ask what comes after each product looked at, and for others of its type."""
    for place, (here, there) in enumerate(pairwise(looks), 1):
        if here.product_id == there.product_id:
            continue
        wanted = frozenset(_ids([there]))
        yield Question(NEXT, here, wanted, recent=_ids(looks[:place]))
        if _type(here, catalogue) == _type(there, catalogue):
            yield Question(ALTERNATIVES, here, wanted, product_id=here.product_id)


def _baskets(taken: Sequence[Deed], catalogue: Catalogue) -> Iterator[Question]:
    """Ask what goes with the first product taken, and with the first half of them."""
    every = list({deed.product_id: deed for deed in taken}.values())
    if len(every) < 2:  # noqa: PLR2004 - one alone goes with nothing
        return
    first, half = every[0], len(every) // 2
    others = [one for one in every[1:] if _type(one, catalogue) != _type(first, catalogue)]
    if others:
        asked = Question(ACCESSORIES, first, frozenset(_ids(others)))
        yield replace(asked, product_id=first.product_id)
    rest = frozenset(_ids(every[half:]))
    yield Question(BASKET, first, rest, basket=_ids(every[:half]))


def _ids(deeds: Sequence[Deed]) -> tuple[str, ...]:
    return tuple(deed.product_id for deed in deeds if deed.product_id)


def _type(deed: Deed, catalogue: Catalogue) -> int:
    return int(catalogue.leaf[catalogue.product_row(deed.product_id or "")])


def people_of(asked: Mapping[str, Sequence[Question]]) -> set[Who]:
    """Name who asks."""
    return {one.deed.who for every in asked.values() for one in every if one.deed.who}
