"""Compares conditions of rules: can two hold at once, does one hold wherever another does?"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache, partial

from knowledge_base.catalogue import Facet
from knowledge_base.hours import ALL_DAY, WEEKDAYS
from knowledge_base.language.words import Analyser
from knowledge_base.referrers import is_from
from knowledge_base.rules import Match, When
from ranking.rule_index import canonical, is_below
from ranking.rule_words import OPEN, Stems, Words, meets, phrasings_of

_EVER = datetime.min.replace(tzinfo=UTC)
_NEVER = datetime.max.replace(tzinfo=UTC)


class Reach:
    """For which requests rules hold; of words, with the analysers of the catalogue's languages.

    Two rules with words share a request where the words of one, as they are written, are met
    by the other: that somebody may type "jeans shoes" makes rules for each no rivals.
    """

    def __init__(self, analysers: Mapping[str, Analyser], tree: Facet | None) -> None:
        self._tree = tree
        # every rule is compared with many others
        self._phrasings = lru_cache(maxsize=None)(partial(phrasings_of, analysers=analysers))

    def shared(self, one: When, other: When) -> bool:
        """Say whether there are requests that both conditions hold for."""
        places = (
            (one.placement, other.placement),
            (one.campaign, other.campaign),
            (one.device, other.device),
        )
        return (
            all(a is None or b is None or a == b for a, b in places)
            and (_leads_within(one, other) or _leads_within(other, one))
            and (self._within(one, other) or self._within(other, one))
            and _share_time(one, other)
            and self._share_words(one, other)
        )

    def covers(self, one: When, other: When) -> bool:
        """Say whether one condition holds wherever the other does."""
        narrower = (
            (one.placement, other.placement),
            (one.campaign, other.campaign),
            (one.segment, other.segment),
            (one.language, other.language),
            (one.device, other.device),
        )
        return (
            all(a in (None, b) for a, b in narrower)
            and _leads_within(other, one)
            and self._within(other, one)
            and _covers_time(one, other)
            and self._covers_words(one, other)
        )

    def has_words(self, when: When) -> bool:
        """Say whether a condition on words can ever be met."""
        return when.query is None or any(map(any, self._phrasings(when).values()))

    def _within(self, one: When, other: When) -> bool:
        here = canonical(one.category, self._tree) if one.category else None
        return is_below(here, other.category, self._tree)

    def _share_words(self, one: When, other: When) -> bool:
        first, second = (self._phrasings(each) for each in (one, other))
        if not one.query or not other.query:
            return bool(first.keys() & second.keys())
        return any(
            meets(one.match, a, _words(b)) or meets(other.match, b, _words(a))
            for language in first.keys() & second.keys()
            for a in first[language]
            for b in second[language]
            if a and b
        )

    def _covers_words(self, one: When, other: When) -> bool:
        if not one.query or not other.query:
            return not one.query
        if one.match not in _OTHERS_MAY_STAND[other.match]:
            return False
        own, asked = (self._phrasings(each) for each in (one, other))
        return all(
            any(a and meets(one.match, a, _words(least)) for a in own[language])
            for language, ways in asked.items()
            for b in ways
            for least in ([(stem,) for stem in b] if other.match is Match.ANY else [b])
        )


def _leads_within(one: When, other: When) -> bool:
    """Say whether who comes from where the one wants comes from where the other wants."""
    return other.referrer is None or is_from(one.referrer, other.referrer)


def _share_time(one: When, other: When) -> bool:
    return (
        (one.since or _EVER) < (other.until or _NEVER)
        and (other.since or _EVER) < (one.until or _NEVER)
        and not _days(one).isdisjoint(_days(other))
        and not _hours(one).isdisjoint(_hours(other))
    )


def _covers_time(one: When, other: When) -> bool:
    return (
        (one.since or _EVER) <= (other.since or _EVER)
        and (other.until or _NEVER) <= (one.until or _NEVER)
        and _days(one) >= _days(other)
        and _hours(one) >= _hours(other)
    )


def _days(when: When) -> frozenset[str]:
    return frozenset(when.weekdays or WEEKDAYS)


def _hours(when: When) -> frozenset[int]:
    return when.hours.every if when.hours else ALL_DAY.every


_OTHERS_MAY_STAND: Mapping[Match, frozenset[Match]] = {
    Match.EXACT: frozenset(Match),
    Match.STARTS_WITH: frozenset({Match.WORDS, Match.ANY, Match.STARTS_WITH}),
    Match.ENDS_WITH: frozenset({Match.WORDS, Match.ANY, Match.ENDS_WITH}),
    Match.WORDS: frozenset({Match.WORDS, Match.ANY}),
    Match.ANY: frozenset({Match.WORDS, Match.ANY}),
}
"""Which ways of matching still hold, whatever other words a way of matching lets through."""


def _words(stems: Stems) -> Words:
    return [(stem, stem.removesuffix(OPEN)) for stem in stems]
