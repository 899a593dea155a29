from collections.abc import Callable, Sequence

import pytest

from benchmarks.figures import Find
from benchmarks.piped_peers import has_xapian, lucene, lucene_jar, xapian
from benchmarks.texts import Texts

TEXTS = [
    Texts("1", "Blue\tcotton shirt", "Clothes", "Acme", "blue", "Made of\nsoft cotton."),
    Texts("2", "Läufer", "Shoes", "Fleet", "white", 'For the "road", rain or shine.'),
]
no_xapian = pytest.mark.skipif(not has_xapian(), reason="no Xapian")
no_lucene = pytest.mark.skipif(lucene_jar() is None, reason="no Lucene")
Build = Callable[[Sequence[Texts], str], Find]


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(xapian, marks=no_xapian),
        pytest.param(lucene, marks=[no_lucene, pytest.mark.long]),  # Java compiles it first
    ],
)
def test_a_peer_in_another_process_answers_with_products(build: Build) -> None:
    find = build(TEXTS, "en")
    assert find("shirts", 10) == ["1"]
    assert find("läufer", 10) == ["2"]
    assert find("rain shine", 10) == ["2"]
    assert find("lamp", 10) == []
    assert find("\t\n", 10) == []
    assert find("shrit", 10) == (["1"] if build is lucene else [])
