"""Does one bad line of JSON cost no more than itself?"""

from pathlib import Path

from knowledge_base.feeds.entries import Line, Unreadable
from knowledge_base.feeds.json_lines import read_json_lines


def test_bad_lines_are_named_and_the_others_read(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}\n\n{"a": }\r\n[1]\n{"a": 2}')
    entries = list(read_json_lines(path))
    assert [one.number for one in entries] == [1, 3, 4, 5]
    assert [one.raw for one in entries if isinstance(one, Line)] == [{"a": 1}, {"a": 2}]
    bad = [one for one in entries if isinstance(one, Unreadable)]
    assert "at character 7" in bad[0].detail
    assert bad[1].detail == "is JSON, but not an object"


def test_a_line_without_end_is_skipped_without_being_kept(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_bytes(b'{"a": "' + b"x" * (9 * 1024 * 1024) + b'"}\n{"a": 2}\n')
    first, second = read_json_lines(path)
    assert isinstance(first, Unreadable)
    assert first.text == ""
    assert second == Line(2, {"a": 2})
