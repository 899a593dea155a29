"""Are the uses of rules added up, whoever counted them, and told by day?"""

from datetime import UTC, date, datetime, timedelta

from knowledge_base.storage.database import Database
from knowledge_base.storage.rule_uses import RuleUse, add_rule_uses, read_rule_uses

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_what_was_counted_adds_up_over_the_days(database: Database) -> None:
    with database.write() as connection:
        add_rule_uses(connection, {"a": 2, "b": 1}, NOON)
        add_rule_uses(connection, {"a": 3}, NOON + timedelta(hours=1))
        add_rule_uses(connection, {"a": 1}, NOON + timedelta(days=1))
    with database.read() as connection:
        assert read_rule_uses(connection, NOON) == {
            "a": RuleUse(6, date(2026, 6, 2)),
            "b": RuleUse(1, date(2026, 6, 1)),
        }


def test_only_the_days_asked_for_count(database: Database) -> None:
    with database.write() as connection:
        add_rule_uses(connection, {"a": 2, "b": 1}, NOON - timedelta(days=3))
        add_rule_uses(connection, {"a": 1}, NOON)
    with database.read() as connection:
        found = read_rule_uses(connection, NOON - timedelta(days=2))
    assert found == {"a": RuleUse(1, date(2026, 6, 1))}
