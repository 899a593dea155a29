"""Do products still stand where people of the shop have pinned them?"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.filters import Filter
from knowledge_base.rules import Pin, Rule
from ranking.context import Context
from service.answering.searching import SearchAsk, search
from service.engine import Engine


def moved(made: Engine, served: Engine, now: datetime, limit: int) -> Iterator[str]:
    """Yield which products no longer stand where a rule pins them, of so many rules at most.

    Only what stands there in what is served is expected: what another rule forbids, or what
    must not be shown any more, is the shop's own doing.
    """
    for rule in islice(_asked(made), limit):
        ask = _ask(rule, made, now)
        before, after = (_shown(engine, ask) for engine in (served, made))
        for pin in _named(rule):
            row, place = made.catalogue.product_row(pin.product_id or ""), pin.position - 1
            if row == UNKNOWN or not made.allowed[row]:
                continue
            stood, stands = (
                one[place : place + 1] == [pin.product_id] for one in (before, after)
            )
            if stood and not stands:
                yield f"'{rule.name}' no longer pins {pin.product_id} at {pin.position}"


def _asked(engine: Engine) -> Iterator[Rule]:
    """Yield the rules that pin products to a search or to the page of a category."""
    for rule in engine.merchandising.rules:
        is_list = rule.when.query is not None or rule.when.category is not None
        if rule.enabled and is_list and rule.when.placement is None and _named(rule):
            yield rule


def _named(rule: Rule) -> Sequence[Pin]:
    return [one for one in rule.then.pins if one.product_id is not None]


def _ask(rule: Rule, engine: Engine, now: datetime) -> SearchAsk:
    """Ask as somebody for whom the rule holds."""
    when = rule.when
    context = Context(
        now,
        "search" if when.query else "category",
        when.language or engine.catalogue.languages[0],
        filters=(Filter(CATEGORY, when.category),) if when.category else (),
        campaign=when.campaign,
        device=when.device,
        referrer=when.referrer,
        segment=when.segment,
    )
    most = max(one.position for one in _named(rule))
    text = (when.query or "").rstrip("*")
    return SearchAsk(context, text, per_page=most, facets=())


def _shown(engine: Engine, ask: SearchAsk) -> list[str]:
    return [hit["product_id"] for hit in search(engine, ask, None)["hits"]]
