"""Are a facet's values those a shopper looks for, in the order he looks for them?"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from knowledge_base.catalogue import UNKNOWN, Facet, FacetKind
from knowledge_base.columns import KeyColumn, SparseLists, TextColumn
from search.facet_values import MOST_VALUES, Counted, write_values


def facet_of(values: Sequence[str], *, is_tree: bool = False) -> Facet:
    """Make a facet; the values of a tree come with their parents before them."""
    labels = TextColumn.of(value.rpartition("/")[2] for value in values)
    parents = [
        values.index(value.rpartition("/")[0]) if "/" in value else UNKNOWN for value in values
    ]
    return Facet(
        "category" if is_tree else "brand",
        FacetKind.TREE if is_tree else FacetKind.VALUES,
        KeyColumn.of(values),
        {"de": labels},
        SparseLists.of({}),
        np.array(parents, dtype=np.int32),
    )


def written(
    counts: Mapping[str, int],
    *selected: str,
    is_tree: bool = False,
    within: str | None = None,
) -> list[dict[str, Any]]:
    """Write a facet whose values have these counts, and return its values."""
    facet = facet_of([*counts], is_tree=is_tree)
    alone = np.array([*counts.values()], dtype=np.int64)
    codes = frozenset(facet.code(one) for one in selected)
    whole = write_values(Counted(facet, alone, alone, 999, codes, alone), "de", within)
    values: list[dict[str, Any]] = whole["values"] if whole else []
    return values


def names(values: Sequence[Mapping[str, Any]]) -> list[str]:
    return [one["value"] for one in values]


def test_frequent_values_come_first_and_equal_ones_by_name() -> None:
    assert names(written({"Uhu": 3, "Bär": 1, "Adler": 3})) == ["Adler", "Uhu", "Bär"]


def test_of_very_many_values_the_most_frequent_are_listed_and_those_chosen() -> None:
    counts = {f"brand {number}": number for number in range(200)}
    listed = names(written(counts))
    assert listed == [f"brand {number}" for number in range(199, 199 - MOST_VALUES, -1)]
    assert "brand 3" in names(written(counts, "brand 3"))


def test_values_beyond_those_listed_are_found_by_any_letters_in_them() -> None:
    counts = {**{f"brand {number}": number + 2 for number in range(200)}, "Müller & Söhne": 1}
    for letters in ("SÖHN", "mueller", "uller & so", "hne"):
        assert names(written(counts, within=letters)) == ["Müller & Söhne"]
    assert written(counts, within="zzz") == []
    assert written(counts, within="!?") == []


def test_amounts_stand_by_size_as_long_as_all_are_amounts() -> None:
    assert names(written({"128 GB": 9, "64 GB": 1, "1,5 GB": 3})) == [
        "1,5 GB",
        "64 GB",
        "128 GB",
    ]
    assert names(written({"128 GB": 2, "64 GB": 1, "viel": 3})) == ["viel", "128 GB", "64 GB"]


def test_a_tree_lists_larger_branches_first_and_what_is_in_each_below_it() -> None:
    counts = {"A": 3, "A/X": 1, "A/Y": 2, "B": 5, "B/Z": 5}
    values = written(counts, is_tree=True)
    assert names(values) == ["B", "B/Z", "A", "A/Y", "A/X"]
    assert [one["depth"] for one in values] == [0, 1, 0, 1, 1]


def test_whoever_looks_at_a_branch_sees_what_is_in_it_however_small() -> None:
    large = {f"A/{number}": 100 for number in range(2 * MOST_VALUES)}
    counts = {"A": 10_000, **large, "B": 2, "B/X": 1, "B/Y": 1, "B/X/deep": 1}
    assert "B" in names(written(counts, is_tree=True))
    assert "B/X" not in names(written(counts, is_tree=True))
    assert {"B", "B/X", "B/Y"} <= {*names(written(counts, "B", is_tree=True))}
    assert "B/X/deep" in names(written(counts, "B/X", is_tree=True))


def test_a_value_found_in_a_tree_comes_with_its_branch() -> None:
    counts = {"A": 3, "A/Kamera": 2, "A/Tasche": 1, "B": 1}
    assert names(written(counts, is_tree=True, within="kam")) == ["A", "A/Kamera"]


def test_what_values_stand_by_decides_which_of_too_many_are_listed_and_where() -> None:
    names_of_all = [f"brand {number:03}" for number in range(120)]
    facet, alone = facet_of(names_of_all), np.full(120, 5)
    standing = alone.copy()
    standing[119] = 40
    counted = Counted(facet, alone, alone, 999, frozenset(), standing)
    whole = write_values(counted, "de", None)
    assert whole is not None
    assert [one["value"] for one in whole["values"]][:2] == ["brand 119", "brand 000"]
    assert whole["values"][0]["count"] == 5
