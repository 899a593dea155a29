"""Says why a product stands where it stands in a list, or why it is not in it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from knowledge_base.profiles import Profile
from ranking.absence import Absence, Gone
from ranking.explanation import explain
from ranking.query import Term
from service.answering.hits import title_of_row
from service.answering.searching import Answered, SearchAsk, carry_out, level_of
from service.answering.understood import said_of
from service.engine import Engine
from service.explaining.keeping_out import filtered, hidden, unavailable, unknown
from service.rule_uses import RuleUses

Body = dict[str, Any]
WhyNot = Callable[[Answered, int], Absence]
"""Gives the first reason why the product of a row is not in an answer."""


def explain_product(
    engine: Engine, ask: SearchAsk, profile: Profile | None, product_id: str
) -> Body:
    """Carry a search out as it is served, all products in order, and look for one of them.

    What is explained is the page asked for: a product on a later one is told to be there.
    """
    apart = replace(engine, uses=RuleUses())
    every = replace(ask, page=1, per_page=max(1, engine.catalogue.products))
    told = tell(carry_out(apart, every, profile), every, product_id, first_reason)
    position, page = told["position"], None
    if position is not None:
        page = (position - 1) // ask.per_page + 1
        if page > ask.page:
            late = Absence(Gone.LATER_PAGE, {"position": position, "page": page})
            told["missing"] = late.told(ask.context.language)
    return {**told, "page": page}


def tell(done: Answered, ask: SearchAsk, product_id: str, why_not: WhyNot) -> Body:
    """Say where a product stands in an answer and why, or by `why_not` what kept it out."""
    engine, language = done.scene.engine, ask.context.language
    row = engine.catalogue.product_row(product_id)
    told = {
        "product_id": product_id,
        "title": title_of_row(engine, row, language),
        "total": len(done.matches.candidates),
        "level": level_of(done.ranking, ask.sort).word,
        "interpretation": said_of(ask.text, done.found, done.curation, engine),
        "redirect": done.curation.redirect,
        "rules": [{"id": one.rule_id, "name": one.name} for one in done.curation.rules],
    }
    place = np.flatnonzero(done.ranking.rows == row)
    if not len(place):
        return {**told, "position": None, "missing": why_not(done, row).told(language)}
    why = explain(done.ranking, int(place[0]), language)
    return {**told, "position": int(place[0]) + 1, "missing": None, **why}


def first_reason(done: Answered, row: int) -> Absence:
    """Return what kept a product out first, in the order in which the answer came about."""
    scene, curation = done.scene, done.curation
    looks: tuple[Callable[[], Absence | None], ...] = (
        lambda: unknown(scene.engine, row),
        lambda: _unmatched(done, row),
        lambda: unavailable(scene, row),
        lambda: hidden(scene.engine, curation, row),
        lambda: filtered(scene, curation, done.matches.eligible.filters, row),
    )
    return next(filter(None, (look() for look in looks)), _weak(done))


def _unmatched(done: Answered, row: int) -> Absence | None:
    """Say which words the product lacks, or that it has them all and too weakly."""
    if row in done.found.candidates.rows or row in (one.row for one in done.curation.pins):
        return None
    words = [one.text for one in _asked_for(done) if not _has(done, one, row)]
    return Absence(Gone.WORD_NOT_FOUND, {"words": words}) if words else _weak(done)


def _weak(done: Answered) -> Absence:
    return Absence(Gone.BELOW_THE_CUT, {"products": len(done.found.candidates)})


def _asked_for(done: Answered) -> list[Term]:
    """Return the words that products must have: not those left out, nor those of a filter."""
    query, dropped = done.found.query, set(done.found.dropped)
    chips = {at for one in done.found.chips for at in range(one.first, one.end)}
    return [
        term
        for at, term in enumerate(query.terms)
        if term.telling and at not in chips and term.text not in dropped
    ]


def _has(done: Answered, term: Term, row: int) -> bool:
    """Say whether a search for one word alone finds the product."""
    searcher = done.scene.engine.searchers[done.found.query.language]
    query = searcher.understand(term.text, verbatim=done.found.query.verbatim)
    return row in searcher.find(query).candidates.rows
