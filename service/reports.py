"""Reports for merchandisers: what is searched for, found, clicked, and leads nowhere."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import sqrt
from typing import Any

from knowledge_base.events import EventType
from knowledge_base.privacy import is_private
from knowledge_base.storage.database import Database
from knowledge_base.storage.searches import Deed, deeds_around_searches

Body = dict[str, Any]

_LEAST = 20
"""Searches in sessions, before and after, from which a click rate is said to fall."""
_SURELY = 1.96
"""Standard errors by which it has fallen then, which chance does once in forty times."""


@dataclass(slots=True)
class Tally:
    """How often something was asked, and of how many of those the rest is known.

    `told` are those that came with a number of products, `empty` those of them with none;
    `followed` those in a session, `clicked` those of them after which somebody came to a
    product before searching for something else.
    """

    asked: int = 0
    told: int = 0
    empty: int = 0
    followed: int = 0
    clicked: int = 0

    def take(self, deed: Deed) -> None:
        """Count one more."""
        self.asked += 1
        self.told += deed.total is not None
        self.empty += deed.total == 0
        self.followed += deed.session_id is not None


@dataclass(slots=True)
class Period:
    """What was done in a time: by query, by value of a filter, and altogether."""

    queries: dict[str, Tally] = field(default_factory=dict)
    filters: dict[tuple[str, str], Tally] = field(default_factory=dict)
    whole: Tally = field(default_factory=Tally)

    @classmethod
    def of(cls, deeds: Iterable[Deed]) -> "Period":
        """Count; the deeds of a session stand together, in order."""
        period, session, open_tallies = cls(), None, list[Tally]()
        for deed in deeds:
            if deed.session_id is None or deed.session_id != session:
                session, open_tallies = deed.session_id, []
            if deed.type is EventType.SEARCH:
                open_tallies = period._search(deed) if deed.query else []
            elif deed.type is EventType.FILTER:
                period._filter(deed)
            else:
                for tally in open_tallies:
                    tally.clicked += 1
                open_tallies = []
        return period

    def _search(self, deed: Deed) -> list[Tally]:
        tallies = [self.queries.setdefault(deed.query, Tally()), self.whole]
        for tally in tallies:
            tally.take(deed)
        return tallies if deed.session_id is not None else []

    def _filter(self, deed: Deed) -> None:
        for facet, values in deed.filters.items():
            for value in values if isinstance(values, list) else [values]:
                self.filters.setdefault((facet, str(value)), Tally()).take(deed)


def report_searches(
    database: Database, *, now: datetime, days: int, most: int, robots_from: int
) -> Body:
    """Report the searches of the last days, and compare them with as many days before.

    Every share is None where nothing is known of it, which is not 0. Queries that may name a
    person are counted and not shown.
    """
    length = timedelta(days=days)
    start = now - length
    with database.read() as connection:
        before, lately = (
            Period.of(
                deeds_around_searches(
                    connection, since=since, until=since + length, robots_from=robots_from
                )
            )
            for since in (start - length, start)
        )
    shown = {query: one for query, one in lately.queries.items() if not is_private(query)}
    compared = {query: before.queries.get(query, Tally()) for query in shown}
    rows = [_row(query, one, compared[query]) for query, one in shown.items()]
    falling = [
        row
        for row, one in zip(rows, shown.values(), strict=True)
        if _is_falling(compared[row["query"]], one)
    ]
    filters = [_filter_row(*one) for one in lately.filters.items()]
    return {
        "since": start.isoformat(),
        "until": now.isoformat(),
        **_shares(lately.whole),
        "results_known": _share(lately.whole.told, lately.whole.asked),
        "clicks_known": _share(lately.whole.followed, lately.whole.asked),
        "top": _most(rows, lambda one: one["searches"], most),
        "without_results_by_query": _most(rows, _missed, most),
        "falling": _most(falling, _lost, most),
        "filters_without_results": _most(filters, _missed, most),
    }


def _row(query: str, tally: Tally, before: Tally) -> Body:
    return {
        "query": query,
        **_shares(tally),
        "click_rate_before": _share(before.clicked, before.followed),
    }


def _filter_row(of: tuple[str, str], tally: Tally) -> Body:
    facet, value = of
    return {"facet": facet, "value": value, **_uses(tally)}


def _shares(tally: Tally) -> Body:
    return {**_uses(tally), "click_rate": _share(tally.clicked, tally.followed)}


def _uses(tally: Tally) -> Body:
    return {"searches": tally.asked, "without_results": _share(tally.empty, tally.told)}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _is_falling(before: Tally, tally: Tally) -> bool:
    """Test two proportions with their pooled standard error."""
    if min(before.followed, tally.followed) < _LEAST:
        return False
    both = before.followed + tally.followed
    pooled = (before.clicked + tally.clicked) / both
    error = sqrt(pooled * (1 - pooled) * (1 / before.followed + 1 / tally.followed))
    fall = before.clicked / before.followed - tally.clicked / tally.followed
    return fall > _SURELY * error


def _missed(row: Mapping[str, Any]) -> float:
    return float(row["searches"] * (row["without_results"] or 0))


def _lost(row: Mapping[str, Any]) -> float:
    return float(row["searches"] * (row["click_rate_before"] - row["click_rate"]))


def _most(rows: Iterable[Body], weight: Callable[[Body], float], most: int) -> list[Body]:
    """Return the heaviest rows that weigh anything, equals by their names."""
    heavy = [one for one in rows if weight(one) > 0]
    return sorted(heavy, key=lambda one: (-weight(one), *map(str, one.values())))[:most]
