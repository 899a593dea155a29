"""Plays the searches of the last days again, with a draft of a rule among the others."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.filters import Filter, parse_filter
from knowledge_base.privacy import is_private
from knowledge_base.rules import Rule, When
from knowledge_base.storage.answered import Asked, Outcome, outcomes
from knowledge_base.storage.database import Database
from ranking.context import Context
from ranking.rule_index import is_time
from service.answering.scene import Scene
from service.answering.searching import SearchAsk, order_of, understood
from service.drafting.drafts import Draft
from service.engine import Engine

Body = dict[str, Any]

TOP = 10
LOOKED_AT = 100
"""Places of an answer that are compared: nobody clicks further down."""
MOST_EVENTS = 300_000
SECONDS = 20.0
"""How long a replay may take; what is asked for most comes first."""
_WEEK = 7 * 24
_PAUSE = 0.002
"""Seconds of peace after each answer, so that shoppers need not wait for a replay."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far back a replay looks, and when it stops."""

    since: datetime
    until: datetime
    robots_from: int
    most_events: int = MOST_EVENTS
    seconds: float = SECONDS


@dataclass(slots=True)
class Sums:
    """Clicks or purchases that were made at products which would stand elsewhere."""

    made: int = 0
    up: int = 0
    down: int = 0
    gone: int = 0

    def add(self, count: int, was: int, will_be: int | None) -> None:
        """Count what happened at a product that stood at one place, and would at another."""
        self.made += count
        self.gone += count * (will_be is None)
        self.up += count * (will_be is not None and will_be < was)
        self.down += count * (will_be is not None and will_be > was)

    def told(self) -> Body:
        """Write the sums."""
        return {"made": self.made, "up": self.up, "down": self.down, "gone": self.gone}


@dataclass(frozen=True, slots=True)
class Difference:
    """What becomes of the answer to one question."""

    asked: Asked
    outcome: Outcome
    before: Sequence[str]
    after: Sequence[str]

    @property
    def overlap(self) -> float:
        """Return the share of the first ten that stay among them."""
        first, second = set(self.before[:TOP]), set(self.after[:TOP])
        return len(first & second) / max(len(first), len(second), 1)

    @property
    def moved(self) -> float:
        """Return by how many places the first ten move on average; who leaves is eleventh."""
        places = [_places(one[:TOP]) for one in (self.before, self.after)]
        every = places[0].keys() | places[1].keys()
        apart = (
            abs(places[0].get(one, TOP + 1) - places[1].get(one, TOP + 1)) for one in every
        )
        return sum(apart) / max(len(every), 1)


@dataclass(slots=True)
class Replayed:
    """What a replay has found so far."""

    searches: int = 0
    queries: int = 0
    touched: list[Difference] = field(default_factory=list)
    is_complete: bool = True


def replay(
    engine: Engine, database: Database, draft: Draft, limits: Limits, language: str, most: int
) -> Body:
    """Say which of the searches of the last days a draft touches, and what it does to them.

    Everybody is answered as a stranger would be now, but for what the draft asks of a shopper
    (a segment, a campaign, a device …) and of the time. At most `most` rows are listed.
    """
    with database.read() as connection:
        since, past = outcomes(
            connection,
            since=limits.since,
            until=limits.until,
            robots_from=limits.robots_from,
            most=limits.most_events,
        )
    often = sorted(past.items(), key=lambda one: (-one[1].searches, one[0]))
    zone = engine.merchandising.shop.time_zone
    context = _context(draft, limits.until.astimezone(zone), language)
    done = _play(engine, draft, often, context, limits.seconds)
    told = _told(engine, done.touched, most)
    return {
        "since": since.isoformat(),
        "until": limits.until.isoformat(),
        "searches": sum(one.searches for one in past.values()),
        "queries": len(past),
        "looked_at": {
            "searches": done.searches,
            "queries": done.queries,
            "complete": done.is_complete and since == limits.since,
        },
        **told,
    }


def _context(draft: Draft, now: datetime, language: str) -> Context:
    """Make the context in which the draft holds: its time, its segment, its device."""
    rule = draft.rule or draft.was
    when = rule.when if rule else None
    if when is None:
        return Context(now, "search", language)
    if when.since and when.since > now:
        now = when.since
    if when.until and when.until <= now:
        now = when.until - timedelta(seconds=1)
    return Context(
        _next_time(when, now),
        "search",
        when.language or language,
        campaign=when.campaign,
        device=when.device,
        referrer=when.referrer,
        segment=when.segment,
    )


