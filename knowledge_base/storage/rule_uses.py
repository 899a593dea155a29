"""Counts, day by day, for how many answers each of the merchandiser's rules held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, func, insert, select, update

from knowledge_base.storage.tables import rule_uses

_FIRST = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class RuleUse:
    """For how many answers a rule held, and on which day it last did."""

    uses: int
    last_on: date


def add_rule_uses(connection: Connection, uses: Mapping[str, int], at: datetime) -> None:
    """Add what was counted, by the rules' ids, to the day of a moment."""
    day = _day(at)
    for rule_id, counted in sorted(uses.items()):
        here = (rule_uses.c.rule_id == rule_id) & (rule_uses.c.day == day)
        more = update(rule_uses).where(here).values(uses=rule_uses.c.uses + counted)
        if not connection.execute(more).rowcount:
            first = {"rule_id": rule_id, "day": day, "uses": counted}
            connection.execute(insert(rule_uses).values(first))


def read_rule_uses(connection: Connection, since: datetime) -> dict[str, RuleUse]:
    """Return the uses of each rule that held on the day of a moment or later."""
    of = rule_uses.c
    counted = (
        select(of.rule_id, func.sum(of.uses), func.max(of.day))
        .where(of.day >= _day(since))
        .group_by(of.rule_id)
    )
    return {
        rule_id: RuleUse(int(uses), _FIRST + timedelta(days=day))
        for rule_id, uses, day in connection.execute(counted)
    }


def _day(at: datetime) -> int:
    return (at.astimezone(UTC).date() - _FIRST).days
