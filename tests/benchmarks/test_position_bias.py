"""What the control of position bias is fooled by is really there, and nothing else is."""

from datetime import UTC, datetime
from random import Random

import numpy as np
import pytest

from benchmarks.position_bias import FAVOURS, Watched, favouring, is_favoured, jackknifed
from demo.makes import PositionBased
from knowledge_base.interactions import no_interactions
from ranking.context import Context

NOW = datetime(2026, 9, 1, tzinfo=UTC)


def test_chance_favours_half_of_the_products_of_each_query() -> None:
    ids = [f"P{number:05}" for number in range(2000)]
    shares = [np.mean([is_favoured(query, one) for one in ids]) for query in ("rock", "hose")]
    assert shares == pytest.approx([0.5, 0.5], abs=0.05)
    assert any(is_favoured("rock", one) is not is_favoured("hose", one) for one in ids)


def test_favoured_products_stand_first_most_of_the_time() -> None:
    serve = favouring(Random(1))
    hits = [{"product_id": f"P{number:05}"} for number in range(20)]
    answer = {"hits": hits, "interpretation": {"text": "Rock"}}
    context = Context(NOW, "search", "de")
    first = [is_favoured("rock", serve(answer, context)[0]["product_id"]) for _ in range(1000)]
    assert np.mean(first) == pytest.approx(FAVOURS, abs=0.04)


def test_shelves_stay_as_they_are() -> None:
    hits = [{"product_id": f"P{number:05}"} for number in range(20)]
    assert favouring(Random(1))({"hits": hits}, Context(NOW, "home", "de")) == hits


def test_a_watched_model_tells_where_it_looked() -> None:
    watched, rng = Watched(PositionBased()), np.random.default_rng(1)
    for _ in range(3000):
        watched.look(np.zeros(24), rng)
    assert watched.propensities[:16] == pytest.approx(PositionBased().examination(16), abs=0.04)


def test_the_jackknife_gives_the_interval_of_a_mean() -> None:
    rng = np.random.default_rng(2)
    n = 400
    one = np.zeros(n, dtype=np.int32)
    values = no_interactions(NOW)
    fields = {name: getattr(values, name) for name in values.__dataclass_fields__}
    for name, array in fields.items():
        if isinstance(array, np.ndarray):
            fields[name] = np.zeros(n, dtype=array.dtype)
    fields["visitor"], fields["session"] = np.arange(n, dtype=np.int32), one
    fields["at"] = rng.normal(3.0, 1.0, n)
    known = type(values)(**fields)
    mean, half = jackknifed(known, lambda some: np.array([some.at.mean()]))
    assert mean[0] == pytest.approx(known.at.mean())
    assert half[0] == pytest.approx(1.96 / np.sqrt(n), rel=0.5)
