"""Does every golden query show what people of the shop say it must?"""

from collections.abc import Iterator
from datetime import datetime

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.golden_queries import GoldenQuery
from ranking.context import Context
from service.answering.searching import SearchAsk, search
from service.engine import Engine


def unmet(engine: Engine, now: datetime) -> Iterator[str]:
    """Yield which expectations of golden queries do not hold.

    What cannot be shown at all (gone, hidden, sold out where the shop hides that) is not
    expected: that is the shop's own doing, every day.
    """
    for one in engine.merchandising.golden_queries:
        if one.enabled:
            yield from _missed(engine, one, now)


def _missed(engine: Engine, golden: GoldenQuery, now: datetime) -> Iterator[str]:
    language = golden.language or engine.catalogue.languages[0]
    context = Context(now, "search", language)
    most = max(one.at_most for one in golden.expect)
    ask = SearchAsk(context, golden.query, per_page=most, facets=())
    shown = [hit["product_id"] for hit in search(engine, ask, None)["hits"]]
    for one in golden.expect:
        row = engine.catalogue.product_row(one.product_id)
        if row == UNKNOWN or not engine.allowed[row] or one.product_id in shown[: one.at_most]:
            continue
        yield (
            f"golden query '{golden.query}': {one.product_id} is not among the first"
            f" {one.at_most}"
        )
