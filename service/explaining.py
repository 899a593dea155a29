"""Says why a product stands where it stands in a list, or why it is not in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import orjson

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.filters import Filter
from knowledge_base.profiles import Profile
from ranking.absence import Absence, Gone
from ranking.explanation import explain
from ranking.query import Term
from service.engine import Engine
from service.rule_uses import RuleUses
from service.searching import Answered, SearchAsk, carry_out, level_of
from service.understood import said_of

Body = dict[str, Any]

_DAY = 86_400
ASKED, IN_THE_WORDS = "asked", "words"
"""Who filters, where it is no rule."""


def explain_product(
    engine: Engine, ask: SearchAsk, profile: Profile | None, product_id: str
) -> Body:
    """Carry a search out as it is served, all products in order, and look for one of them.

    What is explained is the page asked for: a product on a later one is told to be there.
    """
    apart = replace(engine, uses=RuleUses())
    every = replace(ask, page=1, per_page=max(1, engine.catalogue.products))
    done = carry_out(apart, every, profile)
    language = ask.context.language
    row = engine.catalogue.product_row(product_id)
    told = {
        "product_id": product_id,
        "title": _title(engine, row, language),
        "total": len(done.matches.candidates),
        "level": level_of(done.ranking, ask.sort).word,
        "interpretation": said_of(ask.text, done.found, done.curation, engine),
        "redirect": done.curation.redirect,
        "rules": [{"id": one.rule_id, "name": one.name} for one in done.curation.rules],
    }
    place = np.flatnonzero(done.ranking.rows == row)
    if not len(place):
        absence = first_reason(done, row)
        return {**told, "position": None, "page": None, "missing": absence.told(language)}
    position = int(place[0]) + 1
    page = (position - 1) // ask.per_page + 1
    late = Absence(Gone.LATER_PAGE, {"position": position, "page": page})
    return {
        **told,
        "position": position,
        "page": page,
        "missing": late.told(language) if page > ask.page else None,
        **explain(done.ranking, position - 1, language),
    }


def _title(engine: Engine, row: int, language: str) -> str | None:
    if row == UNKNOWN:
        return None
    title: str = orjson.loads(engine.catalogue.hits[language].raw(row))["title"]
    return title


def first_reason(done: Answered, row: int) -> Absence:
    """Return what kept a product out first, in the order in which the answer came about."""
    looks: tuple[Callable[[Answered, int], Absence | None], ...] = (
        _unknown,
        _unmatched,
        _unavailable,
        _hidden,
        _filtered,
    )
    reasons = (look(done, row) for look in looks)
    return next(filter(None, reasons), Absence(Gone.FILTERED_TOGETHER, _all_filters(done)))


def _unknown(done: Answered, row: int) -> Absence | None:
    is_there = row != UNKNOWN and done.scene.engine.live.there[row]
    return None if is_there else Absence(Gone.NOT_IN_CATALOGUE)


def _unmatched(done: Answered, row: int) -> Absence | None:
    """Say which words the product lacks, or that it has them all and too weakly."""
    if row in done.found.candidates.rows or row in (one.row for one in done.curation.pins):
        return None
    words = [one.text for one in _asked_for(done) if not _has(done, one, row)]
    if words:
        return Absence(Gone.WORD_NOT_FOUND, {"words": words})
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


def _unavailable(done: Answered, row: int) -> Absence | None:
    engine = done.scene.engine
    if engine.allowed[row]:
        return None
    released = int(engine.catalogue.released[row])
    if released > done.scene.context.now.timestamp() // _DAY:
        date = datetime.fromtimestamp(released * _DAY, UTC).date()
        return Absence(Gone.NOT_RELEASED, {"date": date.isoformat()})
    return Absence(Gone.SOLD_OUT)


def _hidden(done: Answered, row: int) -> Absence | None:
    rules = done.scene.engine.rules
    hiding = (one for one in done.curation.rules if rules.hidden_by(one)[row])
    rule = next(hiding, None)
    if rule is None:
        return None
    return Absence(Gone.HIDDEN, {"name": rule.name, "source": f"rule:{rule.rule_id}"})


def _filtered(done: Answered, row: int) -> Absence | None:
    """Say which facet's filters keep the product out by themselves, and whose they are."""
    masks, every = done.scene.engine.masks, done.matches.eligible.filters
    for facet in dict.fromkeys(one.facet for one in every):
        group = [one for one in every if one.facet == facet]
        if not masks.products(group)[row]:
            facts = {"filters": [*map(str, group)], "source": _whose(done, group[0])}
            return Absence(Gone.FILTERED, facts)
    return None


def _whose(done: Answered, one: Filter) -> str:
    if one in done.scene.context.filters:
        return ASKED
    ruled = (rule.rule_id for rule in done.curation.rules if one in rule.then.filters)
    rule_id = next(ruled, None)
    return IN_THE_WORDS if rule_id is None else f"rule:{rule_id}"


def _all_filters(done: Answered) -> Body:
    return {"filters": [*map(str, done.matches.eligible.filters)]}
