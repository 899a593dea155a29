import pytest

from benchmarks.figures import Find
from benchmarks.peers import TantivyNaive, sqlite_fts5
from benchmarks.texts import Texts

TEXTS = [
    Texts("1", "Blue cotton shirt", "Clothes", "Acme", "blue", "Made of soft cotton."),
    Texts("2", "Running shoe", "Shoes", "Fleet", "white", 'For the "road", rain or shine.'),
]
PEERS = {"tantivy": TantivyNaive(TEXTS, "en").find, "fts5": sqlite_fts5(TEXTS, "en")}


@pytest.mark.parametrize("find", PEERS.values(), ids=list(PEERS))
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("shirts", ["1"]),
        ("road", ["2"]),
        ("blue shirt", ["1"]),
        ("lamp", []),
        ('"', []),
        ("", []),
    ],
)
def test_a_peer_finds_words_wherever_they_stand(
    find: Find, text: str, found: list[str]
) -> None:
    assert list(find(text, 10)) == found


def test_tantivy_alone_forgives_a_slip() -> None:
    assert PEERS["tantivy"]("shrit", 10) == ["1"]
    assert PEERS["fts5"]("shrit", 10) == []
