"""The command line writes files that others can read."""

from pathlib import Path

import orjson
import pytest

from demo.__main__ import main


def test_write_leaves_a_feed_and_events(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["write", str(tmp_path / "shop"), "--size", "60", "--days", "2"]) == 0
    feed = (tmp_path / "shop/feed.jsonl").read_bytes().splitlines()
    events = (tmp_path / "shop/events.jsonl").read_bytes().splitlines()
    assert "product_id" in orjson.loads(feed[0])
    assert "event_id" in orjson.loads(events[0])
    assert f"{len(feed)} feed lines and {len(events)} events" in capsys.readouterr().out
