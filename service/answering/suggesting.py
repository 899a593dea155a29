"""How a keystroke is answered: words, categories and brands, and the products they lead to."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Ints
from knowledge_base.filters import Filter
from knowledge_base.profiles import Profile
from ranking.candidates import Candidates
from ranking.context import Context
from ranking.curation import Curation
from ranking.ladder import is_known
from ranking.query import Query, Stage
from ranking.signals import Doubles, Level
from search.searcher import Found
from search.suggestions import Liking, Offer
from service.answering.scene import Scene, category_of
from service.answering.searching import (
    MOST_PAGES,
    Answered,
    SearchAsk,
    answered,
    find,
    page,
    understood,
)
from service.engine import Engine
from service.watching.timings import stage

Body = dict[str, Any]

LOOKED_AT = 48
"""Products that are ranked at a keystroke: good matches, not all of them."""
IN_VIEW = 3.0
"""Points of what is in the category being looked at."""


@dataclass(frozen=True, slots=True)
class SuggestAsk:
    """What was typed so far, and how many of each kind are wanted.

    Of the products `reasons` asks for the sentences a shopper may read, `explain` for the
    numbers, which only staff may see.
    """

    context: Context
    text: str = ""
    limit: int = 6
    reasons: bool = False
    explain: bool = False

    @property
    def products(self) -> SearchAsk:
        """Return what is asked of the products."""
        return SearchAsk(
            self.context,
            self.text,
            per_page=self.limit,
            reasons=self.reasons,
            explain=self.explain,
        )


def suggest(engine: Engine, ask: SuggestAsk, profile: Profile | None) -> Body:
    """Answer a keystroke; the body lacks only the answer's id and the tokens of its hits.

    The products are good ones of those a search for the text would find, in order by the same
    ladder; without a text those most wanted. Brands and categories count what rules leave. The
    level is the highest that had a say in products or words.
    """
    scene = Scene.of(engine, ask.context, profile)
    query, curation = understood(scene, ask.text)
    done = ranked_ahead(scene, query, curation, ask.products)
    language = ask.context.language
    typed = query if query.text == ask.text else replace(query, text=ask.text, corrected=None)
    hits, likely = page(done, ask.products), _Likely(scene, curation)
    with stage("words"):
        words = engine.suggesters[language].suggest(
            typed,
            _offer(engine, curation),
            ask.limit,
            likely.liking,
            [one["title"] for one in hits],
        )
    return {
        "snapshot_id": engine.snapshot_id,
        "corrected": words.corrected,
        "level": max(done.ranking.level, likely.level).word,
        "queries": words.queries,
        "products": hits,
        "categories": words.categories,
        "brands": words.brands,
        "content": engine.content[language].suggest(query, ask.context.now, MOST_PAGES),
    }


def ranked_ahead(scene: Scene, query: Query, curation: Curation, ask: SearchAsk) -> Answered:
    """Rank some good matches; search in full where filters or the words leave too few."""
    some = _ahead(scene, query)
    done = answered(scene, some, curation, ask)
    left = len(done.matches.candidates)
    is_cut = len(some.candidates) >= LOOKED_AT
    if left >= ask.per_page or (left and not is_cut):
        return done
    return answered(scene, find(scene, query, curation), curation, ask)


@stage("match")
def _ahead(scene: Scene, query: Query) -> Found:
    """Find good products quickly; before anything is typed, those most wanted."""
    engine = scene.engine
    if query.terms:
        return engine.searchers[scene.context.language].ahead(query, LOOKED_AT)
    some = Candidates.joined() if query.text.strip() else Candidates.of(engine.wanted)
    return Found(some, Stage.ALL_WORDS, query)


def _offer(engine: Engine, curation: Curation) -> Offer:
    """Return what may be shown; counts are remembered where no rule hides anything."""
    if curation.hidden is None:
        return engine.offer
    return engine.offered(engine.allowed & ~curation.hidden)


class _Likely:
    """Gives points to products that this request is likely after: what suggestions go by.

    That is what the ladder says above the pre level, and the category being looked at.
    `level` is the highest level that has spoken so far.
    """

    def __init__(self, scene: Scene, curation: Curation) -> None:
        self._scene, self._dials = scene, scene.dials
        self._category = category_of(scene.context.filters)
        self._raised = curation.preferences if self._dials.segment.weight else ()
        self.level = Level.BASE

    @property
    def liking(self) -> Liking | None:
        """Return what there is to go by, None for nothing."""
        known = is_known(self._scene.person, self._dials)
        speaks = known or self._category is not None or bool(self._raised)
        return Liking(self._asker, self._everybody, self._scene.own_tiles) if speaks else None

    def _asker(self, rows: Ints) -> Doubles:
        """Return the points of some product rows (float64, shape (n,))."""
        worth = self._everybody(rows)
        for signal in self._scene.engine.ladder.personal(rows, self._scene.person, self._dials):
            worth += signal.weight * signal.values
            self.level = max(self.level, signal.level)
        return worth

    def _everybody(self, rows: Ints) -> Doubles:
        """Return the points that do not go by the one person who asks."""
        engine, worth = self._scene.engine, np.zeros(len(rows))
        if self._category is not None:
            viewed = engine.masks.products((Filter(CATEGORY, self._category),))
            worth += IN_VIEW * viewed[rows]
        for one in self._raised:
            if (preferred := one.mask[rows]).any():
                worth += self._dials.segment.weight * one.strength * preferred
                self.level = max(self.level, Level.SEGMENT)
        return worth
