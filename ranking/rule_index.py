"""Finds the rules whose conditions hold for a request, in the order of their precedence."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, product

from knowledge_base.catalogue import UNKNOWN, Facet
from knowledge_base.hours import WEEKDAYS
from knowledge_base.language.words import Analyser
from knowledge_base.referrers import is_from
from knowledge_base.rules import Rule, When
from ranking.context import Context
from ranking.query import Query
from ranking.rule_slips import RuleStems
from ranking.rule_words import OPEN, Asked, Phrasings, asked_in, meets, met_by


@dataclass(frozen=True, slots=True)
class _Worded:
    """A rule with the stems of its words, as they may be put, in every language it holds in."""

    rule: Rule
    phrasings: Mapping[str, Phrasings]

    def meets(self, language: str, asked: Asked) -> bool:
        """Say whether the rule's words meet a query, inflection and spelling aside."""
        ways = product(self.phrasings.get(language, ()), asked)
        return any(own and meets(self.rule.when.match, own, words) for own, words in ways)


class RuleIndex:
    """Rules that are switched on, by the stems of their words.

    Precedence is by priority, then the older rule, then the id. `analysers` are those of the
    catalogue's languages, so that a rule's words meet a query's; `tree` its categories.
    """

    def __init__(
        self, rules: Iterable[Rule], analysers: Mapping[str, Analyser], tree: Facet | None
    ) -> None:
        enabled = in_precedence(one for one in rules if one.enabled)
        self._rules = [_Worded(one, met_by(one.when, analysers)) for one in enabled]
        self._analysers, self._tree = analysers, tree
        self._always = [number for number, one in enumerate(enabled) if not one.when.query]
        self._by_stem: dict[str, list[int]] = defaultdict(list)  # stars aside
        for number, one in enumerate(self._rules):
            stems = {s for ways in one.phrasings.values() for way in ways for s in way}
            if any(stem.endswith(OPEN) for stem in stems):
                self._always.append(number)  # no stem leads to what is the beginning of one
            else:
                for stem in stems:
                    self._by_stem[stem].append(number)
        self._stems = RuleStems(self._by_stem)

    def in_force(
        self,
        queries: Sequence[Query],
        context: Context,
        segments: Collection[str],
        category: str | None,
    ) -> list[Rule]:
        """Return the rules that hold for one of the queries, or for any request."""
        if not self._rules:
            return []
        asked = [
            (query.language, asked_in(query, self._analysers[query.language], self._stems))
            for query in queries
        ]
        numbers = set(self._always)
        for _, ways in asked:
            for stem, _ in chain(*ways):
                numbers.update(self._by_stem.get(stem, ()))
        here = canonical(category, self._tree) if category else None
        return [
            one.rule
            for one in (self._rules[number] for number in sorted(numbers))
            if _holds(one.rule.when, context, segments)
            and is_below(here, one.rule.when.category, self._tree)
            and (not one.rule.when.query or any(one.meets(*words) for words in asked))
        ]


def canonical(path: str, tree: Facet | None) -> str:
    """Return a category path as the catalogue writes it."""
    code = tree.code(path) if tree else UNKNOWN
    return tree.values[code] if tree and code >= 0 else path


def is_below(here: str | None, path: str | None, tree: Facet | None) -> bool:
    """Say whether a canonical category path is another one or below it; any is below None."""
    if path is None:
        return True
    top = canonical(path, tree)
    return here is not None and (here == top or here.startswith(f"{top}/"))


_EVER = datetime.min.replace(tzinfo=UTC)


def in_precedence(rules: Iterable[Rule]) -> list[Rule]:
    """Put rules in the order of their precedence: by priority, then age, then id."""
    return sorted(rules, key=lambda one: (-one.priority, one.created_at or _EVER, one.rule_id))


def _holds(when: When, context: Context, segments: Collection[str]) -> bool:
    """Say whether every condition holds that is not about words or a category."""
    return (
        when.placement in (None, context.touch_point)
        and when.language in (None, context.language)
        and when.campaign in (None, context.campaign)
        and when.device in (None, context.device)
        and (when.referrer is None or is_from(context.referrer, when.referrer))
        and (when.segment is None or when.segment in segments)
        and is_time(when, context.now)
    )


def is_time(when: When, now: datetime) -> bool:
    """Say whether a rule holds at a moment, which is told by the shop's own clock."""
    return (
        (when.since is None or when.since <= now)
        and (when.until is None or now < when.until)
        and (not when.weekdays or WEEKDAYS[now.weekday()] in when.weekdays)
        and (when.hours is None or now.hour in when.hours.every)
    )
