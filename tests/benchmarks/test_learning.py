"""Learned and base orders are compared on the same questions, with and without data."""

import numpy as np
import pytest

from benchmarks.learning import DARK, Compared, compared, in_the_light, over_shops, report
from benchmarks.panel import Truth, questions
from tests.benchmarks.conftest import Lived


def test_nobody_is_interested_in_dark_categories(lived: Lived) -> None:
    interest = in_the_light(lived.loop.world).shoppers.interest
    assert interest[:, ::DARK].max() < 1e-6
    assert interest.sum(axis=1) == pytest.approx(np.ones(len(interest)))
    assert lived.loop.world.shoppers.interest[:, ::DARK].max() > 0.1


def test_every_question_is_asked_with_and_without_what_was_learned(
    lived: Lived, capsys: pytest.CaptureFixture[str]
) -> None:
    world, engine = lived.loop.world, lived.loop.learning.engine
    asked = questions(world, 60, 1)
    found = compared(engine, lived.loop, asked, Truth(world))
    assert len(found) == 60
    assert all(0 <= value <= 1 for one in found for value in (one.learned, one.base))
    assert any(one.learned != one.base for one in found)
    assert any(one.is_dark for one in found)
    assert any(not one.was_asked for one in found)
    report("all", found)
    report("none", [])
    told, nothing = capsys.readouterr().out.splitlines()
    assert "closer" in told
    assert "n = 60" in told
    assert "no such question" in nothing


def test_the_interval_is_over_shops_and_of_dark_questions_alone() -> None:
    def asked(ahead: float, *, is_dark: bool) -> Compared:
        return Compared(0.8 + ahead, 0.8, 0.0, 0.0, True, is_dark, False)  # noqa: FBT003 - a row

    shops = [
        [asked(gain, is_dark=True)] * 50 + [asked(0.2, is_dark=False)] for gain in (0.01, 0.03)
    ]
    told = over_shops([*shops, []])
    assert told.startswith("by question +0.0200 [+0.0100, +0.0300]")
    assert "by shop +0.0200 [-0.1071, +0.1471]" in told
    assert told.endswith("100 questions, 2 shops: perhaps worse than base by 0.01")
    assert over_shops(shops[:1]) == "1 shops"
