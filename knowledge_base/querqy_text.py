"""Writes rules as querqy's `rules.txt`, so that reading it gives the same rules again.

What querqy has no words for (pins, times, segments …) stands in the properties of a rule.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from knowledge_base.filters import Filter
from knowledge_base.querqy_filters import PRODUCT_ID, write_raw
from knowledge_base.querqy_rules import ANYTHING, LOW_UP_TO, MEDIUM_UP_TO
from knowledge_base.rules import Match, Rule, Strength, Then, When

Body = dict[str, Any]

WEIGHTS: Mapping[Strength, int] = MappingProxyType(
    {
        Strength.LOW: LOW_UP_TO,
        Strength.MEDIUM: MEDIUM_UP_TO,
        Strength.HIGH: 10 * MEDIUM_UP_TO,
    }
)
_SIMPLE = re.compile(
    r"(?!\s*[#@])(?!.*(?:=>|[\n\r\"()]|\b(?:AND|OR|NOT)\b))[^*]+\*?", re.DOTALL
)
"""Words that are read as what they are."""
_QUOTES: Mapping[Match, str] = MappingProxyType(
    {
        Match.WORDS: "{}",
        Match.EXACT: '"{}"',
        Match.STARTS_WITH: '"{}',
        Match.ENDS_WITH: '{}"',
    }
)


def write_rules(rules: Iterable[Rule]) -> Iterator[str]:
    """Yield the lines of a `rules.txt`, rule by rule in their order."""
    for one in rules:
        more = _properties(one)
        yield f"{_input(one.when, more)} =>"
        yield from (f"  {line}" for line in _instructions(one.then, more))
        yield f'  @_id: "{one.rule_id}"'
        if more:
            yield f"  @{json.dumps(more, ensure_ascii=False)}@"
        yield ""


def _input(when: When, more: Body) -> str:
    """Write the words; what they would be misread as becomes a property."""
    if when.query is None:
        return ANYTHING
    if not _SIMPLE.fullmatch(when.query):
        more.setdefault("when", {})["query"] = when.query
        more["match"] = when.match.value
        return ANYTHING
    if when.match not in _QUOTES:
        more["match"] = when.match.value
        return when.query
    return _QUOTES[when.match].format(when.query)


def _properties(rule: Rule) -> Body:
    """Return what querqy has no words for, but for consequences."""
    when = rule.when
    conditions = {
        "category": when.category,
        "placement": when.placement,
        "segment": when.segment,
        "language": when.language,
        "campaign": when.campaign,
        "device": when.device and when.device.value,
        "referrer": when.referrer,
        "weekdays": list(when.weekdays),
        "hours": when.hours and str(when.hours),
        "from": when.since and when.since.isoformat(),
        "until": when.until and when.until.isoformat(),
    }
    more = {
        "name": rule.name,
        "note": rule.note,
        "priority": rule.priority,
        "when": {name: value for name, value in conditions.items() if value},
    }
    if when.query is None and when.match is not Match.WORDS:
        more["match"] = when.match.value
    off = {} if rule.enabled else {"enabled": False}
    return {name: value for name, value in more.items() if value} | off


def _instructions(then: Then, more: Body) -> Iterator[str]:
    """Yield a line for what querqy knows; what it does not becomes a property."""
    others: list[Body] = []
    for lines, bodies in (_pushes(then), _filters(then), _hides(then)):
        if all(map(str.isprintable, lines)):
            yield from lines
        else:
            others += bodies
    if then.redirect:
        yield f"DECORATE: REDIRECT {then.redirect}"
    others += _unknown_to_querqy(then)
    if others:
        more["then"] = others


def _pushes(then: Then) -> tuple[list[str], list[Body]]:
    lines, bodies = [], list[Body]()
    for one in then.pushes:
        name, kind = ("DOWN", "bury") if one.down else ("UP", "boost")
        lines.append(f"{name}({WEIGHTS[one.strength]}): {write_raw(one.filter)}")
        bodies.append({kind: {"filter": str(one.filter), "strength": one.strength.value}})
    return lines, bodies


def _filters(then: Then) -> tuple[list[str], list[Body]]:
    lines = [f"FILTER: {write_raw(one)}" for one in then.filters]
    return lines, [{"filter": str(one)} for one in then.filters]


def _hides(then: Then) -> tuple[list[str], list[Body]]:
    lines, bodies = [], list[Body]()
    for one in then.hides:
        about = one.filter or Filter(PRODUCT_ID, one.product_id or "")
        is_mistakable = one.filter is not None and one.filter.facet == PRODUCT_ID
        lines.append("\n" if is_mistakable else f"FILTER: {write_raw(about, no=True)}")
        by_filter = {"filter": str(one.filter)}
        bodies.append({"hide": by_filter if one.filter else {"product_id": one.product_id}})
    return lines, bodies


def _unknown_to_querqy(then: Then) -> Iterator[Body]:
    if then.replace_query:
        yield {"replace_query": then.replace_query}
    for pin in then.pins:
        about = {"filter": str(pin.filter)} if pin.filter else {"product_id": pin.product_id}
        yield {"pin": {**about, "position": pin.position, "limit": pin.limit}}
    for banner in then.banners:
        yield {"banner": asdict(banner)}
    if then.facets:
        yield {"facets": list(then.facets)}
