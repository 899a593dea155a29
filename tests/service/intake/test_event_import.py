"""Does a history arrive once, line by line, and belong to those who agreed?"""

import gzip
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from knowledge_base.consent import Consent
from knowledge_base.errors import BadInput
from knowledge_base.retention import read_retention
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import counts
from knowledge_base.storage.people import read_profile
from knowledge_base.storage.purging import purge_events
from service.intake.event_import import import_events

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def write(path: Path, lines: Iterable[Mapping[str, Any]]) -> Path:
    path.write_bytes(b"\n".join(orjson.dumps(line) for line in lines))
    return path


def event(number: int, **fields: Any) -> dict[str, Any]:
    moment = f"2026-02-01T10:00:{number:02d}Z"
    return {"event_id": f"e{number}", "type": "view", "at": moment, "product_id": "1", **fields}


def total(database: Database) -> int:
    with database.read() as connection:
        return sum(counts(connection).values())


def test_a_history_is_imported_once(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "history", [event(1), event(2), event(2)])
    first = import_events(database, [path], now=NOW)
    second = import_events(database, [path], now=NOW)
    assert first.counts == {"stored": 2, "duplicates": 1}
    assert second.counts == {"stored": 0, "duplicates": 3}
    assert total(database) == 2


def test_a_packed_history_is_the_same_history(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "history", [event(1), event(2)])
    packed = tmp_path / "history.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert import_events(database, [packed], now=NOW).counts == {"stored": 2, "duplicates": 0}
    assert import_events(database, [path], now=NOW).counts == {"stored": 0, "duplicates": 2}


def test_an_event_without_an_id_is_known_again_by_what_it_says(
    database: Database, tmp_path: Path
) -> None:
    lines = [event(1, event_id=None), event(2, event_id="")]
    path = write(tmp_path / "history", lines)
    assert import_events(database, [path], now=NOW).counts["stored"] == 2
    assert import_events(database, [path], now=NOW).counts["duplicates"] == 2


def test_a_bad_event_is_refused_by_name(database: Database, tmp_path: Path) -> None:
    lines = [event(1), event(2, type="peek"), event(3, at=None), event(4, at="2027-01-01")]
    report = import_events(database, [write(tmp_path / "history", lines)], now=NOW)
    assert report.counts["stored"] == 1
    assert [(one.line, one.field) for one in report.refusals] == [
        (2, "type"),
        (3, "at"),
        (4, "at"),
    ]


def test_a_history_may_be_a_table_or_parquet(database: Database, tmp_path: Path) -> None:
    table = tmp_path / "history.csv"
    table.write_text(
        "event_id,type,at,product_id,filters\n"
        'c1,view,2026-02-01T10:00:00Z,1,\nc2,filter,2026-02-01,,"{""brand"":[""A""]}"\n'
    )
    columns = {"type": ["view"], "at": [datetime(2026, 2, 1)], "product_id": ["1"]}  # noqa: DTZ001 — Parquet often has no zone
    pq.write_table(pa.table(columns), tmp_path / "history.parquet")
    report = import_events(database, [table, tmp_path / "history.parquet"], now=NOW)
    assert (report.counts["stored"], report.refused) == (3, 0)


def test_a_history_without_a_sound_line_is_bad_input(
    database: Database, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match="not one of 1 lines can be used"):
        import_events(database, [write(tmp_path / "history", [{"a": 1}])], now=NOW)
    (tmp_path / "header.csv").write_text("type,at,product_id\n")
    with pytest.raises(BadInput, match="no line below it"):
        import_events(database, [tmp_path / "header.csv"], now=NOW)


def test_store_purchases_and_returns_belong_to_the_customer_of_the_card(
    database: Database, tmp_path: Path
) -> None:
    card = tmp_path / "till.csv"
    card.write_text(
        "type;at;customer_id;product_id;quantity;price;order_id;consent\n"
        "purchase;03.02.2026;K-17;1;2;10.00;bon-1;\n"
        "purchase;2026-02-04;K-17;2;1;5.00;bon-2;\n"
        "return;2026-02-05;K-17;2;1;;bon-2;\n"
        "purchase;2026-02-04;K-18;1;1;5.00;bon-3;none\n"
    )
    import_events(database, [card], now=NOW, consent=Consent.PERSONALIZATION)
    with database.read() as connection:
        known = read_profile(connection, visitor_id=None, customer_id="K-17")
        other = read_profile(connection, visitor_id=None, customer_id="K-18")
    assert (known.orders, known.spent, set(known.returned)) == (2, 2500, {"2"})
    assert other.orders == 0


def test_without_a_word_on_consent_a_line_belongs_to_nobody(
    database: Database, tmp_path: Path
) -> None:
    bought = event(1, type="purchase", customer_id="K-17")
    import_events(database, [write(tmp_path / "history", [bought])], now=NOW)
    with database.read() as connection:
        assert read_profile(connection, visitor_id=None, customer_id="K-17").orders == 0


def test_refused_lines_are_kept_in_a_file(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "history", [event(1), event(2, type="peek")])
    refused = tmp_path / "refused.jsonl"
    import_events(database, [path], now=NOW, refused_to=refused)
    kept = orjson.loads(refused.read_bytes())
    assert (kept["line"], kept["raw"]["type"]) == (2, "peek")


def test_what_was_purged_does_not_come_back_and_count_twice(
    database: Database, tmp_path: Path
) -> None:
    old, young = NOW - timedelta(days=20), NOW - timedelta(days=5)
    lines = [
        event(number, type="purchase", at=at.isoformat(), visitor_id="v1")
        | {"consent": "personalization", "order_id": f"A{number}"}
        for number, at in enumerate((old, young))
    ]
    path = write(tmp_path / "history", lines)
    import_events(database, [path], now=NOW)
    purge_events(database, read_retention(("all:10",)), now=NOW)
    again = import_events(database, [path], now=NOW)
    assert (again.counts, again.refused) == ({"stored": 0, "duplicates": 1}, 1)
    with database.read() as connection:
        assert read_profile(connection, visitor_id="v1", customer_id=None).orders == 2
