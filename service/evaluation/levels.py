"""Asks an engine the same questions at every level of the ladder, and judges the answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from knowledge_base.privacy import is_private
from knowledge_base.profiles import Profile
from knowledge_base.shop import EVERYWHERE, Dial, Dials
from ranking.metrics import Doubles, bootstrap_interval, ndcg
from ranking.signals import Level
from recommenders.evaluation import SHOWN, gini
from service.engine import Engine
from service.evaluation.asked_again import Question

Body = dict[str, Any]
Known = Callable[[Question], Profile | None]
"""Returns what was known of who asks, None of strangers."""

MEASURES = (f"NDCG@{SHOWN}", f"HR@{SHOWN}")
_SEED = 7
_WORST = 20
_OFF = Dial(on=False)
_CUTS: Mapping[Level, Callable[[Dials], Dials]] = {
    Level.BASE: lambda one: replace(one, pre=_OFF, segment=_OFF, one_to_one=_OFF),
    Level.PRE: lambda one: replace(one, segment=_OFF, one_to_one=_OFF),
    Level.SEGMENT: lambda one: replace(one, one_to_one=_OFF),
    Level.ONE_TO_ONE: lambda one: one,
}
"""How far the ladder is climbed at each level, on what the shop has set."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked at a touch-point, what it showed at the highest level, and how good.

    `figures` are those of the highest level by measure, one a question (shape (n,)).
    """

    questions: Sequence[Question]
    lists: Sequence[Sequence[str]]
    figures: Mapping[str, Doubles]
    rows: Sequence[Body]


def ask(engine: Engine, touch_point: str, questions: Sequence[Question], known: Known) -> Asked:
    """Ask everything at every level; a row for each says what it gains on the level below."""
    rows, figures, lists = list[Body](), dict[str, Doubles](), list[list[str]]()
    for level in _CUTS:
        before, at_level = figures, up_to(engine, level)
        lists = [_shown(at_level, level, one, known) for one in questions]
        figures = _figures(lists, questions)
        row = {"touch_point": touch_point, "level": level.word}
        rows.append(row | _compared(figures, before))
    return Asked(questions, lists, figures, rows)


def _shown(engine: Engine, level: Level, question: Question, known: Known) -> list[str]:
    """Return what a question is shown at a level; below segments nobody is known."""
    return question.shown(engine, known(question) if level >= Level.SEGMENT else None)


def up_to(engine: Engine, level: Level) -> Engine:
    """Return an engine that climbs the ladder no further than to a level."""
    cut, merchandising = _CUTS[level], engine.merchandising
    shop = merchandising.shop
    dials = {EVERYWHERE: Dials(), **shop.ladder}
    placements = tuple(
        replace(one, dials=cut(one.dials)) if one.dials else one
        for one in merchandising.placements
    )
    shop = replace(shop, ladder={name: cut(one) for name, one in dials.items()})
    return replace(
        engine, merchandising=replace(merchandising, shop=shop, placements=placements)
    )


def _figures(lists: Sequence[Sequence[str]], asked: Sequence[Question]) -> dict[str, Doubles]:
    """Return each measure's figures, one a question (shape (n,))."""
    gains = [
        [float(shown in one.wanted) for shown in ids]
        for ids, one in zip(lists, asked, strict=True)
    ]
    ideal = [np.ones(len(one.wanted)) for one in asked]
    found = [ndcg(one, best, SHOWN) for one, best in zip(gains, ideal, strict=True)]
    return {
        MEASURES[0]: np.array(found, dtype=np.float64),
        MEASURES[1]: np.array([any(one) for one in gains], dtype=np.float64),
    }


def _compared(figures: Mapping[str, Doubles], before: Mapping[str, Doubles]) -> Body:
    """Return every measure with its interval, and what it gains on the level below."""
    gained = {
        f"{name} gain": interval(values - before[name])
        for name, values in figures.items()
        if name in before
    }
    return {name: interval(values) for name, values in figures.items()} | gained


def interval(values: Doubles) -> Body | None:
    """Return a mean with its 95 % interval, None of nothing."""
    if not len(values):
        return None
    low, high = bootstrap_interval(values, seed=_SEED)
    return {
        "mean": round(float(values.mean()), 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "n": len(values),
    }


def worst(asked: Asked) -> list[Body]:
    """List the queries that lose most: those asked often whose answers have it far down."""
    lost: dict[str, list[float]] = {}
    for one, figure in zip(asked.questions, asked.figures[MEASURES[0]].tolist(), strict=True):
        query = (one.deed.query or "").casefold()
        if figure < 1 and not is_private(query):
            lost.setdefault(query, []).append(figure)
    order = sorted(lost.items(), key=lambda row: (sum(row[1]) - len(row[1]), row[0]))
    return [
        {"query": query, "missed": len(found), MEASURES[0]: round(float(np.mean(found)), 4)}
        for query, found in order[:_WORST]
    ]


def spread(engine: Engine, lists: Sequence[Sequence[str]]) -> Body:
    """Say how much of what may be shown the lists show, and how evenly."""
    rows = engine.catalogue.product_rows([one for ids in lists for one in ids])
    shown = np.bincount(rows, minlength=engine.catalogue.products)[engine.allowed]
    return {
        "lists": len(lists),
        "coverage": round(float(np.mean(shown > 0)), 4) if len(shown) else None,
        "gini": round(gini(shown.astype(np.float64)), 4),
    }
