"""Whether clauses match as they say, on names and clauses that nobody thought of."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from knowledge_base.language.words import Analyser
from search import matching
from search.beginnings import LONG
from search.clauses import Alternative, Clause, Matched, Posting
from search.matching import Matcher, Pieces
from search.names import Names
from search.reading import Reader
from search.texts import Field
from search.typeahead import TypeAhead, best

GERMAN = Analyser("de")
WORDS = ["abt", "abend", "abende", "abendrot", "b", "bau", "bäume", "baum", "caeb", "c-abt"]
STEMS = sorted({GERMAN.stem(word) for word in [*WORDS, "c", "abt", "cabt", "xylophon"]})
BEGINNINGS = ["", "a", "ab", "abende", "b", "ba", "baume", "c", "x"]


def names_of(titles: Sequence[str]) -> Names:
    """Arrange the words of titles, the last of each also as a category."""
    reader = Reader(GERMAN)
    for row, title in enumerate(titles):
        reader.read(row, [(Field.TITLE, title), (Field.CATEGORY, title.split(" ")[-1])])
    return Names.of(reader, GERMAN, len(titles))


titles = st.lists(st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join), max_size=8)
crowds = st.sampled_from([0, 200])  # of nameless products, so that no word is common
alternatives = st.builds(
    Alternative,
    st.lists(st.sampled_from(STEMS), min_size=1, max_size=2).map(tuple),
    st.integers(0, 3),
    st.sampled_from([0.25, 1.0]),
)
clauses = st.builds(
    Clause,
    st.lists(alternatives, max_size=8).map(tuple),
    st.sampled_from(BEGINNINGS),
    st.integers(0, 2),
)


def stems_of(title: str) -> set[str]:
    reader = Reader(GERMAN)
    return set(reader.read(0, [(Field.TITLE, title)]).split())


def cost_of(clause: Clause, stems: set[str], begun: set[str]) -> int | None:
    """Return what it costs a product to meet a clause, None where it does not."""
    costs = [one.cost for one in clause.alternatives if stems.issuperset(one.stems)]
    if clause.prefix and stems & begun:
        costs.append(clause.prefix_cost)
    return min(costs, default=None)


def expected(titles: Sequence[str], clauses: Sequence[Clause]) -> dict[int, int]:
    """Work out by hand which titles meet all clauses, and at which cost."""
    reader = Reader(GERMAN)
    for title in titles:
        reader.read(0, [(Field.TITLE, title)])
    found = {}
    for row, title in enumerate(titles):
        stems, costs = stems_of(title), []
        for one in clauses:
            begun = {
                GERMAN.stem(word)
                for word in reader.words
                if GERMAN.fold(word).startswith(one.prefix)
            }
            costs.append(cost_of(one, stems, begun))
        if clauses and None not in costs:
            found[row] = max(cost for cost in costs if cost is not None)
    return found


@given(titles, crowds, st.lists(clauses, max_size=3))
def test_what_meets_all_clauses_is_found_at_its_cost(
    titles: list[str], crowd: int, clauses: list[Clause]
) -> None:
    names = names_of([*titles, *[""] * crowd])
    found = Matcher(names.postings, names.vocabulary).match(clauses)
    assert dict(zip(found.rows.tolist(), found.cost.tolist(), strict=True)) == expected(
        titles, clauses
    )
    assert np.all(np.diff(found.rows) > 0)
    assert np.all(found.score > 0)


@given(titles, crowds, st.lists(clauses, min_size=1, max_size=3))
def test_scores_are_the_sums_of_what_each_clause_gives(
    titles: list[str], crowd: int, clauses: list[Clause]
) -> None:
    names = names_of([*titles, *[""] * crowd])
    matcher = Matcher(names.postings, names.vocabulary)
    found = matcher.match(clauses)
    apart = np.zeros(len(titles) + crowd)
    for one in clauses:
        met = matcher.match([one])
        apart[met.rows] += met.score
    assert np.allclose(found.score, apart[found.rows], rtol=1e-3)


@given(titles, crowds, st.lists(clauses, max_size=3), st.integers(1, 9))
def test_while_typing_the_best_come_first(
    titles: list[str], crowd: int, clauses: list[Clause], limit: int
) -> None:
    names = names_of([*titles, *[""] * crowd])
    matcher = Matcher(names.postings, names.vocabulary)
    top = best(matcher.match(clauses), limit)
    assert in_order(top) == list(zip(top.cost.tolist(), (-top.score).tolist(), strict=True))
    assert np.allclose(in_order(top), in_order(matcher.match(clauses))[:limit])


@given(titles, crowds, clauses, st.integers(1, 9))
def test_while_one_word_is_typed_the_best_come_first(
    titles: list[str], crowd: int, clause: Clause, limit: int
) -> None:
    names = names_of([*titles, *[""] * crowd])
    matcher = Matcher(names.postings, names.vocabulary)
    top = strongest(names, clause, limit)
    assert in_order(top) == list(zip(top.cost.tolist(), (-top.score).tolist(), strict=True))
    assert np.allclose(in_order(top), in_order(matcher.match([clause]))[:limit])


def strongest(names: Names, clause: Clause, limit: int) -> Matched:
    matcher = Matcher(names.postings, names.vocabulary)
    ahead = TypeAhead(matcher, names.postings, names.beginnings)
    return ahead.strongest(clause, matcher.whole(clause), limit)


def in_order(matched: Matched) -> list[tuple[int, float]]:
    return sorted(zip(matched.cost.tolist(), (-matched.score).tolist(), strict=True))


def long_names() -> Names:
    """Arrange more names that begin alike than are looked through while somebody types."""
    plain = [f"abend schwarz nr{row}" for row in range(LONG)]
    return names_of([*plain, *["abendrot weiss"] * LONG, "abend weiss"])


def test_of_very_many_products_good_ones_come_while_typing() -> None:
    names = long_names()
    matcher = Matcher(names.postings, names.vocabulary)
    begun = strongest(names, Clause(prefix="ab"), 10)
    assert len(set(begun.rows.tolist())) == 10
    assert set(begun.rows.tolist()) <= set(matcher.match([Clause(prefix="ab")]).rows.tolist())
    whole = strongest(names, Clause((Alternative(("abend",)),), "abend"), 10)
    assert whole.cost.tolist() == [0] * 10
    assert LONG - 1 < 2 * LONG in whole.rows


def test_words_before_an_unfinished_one_hold_while_typing() -> None:
    names = long_names()
    matcher = Matcher(names.postings, names.vocabulary)
    white = matcher.match([Clause((Alternative((GERMAN.stem("weiss"),)),))])
    begun = matcher.pieces(Clause(prefix="abend"))
    assert min(matcher.narrowed(white, begun).rows.tolist()) >= LONG
    rare = matcher.match([Clause((Alternative(("nr7",)),))])
    assert matcher.narrowed(rare, begun).rows.tolist() == [7]


def test_a_posting_of_its_own_joins_the_words() -> None:
    names = names_of(["abend", "baum", "abend baum"])
    matcher = Matcher(names.postings, names.vocabulary)
    near = Posting(np.array([1, 2], np.int32), np.array([0.5, 1], np.float32))
    either = Clause((Alternative(("abend",), cost=1), Alternative(posting=near, cost=2)))
    found = matcher.match([either])
    assert dict(zip(found.rows.tolist(), found.cost.tolist(), strict=True)) == {
        0: 1,
        1: 2,
        2: 1,
    }


def told(arrays: Sequence[NDArray[Any]]) -> list[list[float]]:
    return [one.tolist() for one in arrays]


@pytest.mark.parametrize("postings", [1, 3, 8])
def test_what_is_remembered_of_a_demand_is_what_it_comes_to_until_room_runs_out(
    postings: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "ROOM", 1 << 9)
    names = names_of(["abt baum", "abend bäume", "abendrot", "b caeb", "bau abend", "xylophon"])
    matcher = Matcher(names.postings, names.vocabulary)
    every = matcher.whole(Clause(tuple(Alternative((one,), n) for n, one in enumerate(STEMS))))
    every = every[:postings]
    assert len(every) == postings
    rows = np.array([0, 1, 3, 5], np.int32)
    alone = matcher.meeting_all([Pieces.of(every)])
    expected = matcher.meeting_at(Pieces.of(every), rows)
    kept = [Pieces.of(every, kept=True) for _ in range(600)]
    for one in kept:
        assert told(matcher.meeting_all([one])) == told(alone)
        costs, scores = matcher.meeting_at(one, rows)
        assert told([costs[scores > 0], scores]) == told([expected[0][scores > 0], expected[1]])
    assert kept[-1].met is not None
    assert kept[0].met is None
