"""Rules as they would be with a draft among them: what previews and replays compare with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from knowledge_base.errors import BadInput, Fault, UnknownName
from knowledge_base.rules import Rule, read_rule
from service.engine import Engine

DRAFT = "draft"
"""Stands for the id of a rule that has none yet."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule that is to be added, changed or (without a new one) removed.

    `was` is the rule as it is, `rule` as it would be; one of them is there.
    """

    was: Rule | None
    rule: Rule | None

    def beside(self, engine: Engine) -> tuple[Engine, Engine]:
        """Return the engine with its rules as they are, and with the draft among them.

        Both count their uses apart: nobody is answered.
        """
        rules = engine.merchandising.rules
        others = [one for one in rules if one is not self.was]
        drafted = [*others, self.rule] if self.rule else others
        return engine.ruled_by(rules), engine.ruled_by(drafted)


def read_draft(
    engine: Engine, rule_id: str | None, body: Mapping[str, Any] | None, now: datetime
) -> Draft:
    """Read a draft: with an id that rule is changed, or removed where there is no body.

    Raises BadInput for a body that is no rule, UnknownName for an id that nobody wrote.
    """
    if rule_id is None and body is None:
        detail = "a rule, or the id of one to be removed, is missing"
        raise BadInput(detail, Fault("rule", detail))
    by_id = {one.rule_id: one for one in engine.merchandising.rules}
    if rule_id is not None and rule_id not in by_id:
        detail = f"there is nothing called '{rule_id}' among the rules"
        raise UnknownName(detail, Fault("id", detail, "unknown_rule"))
    was = by_id[rule_id] if rule_id is not None else None
    if body is None:
        return Draft(was, None)
    created_at = was.created_at if was else now
    return Draft(was, read_rule(rule_id or DRAFT, body, created_at))
