"""How an entry about words is read."""

from typing import Any

import pytest

from knowledge_base.errors import BadInput
from knowledge_base.synonyms import SynonymEntry, SynonymKind, read_synonym


def places(body: object) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read_synonym("s1", body)
    return [one.place for one in caught.value.faults]


def test_a_group_means_the_same_both_ways() -> None:
    body = {"kind": "two_way", "words": ["Sofa", "Couch"], "language": "de", "note": "n"}
    assert read_synonym("s1", body) == SynonymEntry(
        "s1", SynonymKind.TWO_WAY, ("Sofa", "Couch"), language="de", note="n"
    )


def test_a_one_way_synonym_counts_less_than_the_word_itself() -> None:
    body = {"kind": "one_way", "from": ["Sneaker"], "to": ["Turnschuh", "Laufschuh"]}
    entry = read_synonym("s1", body)
    assert (entry.words, entry.to) == (("Sneaker",), ("Turnschuh", "Laufschuh"))
    assert 0 < entry.weight < 1


@pytest.mark.parametrize("kind", ["stop_words", "protected_words"])
def test_lists_of_words_are_read(kind: str) -> None:
    entry = read_synonym("s1", {"kind": kind, "words": ["günstig"], "enabled": False})
    assert (entry.words, entry.enabled) == (("günstig",), False)


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ([], ["/", "/kind", "/words"]),
        ({"words": ["a", "b"]}, ["/kind"]),
        ({"kind": "equal", "words": ["a", "b"]}, ["/kind"]),
        ({"kind": "two_way", "words": ["a"]}, ["/words"]),
        ({"kind": "two_way", "words": ["a", " "]}, ["/words", "/words"]),
        ({"kind": "two_way", "words": ["a", "!?"]}, ["/words/1"]),
        ({"kind": "two_way", "words": ["a", "b\0"]}, ["/words/1"]),
        ({"kind": "two_way", "words": ["a", "b " * 9]}, ["/words/1"]),
        ({"kind": "two_way", "words": ["a", "b" * 201]}, ["/words/1"]),
        ({"kind": "two_way", "words": ["a"] * 101}, ["/words"]),
        ({"kind": "two_way", "words": ["a", "b"], "to": ["c"]}, ["/to"]),
        ({"kind": "one_way", "from": ["a"]}, ["/to"]),
        ({"kind": "one_way", "from": ["a"], "to": ["b"], "weight": 100}, ["/weight"]),
        ({"kind": "replacement", "from": ["a"], "to": ["b", "c"]}, ["/to"]),
        ({"kind": "stop_words", "words": ["im angebot"]}, ["/words/0"]),
        ({"kind": "stop_words", "words": ["im"], "weight": 50}, ["/weight"]),
    ],
)
def test_faults_are_named_with_their_places(body: Any, wrong: list[str]) -> None:
    assert places(body) == wrong
