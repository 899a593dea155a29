"""Finds rules that stand in each other's way, that can do nothing, and that nobody needs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import combinations, permutations, product
from typing import Any

import numpy as np

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Bools
from knowledge_base.filters import Filter
from knowledge_base.merchandising import Entry
from knowledge_base.rules import Pin, Rule, When
from knowledge_base.storage.rule_uses import RuleUse
from ranking.rule_index import in_precedence
from ranking.rule_reach import Reach
from service.engine import Engine
from service.unknown_names import Names


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a rule, with which others, and what to do about it."""

    rule: str
    code: str
    detail: str
    others: tuple[str, ...] = ()


class Rulebook:
    """All rules in force now or later, in their order, over what there is in the shop."""

    def __init__(self, engine: Engine, now: datetime) -> None:
        self.engine, self.now = engine, now
        every = in_precedence(one for one in engine.merchandising.rules if one.enabled)
        self.over = [one for one in every if one.when.until and one.when.until <= now]
        self.rules = [one for one in every if one not in self.over]
        analysers = {name: one.lexicon.analyser for name, one in engine.searchers.items()}
        self.reach = Reach(analysers, engine.live.facet(CATEGORY))

    def left(self, filters: Sequence[Filter]) -> Bools:
        """Return which products filters leave of those that may be shown (shape (p,))."""
        known = [one for one in filters if self.engine.knows(one)]
        left: Bools = self.engine.allowed & self.engine.masks.products(known)
        return left

    def pinned(self, pin: Pin) -> Bools:
        """Return which products a pin is about, of those that may be shown (shape (p,))."""
        if pin.filter is not None:
            return self.left([pin.filter])
        about = np.zeros(self.engine.catalogue.products, dtype=np.bool_)
        row = self.engine.catalogue.product_row(pin.product_id or "")
        if row != UNKNOWN:
            about[row] = self.engine.allowed[row]
        return about

    def pairs(self, has: Callable[[Rule], object]) -> Iterator[tuple[Rule, Rule]]:
        """Yield every two rules of a kind that may hold at once, the stronger one first."""
        for one, other in combinations(filter(has, self.rules), 2):
            if self.reach.shared(one.when, other.when):
                yield one, other


def problems_of(
    engine: Engine,
    entries: Sequence[Entry],
    uses: Mapping[str, RuleUse],
    now: datetime,
    idle: timedelta,
) -> list[dict[str, Any]]:
    """List what is wrong with the enabled rules; `uses` are those of the last `idle` time."""
    book = Rulebook(engine, now)
    bodies = {one.entry_id: one.body for one in entries}
    changed = {one.entry_id: one.updated_at for one in entries}
    found = [problem for look in _LOOKS for problem in look(book)]
    found += _nameless(book, bodies)
    found += _idle(book, uses, changed, idle)
    place = {one.rule_id: number for number, one in enumerate((*book.rules, *book.over))}
    return [asdict(one) for one in sorted(found, key=lambda one: (place[one.rule], one.code))]


def _over(book: Rulebook) -> Iterator[Problem]:
    for one in book.over:
        yield Problem(one.rule_id, "over", "its time is over: delete it, or give it a new one")


def _wordless(book: Rulebook) -> Iterator[Problem]:
    for one in book.rules:
        if not book.reach.has_words(one.when):
            yield Problem(one.rule_id, "no_words", "its query has no word that can be met")


def _leaving_nothing(book: Rulebook) -> Iterator[Problem]:
    for one in book.rules:
        here = [Filter(CATEGORY, one.when.category)] if one.when.category else []
        if one.then.filters and not book.left([*one.then.filters, *here]).any():
            detail = "its filters leave no product that can be shown"
            yield Problem(one.rule_id, "filter_leaves_nothing", detail)


def _excluding(book: Rulebook) -> Iterator[Problem]:
    for one, other in book.pairs(lambda rule: rule.then.filters):
        alone = [book.left(rule.then.filters).any() for rule in (one, other)]
        if all(alone) and not book.left([*one.then.filters, *other.then.filters]).any():
            detail = f"its filters and those of '{_name(one)}' leave nothing together"
            yield Problem(other.rule_id, "filters_exclude", detail, (one.rule_id,))


def _pinning_nothing(book: Rulebook) -> Iterator[Problem]:
    for rule in book.rules:
        for pin in rule.then.pins:
            if not book.pinned(pin).any():
                about = str(pin.filter or pin.product_id)
                detail = f"nothing that can be shown is pinned: {about}"
                yield Problem(rule.rule_id, "pins_nothing", detail)


