import numpy as np
import pytest

from benchmarks.figures import columns, is_even, judged_figures, known_figures, print_paired


def test_judged_figures_are_those_of_one_query() -> None:
    figures = judged_figures(["a", "x", "b"], {"a": 3.0, "b": 1.0, "c": 0.0})

    best = 3 + 1 / np.log2(3)
    assert figures["NDCG@10"] == pytest.approx((3 + 0.5) / best)
    assert figures["NDCG@10 judged"] == pytest.approx(1.0)
    assert figures["judged@10"] == pytest.approx(2 / 3)
    assert figures["recall@100"] == 1.0
    assert figures["without result"] == 0.0


def test_where_nothing_is_any_good_nothing_can_be_won() -> None:
    figures = judged_figures([], {"a": 0.0})

    assert figures.pop("without result") == 1.0
    assert set(figures.values()) == {0.0}


def test_a_known_product_counts_by_its_place() -> None:
    ids = ["x", "wanted"]

    assert known_figures(ids, "wanted") == {"MRR": 0.5, "hit@1": 0.0, "hit@10": 1.0}


def test_figures_of_queries_become_columns() -> None:
    found = columns([{"MRR": 1.0}, {"MRR": 0.5}])

    assert found["MRR"].tolist() == [1.0, 0.5]


def test_half_of_the_queries_are_even() -> None:
    share = np.mean([is_even(f"query {number}") for number in range(1_000)])

    assert 0.45 < share < 0.55


def test_what_is_always_ahead_has_an_interval_above_zero(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ours = np.linspace(0.5, 0.9, 20)

    print_paired("ahead", ours, ours - 0.1)

    assert " 0.100 [ 0.100,  0.100]  n = 20" in capsys.readouterr().out
