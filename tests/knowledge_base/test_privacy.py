"""What one person typed that nobody else may read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.privacy import is_private


@pytest.mark.parametrize(
    "text",
    [
        "erika.muster@example.org",
        "erika (at) example punkt org",
        "0711 123456",
        "+49 (0) 711 / 12-34-56",
        "DE89 3704 0044 0532 0130 00",
        "gb29 nwbk 6016 1331 9268 19",
        "bestellung 12345",
        "Bestellnr. 4711",
        "kundennummer: 4711",
        "order no 4711",
        "retoure 1234567",
        "\uff14\uff11\uff12\uff13\uff14\uff15\uff16\uff17",
    ],
)
def test_what_names_or_numbers_a_person_is_private(text: str) -> None:
    assert is_private(text)


@pytest.mark.parametrize(
    "text",
    [
        "laufschuhe damen",
        "nikon d90",
        "225/45 r17",
        "iphone 13 pro 256 gb",
        "spa2600/00",
        "vitamin c 1000 mg",
        "ordner a4 500 blatt",
        "order",
        "200 x 90 x 40 cm",
        "playstation 5",
    ],
)
def test_what_one_looks_for_in_a_shop_is_not(text: str) -> None:
    assert not is_private(text)


@given(
    st.integers(10**6, 10**15), st.sampled_from(["", " ", "-", "/", "."]), st.text(max_size=5)
)
def test_no_long_number_gets_through_however_it_is_grouped(
    number: int, sign: str, text: str
) -> None:
    assert is_private(f"{text} {sign.join(str(number))} {text}")
