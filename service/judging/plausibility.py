"""Is what a night read like what it read before: as many products, prices, events as usual?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson

from knowledge_base.catalogue import Catalogue
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from knowledge_base.live import LiveFacts
from knowledge_base.renumbering import Moves
from knowledge_base.storage.feed_imports import Feeds
from service.judging.tolerances import Tolerances

_DAY, _WEEK, _WEEKS = 86_400, 7, 4
_LOOKED_AT = 1_000
"""Products whose titles and pictures are looked at, spread over the catalogue."""


def odd_products(
    made: Catalogue, served: Catalogue, moves: Moves, limits: Tolerances
) -> Iterator[str]:
    """Yield how a catalogue is unlike the one being served, beyond what is usual."""
    if served.products < limits.products:
        return
    if (
        not -limits.fewer_products
        <= made.products / served.products - 1
        <= limits.more_products
    ):
        yield f"it has {made.products} products, what is served {served.products}"
        return
    kept = np.count_nonzero(moves.after >= 0)
    if kept < (1 - limits.fewer_products) * served.products:
        yield f"it has {kept} of the {served.products} products that are served"
    renamed = _renamed(made, served, moves)
    if renamed > limits.renamed:
        yield f"{renamed:.0%} of its products are called something else than what is served"
    price, usual = _median_price(made), _median_price(served)
    if usual and not abs(price / usual - 1) <= limits.repriced:
        yield f"its median price is {price:.2f}, in what is served {usual:.2f}"
    bought, could = _buyable(made), _buyable(served)
    if bought < (1 - limits.fewer_buyable) * could:
        yield f"{bought:.0%} of it can be bought, of what is served {could:.0%}"
    yield from _bare(made, served, limits)


def _bare(made: Catalogue, served: Catalogue, limits: Tolerances) -> Iterator[str]:
    """Yield that titles or pictures lack."""
    titles, pictures = (_share_with(made, one) for one in ("title", "image_url"))
    if 1 - titles > limits.untitled:
        yield f"{1 - titles:.0%} of its products have no title"
    usual = _share_with(served, "image_url")
    if pictures < usual - limits.fewer_pictures:
        yield f"{pictures:.0%} of its products have a picture, of what is served {usual:.0%}"


def _renamed(made: Catalogue, served: Catalogue, moves: Moves) -> float:
    """Return the share of the products that stay, of some, whose title is another one."""
    language = made.languages[0]
    kept = np.flatnonzero(moves.after >= 0)
    some = kept[np.linspace(0, len(kept) - 1, min(_LOOKED_AT, len(kept)), dtype=np.int64)]
    changed = 0
    for row, moved in zip(some.tolist(), moves.after[some].tolist(), strict=True):
        changed += _hit(served, language, row)["title"] != _hit(made, language, moved)["title"]
    return changed / max(len(some), 1)


def _hit(catalogue: Catalogue, language: str, row: int) -> dict[str, Any]:
    hit: dict[str, Any] = orjson.loads(catalogue.hits[language].raw(row))
    return hit


def _median_price(catalogue: Catalogue) -> float:
    """Return the median price of all variants that have one, 0 where none has."""
    prices = catalogue.price[catalogue.price >= 0]
    return float(np.median(prices)) / 100 if len(prices) else 0.0


def _buyable(catalogue: Catalogue) -> float:
    live = LiveFacts.at_rest(catalogue, 0)
    can_be_bought = int(catalogue.products_of(live.buyable).sum())
    return can_be_bought / max(catalogue.products, 1)


def _share_with(catalogue: Catalogue, name: str) -> float:
    """Return the share of products, of some, that have something written in a field."""
    language = catalogue.languages[0]
    count = min(_LOOKED_AT, catalogue.products)
    rows = np.linspace(0, catalogue.products - 1, count, dtype=np.int64).tolist()
    return sum(bool(_hit(catalogue, language, row)[name]) for row in rows) / max(count, 1)


def odd_feeds(feeds: Iterable[Feeds], limits: Tolerances) -> Iterator[str]:
    """Yield of which kind of feed many more lines were refused than before."""
    for kind in feeds:
        last, before = kind.last, kind.before
        if min(last.read, before.read) < limits.products:
            continue
        if last.refused_share > before.refused_share + limits.refused_lines:
            what = "whole feed" if last.whole else "feed of changes"
            refused = f"{last.refused:,} of the {last.read:,} lines of the last {what}"
            usual = f"{before.refused_share:.1%} of the one before"
            yield f"{refused} ({last.refused_share:.1%}) were refused, {usual}"


@dataclass(frozen=True, slots=True)
class LastDay:
    """What became of the last day's events: the share that robots did, and that was refused."""

    robots: float = 0.0
    refused: float = 0.0


def odd_events(
    values: Interactions, known: int, day: LastDay, limits: Tolerances
) -> Iterator[str]:
    """Yield how the log is unlike what it was, beyond what is usual.

    `known` interactions were learned from when what is served was made.
    """
    if known >= limits.interactions:
        if len(values) < known * (1 - limits.fewer_events):
            yield f"it learned from {len(values)} events, what is served from {known}"
        daily = _daily(values)
        yield from _odd_day(daily, "events", limits)
        if daily[0] >= limits.events:
            yield from _bad_day(day, limits)
        bought = _daily(values.where(values.type == EventType.PURCHASE))
        usual = _usual(bought)
        if usual >= limits.events and not bought[0]:
            yield f"nothing was bought within a day, where {usual:.0f} purchases are usual"


def _bad_day(day: LastDay, limits: Tolerances) -> Iterator[str]:
    if day.robots > limits.robots:
        yield f"robots did {day.robots:.0%} of the last day's events"
    if day.refused > limits.unusable:
        yield f"{day.refused:.0%} of the last day's events were refused"


def _odd_day(daily: np.ndarray, what: str, limits: Tolerances) -> Iterator[str]:
    today, usual = int(daily[0]), _usual(daily)
    if usual >= limits.events and not limits.quieter <= today / usual <= limits.busier:
        yield f"{today} {what} happened within a day, where {usual:.0f} are usual"


def _daily(values: Interactions) -> np.ndarray:
    """Count interactions by how many days ago they happened, up to four weeks."""
    days = ((values.until - values.at) // _DAY).astype(np.int64)
    recent = days[(days >= 0) & (days <= _WEEK * _WEEKS)]
    return np.bincount(recent, minlength=_WEEK * _WEEKS + 1)


def _usual(daily: np.ndarray) -> float:
    """Return the median of the same weekday before, of all days where there is none."""
    before = daily[_WEEK::_WEEK]
    before = before[before > 0] if before.any() else daily[1:][daily[1:] > 0]
    return float(np.median(before)) if len(before) else 0.0
