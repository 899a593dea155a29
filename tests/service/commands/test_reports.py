"""Does the report say on a console what the API says?"""

from datetime import UTC, datetime
from pathlib import Path

from tests.service.commands.conftest import Tresen
from tests.service.commands.test_commands import written


def test_searches_are_reported_with_what_nobody_knows(tresen: Tresen, tmp_path: Path) -> None:
    at = datetime.now(UTC).isoformat()
    searches = [
        {"event_id": f"e{number}", "type": "search", "query": query, "at": at, **more}
        for number, (query, more) in enumerate([("sofa", {"total": 0}), ("bett", {})])
    ]
    assert tresen("events", "import", written(tmp_path / "past.jsonl", searches))[0] == 0
    code, said, _ = tresen("report", "searches", "--days", "7")
    assert code == 0
    assert said.startswith("2 searches in 7 days: 100.0% found nothing (known of 50.0%)")
    assert "bett\t1\tno data\tno data\tno data" in said
    assert "Filters that lead nowhere: nothing" in said
