"""What was found lately is remembered, for as many products as there is room for."""

import numpy as np
import pytest

from ranking.candidates import Candidates
from ranking.query import Query, Stage
from search import lately
from search.lately import Lately, shared
from search.tiers import Found

NO_WORDS: frozenset[str] = frozenset()


def _found(query: Query, products: int) -> Found:
    rows = np.arange(products, dtype=np.int32)
    return Found(Candidates.of(rows), Stage.ALL_WORDS, query)


def test_what_was_found_is_found_again() -> None:
    known, query = Lately(), Query("jacke", "de")
    found = _found(query, 3)
    known.keep((query, NO_WORDS), found)
    assert known.get((query, NO_WORDS)) is found


def test_the_same_letters_understood_anew_are_another_question() -> None:
    known, query = Lately(), Query("jacke", "de")
    known.keep((query, NO_WORDS), _found(query, 3))
    assert known.get((Query("jacke", "de"), NO_WORDS)) is None


def test_values_that_are_to_be_words_make_another_question() -> None:
    known, query = Lately(), Query("blaue jacke", "de")
    known.keep((query, NO_WORDS), _found(query, 3))
    assert known.get((query, frozenset({"colour:Blau"}))) is None


def test_the_answers_asked_for_longest_ago_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lately, "ROOM", 100)
    known, queries = Lately(), [Query(text, "de") for text in "abcdefghi"]
    for query in queries[:8]:
        known.keep((query, NO_WORDS), _found(query, 12))
    known.get((queries[0], NO_WORDS))
    known.keep((queries[8], NO_WORDS), _found(queries[8], 12))
    there = [query.text for query in queries if known.get((query, NO_WORDS))]
    assert there == [*"acdefghi"]


def test_an_answer_that_would_take_all_the_room_is_not_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lately, "ROOM", 100)
    known, query = Lately(), Query("jacke", "de")
    known.keep((query, NO_WORDS), _found(query, 99))
    assert known.get((query, NO_WORDS)) is None


def test_keeping_an_answer_twice_takes_its_room_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lately, "ROOM", 16)
    known, query, other = Lately(), Query("jacke", "de"), Query("hose", "de")
    for _ in range(9):
        known.keep((query, NO_WORDS), _found(query, 2))
    known.keep((other, NO_WORDS), _found(other, 2))
    assert known.get((query, NO_WORDS)) is not None


def test_nobody_changes_what_others_are_answered_with() -> None:
    found = shared(_found(Query("jacke", "de"), 3))
    with pytest.raises(ValueError, match="read-only"):
        found.candidates.score[0] = 1
