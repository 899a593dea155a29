"""How the lines of a synonyms.txt are read and written."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.solr_synonyms import read_lines, write_lines
from knowledge_base.synonyms import SynonymEntry, SynonymKind, read_synonym

TEXTS = st.text(st.sampled_from("ab,\\=># é"), min_size=1, max_size=6).map(str.strip)
WORDS = st.lists(TEXTS.filter(bool), min_size=2, max_size=4, unique=True).map(tuple)


def read(text: str) -> list[tuple[int, Any]]:
    return list(read_lines(text))


def group(*words: str) -> dict[str, Any]:
    return {"kind": "two_way", "words": list(words)}


def arrow(typed: list[str], to: list[str]) -> dict[str, Any]:
    return {"kind": "one_way", "from": typed, "to": to}


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("sofa, couch,kanapee", group("sofa", "couch", "kanapee")),
        ("sneaker => turnschuh, laufschuh", arrow(["sneaker"], ["turnschuh", "laufschuh"])),
        ("tv, fernsehgerät=>fernseher", arrow(["tv", "fernsehgerät"], ["fernseher"])),
        ("sneaker => sneaker, turnschuh", arrow(["sneaker"], ["turnschuh"])),
        (r"a\,b, c\=>d, e\\f", group("a,b", "c=>d", r"e\f")),
        ("a, b\\", group("a", "b\\")),
        ("a => b => c", "there is more than one arrow"),
        ("a => a", "there is nothing new on the right of the arrow"),
        ("a =>", "there is nothing new on the right of the arrow"),
    ],
)
def test_a_line_says_what_solr_says_it_says(line: str, meaning: Any) -> None:
    assert read(line) == [(1, meaning)]


def test_comments_and_empty_lines_count_and_say_nothing() -> None:
    text = "\ufeff# words\r\n\r\nsofa, couch\r\n   \n#a, b\nhandy, telefon"
    assert read(text) == [(3, group("sofa", "couch")), (6, group("handy", "telefon"))]


def test_what_solr_has_no_line_for_is_left_out() -> None:
    stop = SynonymEntry("s", SynonymKind.STOP_WORDS, ("im",))
    instead = SynonymEntry("r", SynonymKind.REPLACEMENT, ("i phone",), ("iphone",))
    assert list(write_lines([stop, instead])) == ["i phone => iphone"]


@given(WORDS)
def test_a_group_that_was_written_is_read_as_it_was(words: tuple[str, ...]) -> None:
    (line,) = write_lines([SynonymEntry("g", SynonymKind.TWO_WAY, words)])
    assert read(line) == [(1, group(*words))]


def test_what_leads_one_way_comes_back_the_same() -> None:
    entry = read_synonym("o", arrow(["sneaker"], ["turnschuh", "laufschuh"]))
    (line,) = write_lines([entry])
    assert line == "sneaker => sneaker, turnschuh, laufschuh"
    assert read(line) == [(1, arrow(["sneaker"], ["turnschuh", "laufschuh"]))]


@given(st.text(max_size=60))
def test_any_text_at_all_is_read_or_refused(text: str) -> None:
    for number, meaning in read_lines(text):
        assert number >= 1
        assert meaning
