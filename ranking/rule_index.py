"""Finds the rules whose conditions hold for a request, in the order of their precedence."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, product

from knowledge_base.catalogue import UNKNOWN, Facet
from knowledge_base.language.words import Analyser
from knowledge_base.rules import Match, Rule, When
from ranking.context import Context
from ranking.query import Query

Stems = tuple[str, ...]
Phrasings = tuple[Stems, ...]


@dataclass(frozen=True, slots=True)
class _Worded:
    """A rule with the stems of its words, as they may be put, in every language it holds in."""

    rule: Rule
    phrasings: Mapping[str, Phrasings]

    def meets(self, query: Query) -> bool:
        """Say whether the rule's words meet a query, inflection and spelling aside."""
        ways = product(self.phrasings.get(query.language, ()), query.phrasings)
        return any(own and self._met(own, asked) for own, asked in ways)

    def _met(self, own: Stems, asked: Stems) -> bool:
        match self.rule.when.match:
            case Match.WORDS:
                return set(own) <= set(asked)
            case Match.EXACT:
                return own == asked
            case Match.STARTS_WITH:
                return asked[: len(own)] == own
            case Match.ANY:
                return not set(own).isdisjoint(asked)


class RuleIndex:
    """Rules that are switched on, by the stems of their words.

    Precedence is by priority, then the older rule, then the id. `analysers` are those of the
    catalogue's languages, so that a rule's words meet a query's; `tree` its categories.
    """

    def __init__(
        self, rules: Iterable[Rule], analysers: Mapping[str, Analyser], tree: Facet | None
    ) -> None:
        enabled = sorted((one for one in rules if one.enabled), key=_precedence)
        self._rules = [_Worded(one, _phrasings(one.when, analysers)) for one in enabled]
        self._tree = tree
        self._wordless = [number for number, one in enumerate(enabled) if not one.when.query]
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(self._rules):
            for stem in {s for ways in one.phrasings.values() for way in ways for s in way}:
                self._by_stem[stem].append(number)

    def in_force(
        self,
        queries: Sequence[Query],
        context: Context,
        segments: Collection[str],
        category: str | None,
    ) -> list[Rule]:
        """Return the rules that hold for one of the queries, or for any request."""
        numbers = set(self._wordless)
        for query in queries:
            for stem in chain(*query.phrasings):
                numbers.update(self._by_stem.get(stem, ()))
        here = self._canonical(category) if category else None
        return [
            one.rule
            for one in (self._rules[number] for number in sorted(numbers))
            if _holds(one.rule.when, context, segments)
            and self._is_below(here, one.rule.when.category)
            and (not one.rule.when.query or any(one.meets(query) for query in queries))
        ]

    def _canonical(self, path: str) -> str:
        """Return a category path as the catalogue writes it."""
        code = self._tree.code(path) if self._tree else UNKNOWN
        return self._tree.values[code] if self._tree and code >= 0 else path

    def _is_below(self, here: str | None, path: str | None) -> bool:
        if path is None:
            return True
        top = self._canonical(path)
        return here is not None and (here == top or here.startswith(f"{top}/"))


def _phrasings(when: When, analysers: Mapping[str, Analyser]) -> dict[str, Phrasings]:
    """Return the stems of a rule's words, by each language it holds in."""
    return {
        language: analyser.phrasings(when.query or "")
        for language, analyser in analysers.items()
        if when.language in (None, language)
    }


_EVER = datetime.min.replace(tzinfo=UTC)


def _precedence(rule: Rule) -> tuple[int, datetime, str]:
    return (-rule.priority, rule.created_at or _EVER, rule.rule_id)


def _holds(when: When, context: Context, segments: Collection[str]) -> bool:
    """Say whether every condition holds that is not about words or a category."""
    return (
        (when.placement is None or when.placement == context.touch_point)
        and (when.language is None or when.language == context.language)
        and (when.segment is None or when.segment in segments)
        and (when.since is None or when.since <= context.now)
        and (when.until is None or context.now < when.until)
    )
