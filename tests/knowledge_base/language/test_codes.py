"""Which spellings of an article number are the same number."""

import pytest

from knowledge_base.language.codes import code_key


@pytest.mark.parametrize(
    "text", ["SPA2600/00", "spa 2600-00", "Spa.2600.00", "\uff33\uff30\uff212600/00"]
)
def test_case_width_and_separators_make_no_difference(text: str) -> None:
    assert code_key(text) == "spa260000"


def test_leading_zeros_of_a_number_do_not_count_those_of_a_code_do() -> None:
    assert code_key("0012502615620") == code_key("12502615620")
    assert code_key("00A1") != code_key("A1")
