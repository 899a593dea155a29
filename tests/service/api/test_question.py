"""Are query parameters read strictly, and every fault named?"""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from knowledge_base.errors import BadInput
from service.api.question import Parameter, Question

KNOWN = (
    Parameter("per_page", ""),
    Parameter("filter", "", {"type": "array"}),
    Parameter("q", ""),
)


def ask(query: str) -> Question:
    """Read a query string."""
    return Question(QueryParams(query), KNOWN)


def place(error: BadInput) -> str:
    """Return where the first fault is."""
    return error.faults[0].place


def test_a_misspelled_parameter_is_named_with_the_nearest_one() -> None:
    with pytest.raises(BadInput) as caught:
        ask("perpage=3&utm_source=mail")
    assert [one.place for one in caught.value.faults] == ["perpage", "utm_source"]
    assert "did you mean 'per_page'" in caught.value.faults[0].detail


def test_of_a_thousand_unknown_parameters_ten_are_named() -> None:
    with pytest.raises(BadInput) as caught:
        ask("&".join(f"p{number}=1" for number in range(1_000)))
    assert [one.place for one in caught.value.faults] == [f"p{number}" for number in range(10)]


def test_the_key_is_no_question() -> None:
    assert ask("key=pk_x&q=a").text("q", 10) == "a"


@pytest.mark.parametrize("value", ["0", "101", "-1", "1.5", "x", "٣", "9" * 5000])
def test_a_number_outside_its_range_is_refused(value: str) -> None:
    with pytest.raises(BadInput) as caught:
        ask(f"per_page={value}").number("per_page", 24, 1, 100)
    assert place(caught.value) == "per_page"


def test_what_is_left_out_or_empty_takes_its_default() -> None:
    assert ask("").number("per_page", 24, 1, 100) == 24
    assert ask("per_page=").number("per_page", 24, 1, 100) == 24
    assert ask("").choice("q", ("relevance", "newest")) == "relevance"
    assert ask("").words("q", 3) is None
    assert not ask("").flag("q")


def test_a_word_that_is_no_choice_is_refused_with_the_choices() -> None:
    with pytest.raises(BadInput, match="relevance, newest"):
        ask("q=oldest").choice("q", ("relevance", "newest"))


def test_a_long_query_is_cut_and_control_characters_become_blanks() -> None:
    assert ask("q=a%00b%0Ac" + "d" * 600).text("q", 5) == "a b c"


def test_an_id_that_cannot_be_printed_is_refused() -> None:
    with pytest.raises(BadInput):
        ask("q=a%00b").name("q")


def test_what_is_one_is_not_said_twice() -> None:
    with pytest.raises(BadInput, match="more than once") as caught:
        ask("q=shoes&filter=a&filter=b&q=coats")
    assert place(caught.value) == "q"


def test_too_many_values_are_refused() -> None:
    with pytest.raises(BadInput, match="more than 2"):
        ask("q=a,b,c").words("q", 2)
    with pytest.raises(BadInput, match="more than 2"):
        ask("filter=a&filter=b&filter=c").each("filter", 2, lambda value, _: value)


@given(st.text())
def test_no_text_makes_reading_fail_unnamed(text: str) -> None:
    question = Question(QueryParams({"q": text}), KNOWN)
    assert question.text("q", 500).isprintable()
    for read in (
        lambda: question.name("q"),
        lambda: question.number("q", 1, 1, 9),
        lambda: question.flag("q"),
        lambda: question.words("q", 9),
    ):
        with contextlib.suppress(BadInput):
            read()