def _next_time(when: When, now: datetime) -> datetime:
    """Return the first hour of a week from now, or back from now, in which a rule holds."""
    ahead = (now + timedelta(hours=hours) for hours in (*range(_WEEK), *range(0, -_WEEK, -1)))
    return next((one for one in ahead if is_time(when, one)), now)


def _play(
    engine: Engine,
    draft: Draft,
    often: Iterable[tuple[Asked, Outcome]],
    context: Context,
    seconds: float,
) -> Replayed:
    """Ask again what was asked for most, until all is asked or the time is over."""
    done, sides = Replayed(), draft.beside(engine)
    end = time.monotonic() + seconds
    for asked, outcome in often:
        if time.monotonic() > end:
            done.is_complete = False
            break
        done.searches += outcome.searches
        done.queries += 1
        ask = _ask(asked, context, engine)
        rules, drafted = (_rules_for(side, ask) for side in sides)
        if rules != drafted:
            before, after = (order_of(side, ask, None, LOOKED_AT) for side in sides)
            done.touched.append(Difference(asked, outcome, before, after))
        time.sleep(_PAUSE)
    return done


def _ask(asked: Asked, context: Context, engine: Engine) -> SearchAsk:
    """Ask as somebody asked then; without words it was a category's page."""
    touch_point = "search" if asked.text else "category"
    filters = tuple(one for one in _filters(asked) if engine.knows(one))
    return SearchAsk(replace(context, touch_point=touch_point, filters=filters), asked.text)


def _filters(asked: Asked) -> list[Filter]:
    return [parse_filter(one) for one in asked.filters]


def _rules_for(engine: Engine, ask: SearchAsk) -> tuple[Rule, ...]:
    """Return the rules in force: where they are the same, so is the answer."""
    _, curation = understood(Scene.of(engine, ask.context, None), ask.text)
    return curation.rules


def _told(engine: Engine, touched: Sequence[Difference], most: int) -> Body:
    searches = sum(one.outcome.searches for one in touched)
    clicks, purchases, moved_down = _moves(engine, touched)
    shown = [one for one in touched if not is_private(one.asked.text)]
    return {
        "touched": {"searches": searches, "queries": len(touched)},
        "top_ten": {
            "overlap": _mean(touched, [one.overlap for one in touched]),
            "moved": _mean(touched, [one.moved for one in touched]),
        },
        "clicks": clicks.told(),
        "purchases": purchases.told(),
        "touched_queries": [_row(one) for one in shown[:most]],
        "moved_down": moved_down[:most],
    }


def _mean(touched: Sequence[Difference], values: Sequence[float]) -> float | None:
    """Return the mean over searches, None where none is touched."""
    weights = [one.outcome.searches for one in touched]
    weighed = sum(weight * value for weight, value in zip(weights, values, strict=True))
    return round(weighed / sum(weights), 4) if weights else None


def _row(one: Difference) -> Body:
    return {
        "query": one.asked.text,
        "filters": list(one.asked.filters),
        "searches": one.outcome.searches,
        "overlap": round(one.overlap, 4),
        "moved": round(one.moved, 4),
        "before": list(one.before[:TOP]),
        "after": list(one.after[:TOP]),
    }


def _moves(engine: Engine, touched: Sequence[Difference]) -> tuple[Sums, Sums, list[Body]]:
    """Sum up clicks and purchases by where their products go, and list what goes down."""
    clicks, purchases, listed = Sums(), Sums(), list[Body]()
    for one in touched:
        was, will_be = _places(one.before), _places(one.after)
        clicked = _by_product(engine, one.outcome.clicks)
        bought = _by_product(engine, one.outcome.purchases)
        for product_id in (clicked | bought).keys() & was.keys():
            place, then = was[product_id], will_be.get(product_id)
            clicks.add(clicked[product_id], place, then)
            purchases.add(bought[product_id], place, then)
            if (then is None or then > place) and not is_private(one.asked.text):
                listed.append(
                    {
                        "query": one.asked.text,
                        "product_id": product_id,
                        "before": place,
                        "after": then,
                        "clicks": clicked[product_id],
                        "purchases": bought[product_id],
                    }
                )
    listed.sort(key=lambda row: (-row["purchases"], -row["clicks"], row["query"]))
    return clicks, purchases, listed


def _by_product(engine: Engine, counts: Mapping[str, int]) -> Counter[str]:
    """Count by product what was counted by variants and products that may be gone."""
    catalogue, summed = engine.catalogue, Counter[str]()
    for one, count in counts.items():
        row = catalogue.product_row(one)
        if row != UNKNOWN:
            summed[catalogue.product_ids.column[row]] += count
    return summed


def _places(ids: Sequence[str]) -> dict[str, int]:
    return {one: place for place, one in enumerate(ids, 1)}
