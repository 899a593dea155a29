"""Answers are remembered, and the object that gave them is let go."""

import gc
import weakref
from collections import Counter

from knowledge_base.remembering import remembered


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
