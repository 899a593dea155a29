import random
from collections import Counter

import numpy as np
import pytest

from benchmarks.codes import (
    bound_in_words,
    holders,
    is_article_number,
    key_of,
    middle_of,
    sharing,
    ways,
)

NUMBERS = {"1": "SPA2600/00", "2": "SPA2600/10", "3": "C9352-A"}


@pytest.mark.parametrize("name", ["SPA2600/00", "C9352A", "91.42R01.33H"])
def test_one_piece_with_a_digit_is_an_article_number(name: str) -> None:
    assert is_article_number(name)


@pytest.mark.parametrize("name", ["Emergency Power Off", "ThinkPad", "A12", "Größe42"])
def test_words_and_what_is_short_are_none(name: str) -> None:
    assert not is_article_number(name)


def test_numbers_are_typed_in_five_ways() -> None:
    typed = {name: way("SPA2600/00") for name, way in ways(random.Random(1)).items()}

    assert typed["without separators"] == "SPA260000"
    assert typed["in small letters"] == "spa2600/00"
    assert typed["first 5"] == "spa26"
    assert (typed["5 from the middle"] or "none") in key_of("SPA2600/00")[1:]


def test_a_part_from_the_middle_has_a_digit() -> None:
    assert middle_of("abcdefgh", random.Random(1)) is None


def test_who_shares_a_part_is_counted_for_the_bound() -> None:
    counts: Counter[str] = holders(NUMBERS)

    assert sharing("first 5", "spa26", counts) == 2
    assert sharing("5 from the middle", "26000", counts) == 1
    assert sharing("as written", "SPA2600/00", counts) == 1


def test_what_many_share_leads_to_three_of_them_at_best() -> None:
    said = bound_in_words(np.array([1, 3, 6, 4]))

    assert "2 of 4" in said
    assert "these 0.625, for all 0.812" in said
    assert "none" in bound_in_words(np.array([1, 3]))
