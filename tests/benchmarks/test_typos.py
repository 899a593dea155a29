import random

import pytest
from rapidfuzz.distance import OSA

from benchmarks.typos import with_typo

TEXT = "blauer kühlschrank mit gefrierfach SPA2600"


@pytest.mark.parametrize("seed", range(50))
def test_a_slip_is_one_edit_in_one_longer_word(seed: int) -> None:
    slipped = with_typo(TEXT, random.Random(seed))

    assert slipped is not None
    assert OSA.distance(TEXT, slipped) == 1
    assert " mit " in slipped
    assert slipped.endswith(" SPA2600")


def test_the_same_seed_slips_the_same_way() -> None:
    assert with_typo(TEXT, random.Random(7)) == with_typo(TEXT, random.Random(7))


def test_first_letters_can_be_left_alone() -> None:
    slips = [with_typo("lampe", random.Random(seed), first_letters=False) for seed in range(50)]
    anywhere = [with_typo("lampe", random.Random(seed)) for seed in range(50)]

    assert all(slip and slip.startswith("l") for slip in slips)
    assert not all(slip and slip.startswith("l") for slip in anywhere)


@pytest.mark.parametrize("text", ["", "tee", "a1b2c3d4", "rot 12345 usb"])
def test_without_a_longer_word_there_is_nothing_to_slip_in(text: str) -> None:
    assert with_typo(text, random.Random(1)) is None