def _colliding(book: Rulebook) -> Iterator[Problem]:
    """Find pins of one position; two of the same rule are told as well."""
    twice = ((one, one) for one in book.rules if len(one.then.pins) > 1)
    for one, other in (*twice, *book.pairs(lambda rule: rule.then.pins)):
        pins = (
            combinations(one.then.pins, 2)
            if one is other
            else ((a, b) for a in one.then.pins for b in other.then.pins)
        )
        taken = sorted({second.position for first, second in pins if _collide(first, second)})
        if taken:
            detail = f"'{_name(one)}' pins something else at {', '.join(map(str, taken))}"
            others = () if one is other else (one.rule_id,)
            yield Problem(other.rule_id, "pins_collide", detail, others)


def _collide(one: Pin, other: Pin) -> bool:
    if one.product_id is not None and one.product_id == other.product_id:
        return False
    first, second = ({*range(pin.position, pin.position + pin.limit)} for pin in (one, other))
    return not first.isdisjoint(second)


def _pins_in_vain(book: Rulebook) -> Iterator[Problem]:
    """Find pins whose products another rule, or the same, hides or filters away."""
    for rule in book.rules:
        there = [(pin, book.pinned(pin)) for pin in rule.then.pins]
        for other in book.rules:
            if not (other.then.hides or other.then.filters):
                continue
            if there and book.reach.shared(rule.when, other.when):
                yield from _kept_out(book, rule, other, [mask for _, mask in there])


def _kept_out(
    book: Rulebook, rule: Rule, other: Rule, pinned: Sequence[Bools]
) -> Iterator[Problem]:
    hidden = book.engine.rules.hidden_by(other)
    passing = book.left(other.then.filters)
    others = () if rule is other else (other.rule_id,)
    for mask in pinned:
        if mask.any() and not (mask & ~hidden).any():
            detail = f"what it pins is hidden by '{_name(other)}', which is stronger"
            yield Problem(rule.rule_id, "pin_hidden", detail, others)
        elif mask.any() and not (mask & passing).any():
            detail = f"what it pins does not pass the filters of '{_name(other)}'"
            yield Problem(rule.rule_id, "pin_filtered", detail, others)


def _shadowed(book: Rulebook) -> Iterator[Problem]:
    """Find redirects and replacements that a stronger rule always comes before."""
    for kind in ("redirect", "replace_query"):
        having = [one for one in book.rules if getattr(one.then, kind)]
        for one, other in combinations(having, 2):
            if book.reach.covers(one.when, other.when):
                detail = f"its {kind} never counts: '{_name(one)}' comes before it"
                yield Problem(other.rule_id, f"{kind}_shadowed", detail, (one.rule_id,))


def _behind_redirects(book: Rulebook) -> Iterator[Problem]:
    """Find rules about lists that nobody sees, since all are sent elsewhere."""
    leading = [one for one in book.rules if one.then.redirect]
    others = [one for one in book.rules if not one.then.redirect]
    for one, other in product(leading, others):
        if book.reach.covers(one.when, other.when):
            detail = f"nobody sees what it does: '{_name(one)}' leads elsewhere"
            yield Problem(other.rule_id, "behind_redirect", detail, (one.rule_id,))


def _replaced_again(book: Rulebook) -> Iterator[Problem]:
    """Find replacements whose new words another rule would replace once more."""
    having = [one for one in book.rules if one.then.replace_query]
    for one, other in permutations(having, 2):
        asked = When(query=one.then.replace_query, language=one.when.language)
        if other.when.query and book.reach.covers(other.when, asked):
            detail = f"words are replaced once: '{_name(other)}' does not replace its words"
            yield Problem(one.rule_id, "replaced_once", detail, (other.rule_id,))


_LOOKS: Sequence[Callable[[Rulebook], Iterator[Problem]]] = (
    _over,
    _wordless,
    _leaving_nothing,
    _excluding,
    _pinning_nothing,
    _colliding,
    _pins_in_vain,
    _shadowed,
    _behind_redirects,
    _replaced_again,
)


def _nameless(book: Rulebook, bodies: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
    """Find names that stand for nothing any more."""
    engine = book.engine
    names = Names(engine.live, {one.segment_id for one in engine.merchandising.segments})
    for one in book.rules:
        for fault in names.unknown(bodies.get(one.rule_id, {})):
            yield Problem(one.rule_id, fault.code, f"{fault.place}: {fault.detail}")


def _idle(
    book: Rulebook,
    uses: Mapping[str, RuleUse],
    changed: Mapping[str, datetime],
    idle: timedelta,
) -> Iterator[Problem]:
    """Find rules that held for no answer, though they had the time."""
    for one in book.rules:
        begun = max(filter(None, (changed.get(one.rule_id, book.now), one.when.since)))
        if one.rule_id not in uses and begun <= book.now - idle:
            detail = f"held for no answer in {idle.days} days"
            yield Problem(one.rule_id, "never_used", detail)


def _name(rule: Rule) -> str:
    return rule.name or rule.rule_id
