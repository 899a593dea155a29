"""Does a hit token prove what was shown, and only that?"""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.door.tokens import LIFETIME, HitTokens, Shown

NOW = 1_760_000_000
TOKENS = HitTokens([b"a secret of thirty-two bytes ...."])
SHOWN = Shown(
    answer=2**64 - 1,
    at=NOW,
    position=24,
    product_id="Schuh-Größe 39",
    placement="search",
    snapshot_id="20260301T020000-0badcafe",
    arm="b",
    forced=True,
    explored=True,
    propensity=0.25,
    match_grade=300,
)


def test_a_token_says_what_was_shown() -> None:
    assert TOKENS.verify(TOKENS.sign(SHOWN), NOW + 60) == SHOWN


@given(st.integers(0, 2**64 - 1), st.integers(1, 10_000), st.text("aä€-0", min_size=1))
def test_every_shown_product_comes_back_as_it_was(
    answer: int, position: int, product_id: str
) -> None:
    shown = SHOWN._replace(answer=answer, position=position, product_id=product_id)
    assert TOKENS.verify(TOKENS.sign(shown), NOW) == shown


@given(st.data())
def test_a_token_with_one_changed_letter_proves_nothing_else(data: st.DataObject) -> None:
    token = TOKENS.sign(SHOWN)
    at = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from("AZaz09-_").filter(lambda one: one != token[at]))
    assert TOKENS.verify(token[:at] + other + token[at + 1 :], NOW) in (None, SHOWN)


@given(st.text())
def test_arbitrary_text_is_no_token(text: str) -> None:
    assert TOKENS.verify(text, NOW) is None


@pytest.mark.parametrize(("seconds", "holds"), [(LIFETIME, True), (LIFETIME + 1, False)])
def test_a_token_holds_for_a_day(seconds: int, holds: bool) -> None:  # noqa: FBT001 - a table
    assert (TOKENS.verify(TOKENS.sign(SHOWN), NOW + seconds) is not None) == holds


def test_a_token_without_a_grade_is_two_bytes_shorter_and_holds_all_the_same() -> None:
    older = SHOWN._replace(match_grade=None)
    assert TOKENS.verify(TOKENS.sign(older), NOW) == older
    assert 2 <= len(TOKENS.sign(SHOWN)) - len(TOKENS.sign(older)) <= 3


def test_a_token_of_the_make_before_grades_is_still_read() -> None:
    fixed = struct.pack(">QIHBf", 7, NOW, 3, 1, 1.0)
    token = TOKENS.seal(fixed + b"shoe\0search\0s-1\0")
    assert TOKENS.verify(token, NOW) == Shown(7, NOW, 3, "shoe", "search", "s-1", forced=True)


def test_a_token_from_the_future_proves_nothing() -> None:
    assert TOKENS.verify(TOKENS.sign(SHOWN._replace(at=NOW + 3600)), NOW) is None


def test_after_a_rotation_both_secrets_are_believed_and_the_new_one_signs() -> None:
    rotated = HitTokens([b"new", b"a secret of thirty-two bytes ...."])
    assert rotated.verify(TOKENS.sign(SHOWN), NOW) == SHOWN
    assert TOKENS.verify(rotated.sign(SHOWN), NOW) is None
