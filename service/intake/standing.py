"""Compares a feed with what stands in the catalogue, before anything is written."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from knowledge_base.columns import Longs
from knowledge_base.money import money_text
from knowledge_base.storage.chunks import chunks
from knowledge_base.storage.database import Database
from knowledge_base.storage.products import gists, last_product_change
from service.intake.laid_aside import LaidAside, Noted, category_names, is_among, numbers_of

_AT_ONCE = 5_000
_NAMED = 5
"""Categories that are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a full feed may move the catalogue before somebody must say that it is meant.

    `gone` is the largest share of lines that may disappear, `repriced` the largest share by
    which the median price may move.
    """

    gone: float
    repriced: float


USUAL = Limits(gone=0.2, repriced=0.3)


@dataclass(frozen=True)
class Standing:
    """The catalogue as it stood: `missing` are the ids that a feed does not name.

    `seq` is the last change of a line until then, `cents` (int64) the prices of all lines
    that have one, `ids` (int64, sorted) the numbers of their ids, `unseen` the categories of
    the feed that no line is in.
    """

    seq: int
    lines: int
    missing: list[str]
    cents: Longs
    ids: Longs
    unseen: frozenset[str]

    def objections(self, feed: Noted, limits: Limits) -> tuple[str, ...]:
        """Say what makes it look as if a full feed were not whole, or not in our currency."""
        found = (self._too_few(limits.gone), self._repriced(feed, limits.repriced))
        return tuple(one for one in found if one)

    def warnings(self, aside: LaidAside, *, full: bool) -> dict[str, int]:
        """Count what a feed may say and yet seldom means."""
        noted = aside.noted
        orphans = noted.orphans if full else noted.orphans & ~is_among(noted.parents, self.ids)
        found = {
            **{f"products without {name}": number for name, number in noted.without().items()},
            "lines replaced by a later one with the same id": int((~noted.last).sum()),
            "variants of a product that has no line of its own": int(orphans.sum()),
        }
        if self.lines:
            found |= self._new_categories(aside.categories)
        return {warning: number for warning, number in found.items() if number}

    def _new_categories(self, counts: Counter[str]) -> dict[str, int]:
        """Count the lines in categories that did not exist before, the commonest by name."""
        new = Counter({name: counts[name] for name in sorted(self.unseen)})
        named = new.most_common(_NAMED)
        found = {f"lines in '{name}', a category never seen": number for name, number in named}
        return {**found, "other categories never seen": len(new) - len(named)}

    def _too_few(self, limit: float) -> str:
        share = len(self.missing) / max(self.lines, 1)
        if share <= limit:
            return ""
        gone = f"{len(self.missing):,} of {self.lines:,} lines ({share:.0%}) would be gone"
        return f"{gone}; the limit is {limit:.0%}"

    def _repriced(self, feed: Noted, limit: float) -> str:
        after = feed.cents[feed.last & (feed.cents >= 0)]
        if not len(self.cents):
            return ""
        was = int(np.median(self.cents))
        now = int(np.median(after)) if len(after) else 0
        if not was or abs(now / was - 1) <= limit:
            return ""
        moved = f"from {money_text(was)} to {money_text(now)} ({now / was - 1:+.0%})"
        return f"the median price would move {moved}; the limit is {limit:.0%}"


def look_at(database: Database, aside: LaidAside, *, full: bool) -> Standing:
    """Read what stands in the catalogue, line by line; of each a few bytes are kept.

    What is missing is asked of a full feed only.
    """
    missing: list[str] = []
    ids, cents = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    unseen, known = set(aside.categories), aside.noted.known
    with database.read() as connection:
        seq = last_product_change(connection)
        for batch in chunks(gists(connection), _AT_ONCE):
            ids.append(numbers_of(one.product_id for one in batch))
            cents.append(np.array([one.cents for one in batch], dtype=np.int64))
            for one in batch:
                unseen -= category_names(one.categories.values())
            if full:
                gone = np.flatnonzero(~is_among(ids[-1], known))
                missing += [batch[at].product_id for at in gone.tolist()]
    prices = np.concatenate(cents)
    return Standing(
        seq=seq,
        lines=sum(map(len, ids)),
        missing=missing,
        cents=prices[prices >= 0],
        ids=np.sort(np.concatenate(ids)),
        unseen=frozenset(unseen),
    )
