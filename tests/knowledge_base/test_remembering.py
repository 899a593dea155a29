"""Answers are remembered, and the object that gave them is let go."""

import gc
import weakref
from collections import Counter

from knowledge_base.remembering import Latest, remembered


class Speaker:
    """Says a word twice, and counts how often it had to think."""

    def __init__(self) -> None:
        self.thoughts: Counter[str] = Counter()
        self.twice = remembered(self._twice, 2)

    def _twice(self, word: str) -> str:
        self.thoughts[word] += 1
        return word * 2


def test_a_question_is_answered_once_and_then_remembered() -> None:
    speaker = Speaker()
    assert [speaker.twice(one) for one in ("a", "a", "b", "a")] == ["aa", "aa", "bb", "aa"]
    assert speaker.thoughts == {"a": 1, "b": 1}


def test_who_is_asked_at_once_answers_too() -> None:
    assert Speaker().twice("a") == "aa"


def test_what_is_remembered_keeps_nothing_alive() -> None:
    gc.disable()
    try:
        speaker = Speaker()
        assert speaker.twice("a") == "aa"
        gone = weakref.ref(speaker)
        del speaker
        assert gone() is None
    finally:
        gc.enable()


def test_the_latest_answers_are_kept_as_many_as_may_be() -> None:
    known = Latest[str, bytes](room=1 << 10, most=2, size=len)
    for letter in "abc":
        known.keep(letter, letter.encode())
    assert [known.get(letter) for letter in "abc"] == [None, b"b", b"c"]


def test_another_answer_to_the_same_takes_the_place_of_the_first() -> None:
    known = Latest[str, bytes](room=16, most=9, size=len)
    known.keep("a", b"12")
    for _ in range(9):
        known.keep("b", b"1")
        known.keep("b", b"12")
    assert (known.get("a"), known.get("b")) == (b"12", b"12")


def test_what_is_forgotten_leaves_all_its_room() -> None:
    known = Latest[str, bytes](room=16, most=9, size=len)
    for _ in range(9):
        known.keep("a", b"12")
        known.clear()
        assert known.get("a") is None
    for letter in "abcdefgh":
        known.keep(letter, b"12")
    assert known.get("a") == b"12"
