"""Is it counted for how many answers a rule held, and written down once?"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from knowledge_base.errors import Unavailable
from knowledge_base.storage.database import Database
from knowledge_base.storage.rule_uses import RuleUse, read_rule_uses
from service.rule_uses import RuleUses
from tests.service.flow import Desk

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def written(uses: RuleUses, database: Database) -> dict[str, RuleUse]:
    uses.write(database, NOON)
    with database.read() as connection:
        return read_rule_uses(connection, NOON)


def test_every_answer_a_rule_holds_for_is_counted_once(desk: Desk, database: Database) -> None:
    desk = desk.rule([{"replace_query": "laufschuh"}], query="sneaker")
    desk = desk.rule([{"facets": ["brand"]}], query="laufschuh")
    for text in ("sneaker", "laufschuhe", "kamera"):
        desk.search(text)
    uses = desk.engine.uses
    day = date(2026, 6, 1)
    assert written(uses, database) == {"rules-0": RuleUse(1, day), "rules-1": RuleUse(2, day)}
    assert written(uses, database)["rules-1"].uses == 2


def test_what_a_preview_answers_is_not_counted(desk: Desk, database: Database) -> None:
    desk = desk.rule([{"facets": ["brand"]}], query="laufschuh")
    other = desk.engine.ruled_by(desk.engine.merchandising.rules)
    replace(desk, engine=other).search("laufschuh")
    assert written(desk.engine.uses, database) == {}


def test_what_cannot_be_written_is_counted_on(desk: Desk, database: Database) -> None:
    desk = desk.rule([{"facets": ["brand"]}], query="laufschuh")
    desk.search("laufschuh")

    class Away:
        def write(self) -> None:
            raise Unavailable("the database is away")

    with pytest.raises(Unavailable):
        desk.engine.uses.write(Away(), NOON)  # type: ignore[arg-type]  # a database that is away
    assert written(desk.engine.uses, database)["rules-0"].uses == 1
