"""Do the commands around the event log say what they did?"""

from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from knowledge_base.event_lines import read_event
from knowledge_base.events import RefusedEvent
from knowledge_base.storage.database import open_database
from knowledge_base.storage.events import keep_refused
from tests.service.commands.conftest import Tresen

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def history(folder: Path, *lines: dict[str, str]) -> str:
    """Write events of the past."""
    path = folder / "history.jsonl"
    path.write_bytes(b"\n".join(map(orjson.dumps, lines)))
    return str(path)


def view(number: int, at: str) -> dict[str, str]:
    """Make a view."""
    return {"event_id": f"e{number}", "type": "view", "product_id": "p1", "at": at}


@pytest.fixture
def refused(tresen: Tresen, tmp_path: Path) -> None:
    """Keep two events with a type that does not exist."""
    tresen("events", "refused", "list")
    database = open_database(f"sqlite:///{tmp_path}/tresen.db")
    sent = [{"event_id": one, "type": "add_to_cart", "product_id": "p1"} for one in "ab"]
    read = [read_event(one, received_at=NOW) for one in sent]
    with database.write() as connection:
        keep_refused(connection, [one for one in read if isinstance(one, RefusedEvent)])
    database.close()


def test_old_events_are_purged_by_the_setting_and_do_not_come_back(
    tresen: Tresen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRESEN_RETENTION", "all:100")
    lines = [view(1, "2020-01-01T10:00:00Z"), view(2, "2020-01-02")]
    path = history(tmp_path, *lines)
    assert "2 stored" in tresen("events", "import", path)[1]
    code, said, _ = tresen("events", "purge")
    assert code == 0
    assert said.splitlines()[-2:] == ["2 view", "2 events and 0 refused ones deleted"]
    assert tresen("events", "import", path)[0] == 1


@pytest.mark.usefixtures("refused")
def test_refused_events_are_listed_put_right_and_gone(tresen: Tresen) -> None:
    _, listed, _ = tresen("events", "refused", "list")
    assert listed.splitlines()[1].split("\t")[:4] == ["invalid", "type", "2", "2"]
    assert "0 stored, 0 duplicates, 2 refused" in tresen("events", "refused", "replay")[1]
    mended = ("--place", "type", "--set", "type=add_to_basket")
    assert "2 stored" in tresen("events", "refused", "replay", *mended)[1]
    assert len(tresen("events", "refused", "list")[1].splitlines()) == 1


@pytest.mark.parametrize("wrong", ["type", "=view"])
def test_what_to_set_names_a_field_and_a_value(tresen: Tresen, wrong: str) -> None:
    code, _, complaint = tresen("events", "refused", "replay", "--set", wrong)
    assert code == 1
    assert "FIELD=VALUE" in complaint


def test_a_consent_that_does_not_exist_is_refused(tresen: Tresen, tmp_path: Path) -> None:
    path = history(tmp_path, view(1, "2020-01-01"))
    code, _, complaint = tresen("events", "import", path, "--consent", "yes")
    assert code == 1
    assert "'yes'" in complaint
