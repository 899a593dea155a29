"""Which quantities a text says, however people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.language.units import MOST, Quantity, read_quantities

INCH = 25.4


def read(text: str, language: str = "de") -> list[tuple[str, float]]:
    return [(one.dimension, one.value) for one in read_quantities(text, language)]


def only(text: str, language: str = "de") -> Quantity:
    (quantity,) = read_quantities(text, language)
    return quantity


def keys(text: str, language: str = "de") -> list[tuple[str, str]]:
    return [(one.dimension, one.text) for one in read_quantities(text, language)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2 m", "200 cm"),
        ("2m", "2.000 mm"),
        ("0,5 l", "500 ml"),
        ("0,5 Liter", "50 cl"),
        ("½ l", "0.5 l"),
        ("1.000 g", "1 kg"),
        ("1,5 kg", "1500 Gramm"),
        ("1 TB", "1000 GB"),
        ("2 GB", "2048 MB"),
        ("1 kW", "1000 Watt"),
        ("2,4 GHz", "2400 MHz"),
        ("24 h", "1 Tag"),
        ("12 Monate", "1 Jahr"),
        ("1 m²", "1 qm"),
        ("4er-Pack", "4 Stück"),
        ("4er Pack", "4 St"),
        ("3-teilig", "3 tlg."),
        ("43-Zoll", '43"'),
    ],
)
def test_the_same_amount_is_the_same_quantity(one: str, other: str) -> None:
    assert read(one) == read(other)
    assert len(read(one)) == 1


@pytest.mark.parametrize(
    ("imperial", "metric"),
    [('13"', "33 cm"), ("6 ft", "1.8 m"), ("10 ft", "3 m"), ("15.6 inch", "39.6 cm")],
)
def test_what_is_sold_rounded_in_another_system_is_equal(imperial: str, metric: str) -> None:
    rounded, exact = only(imperial, "en"), only(metric, "en")
    assert rounded.low <= exact.value <= rounded.high


@pytest.mark.parametrize(
    ("one", "other"), [('13"', '13.3"'), ("60 in", "61 in"), ("1 m", "1.01 m")]
)
def test_neighbouring_sizes_of_one_system_are_not_equal(one: str, other: str) -> None:
    smaller, larger = only(one, "en"), only(other, "en")
    assert smaller.high < larger.low


def test_a_point_parts_thousands_in_german_and_decimals_in_english() -> None:
    assert read("1.500 g", "de") == [("mass", 1500)]
    assert read("1.500 g", "en") == [("mass", 1.5)]
    assert read("1,500 g", "en") == [("mass", 1500)]
    assert read("1.500,5 g", "de") == [("mass", 1500.5)]


def test_what_is_implausible_in_thousands_is_a_decimal() -> None:
    assert read("2.400 GHz", "de") == [("frequency", 2.4e9)]
    assert read("0.750 l", "de") == [("volume", 750)]


@pytest.mark.parametrize(
    ("text", "inches"),
    [("1/2 in", 0.5), ("1-1/4 in.", 1.25), ("2 1/2 inch", 2.5), ('4½"', 4.5)],
)
def test_fractions_are_numbers(text: str, inches: float) -> None:
    assert only(text, "en").value == pytest.approx(inches * INCH)


def test_a_pack_has_so_many_pieces_of_so_much() -> None:
    assert read("4 x 100 g") == [("pieces", 4), ("mass", 100)]
    assert read("4x100g") == [("pieces", 4), ("mass", 100)]
    assert read("6 × 1,5 l") == [("pieces", 6), ("volume", 1500)]


def test_a_format_is_known_by_its_numbers_and_has_measures() -> None:
    bed = only("Matratze 90 x 200 cm")
    assert (bed.dimension, bed.text) == ("format", "90x200")
    assert [part.value for part in bed.parts] == [900, 2000]
    assert only("Matratze 90x200").parts == ()
    assert [part.value for part in only("Matratze 90 cm x 200").parts] == [900, 2000]
    lumber = only("2 in. x 4 in. x 8 ft. Stud", "en")
    assert (lumber.text, lumber.parts[2].text) == ("2x4x8", "8 ft")


def test_a_range_is_equal_to_all_in_it() -> None:
    nappy = only("Windeln 15-20 kg")
    assert (nappy.low, nappy.high, nappy.text) == (15_000, 20_000, "15-20 kg")
    assert only("0-6 Monate").low == 0
    assert only("2,5 bis 3 kg").low == 2500


def test_a_dash_between_a_model_and_a_measure_is_no_range() -> None:
    assert only('HP 2065 - 20.1" Display', "en").text == "20.1 in"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Größe 42", "42"),
        ("Gr. 42,5", "42.5"),
        ("EU 42", "42"),
        ("size 42 2/3", "42.67"),
        ("UK 8", "uk8"),
        ("XL", "xl"),
        ("XXL", "2xl"),
        ("3XL", "3xl"),
        ("Gr. M", "m"),
        ("Gr. 98/104", "98/104"),
        ("Gr. 35-38", "35/38"),
        ("W32/L34", "32/34"),
    ],
)
def test_a_size_has_one_key_however_it_is_written(text: str, key: str) -> None:
    assert keys(text) == [("size", key)]


@pytest.mark.parametrize("text", ["225/45 R17", "225/45R17", "225/45 ZR17", "225/45 17"])
def test_a_tyre_has_one_key_however_it_is_written(text: str) -> None:
    assert keys(f"Sommerreifen {text} 91W")[0] == ("tyre", "225/45r17")


@pytest.mark.parametrize(
    "text",
    [
        "39",
        "iPhone 8",
        "4K Fernseher",
        "Windows 10",
        "A4",
        "3 in 1",
        "M8",
        "i7-4770 K",
        "1.2.3 kg",
        "Lippenstift 07 DM",
        "kg",
        "x 5",
        'das Buch "Band 5"',
        "20000000000000 kg",
        "",
    ],
)
def test_what_is_no_quantity_is_not_read_as_one(text: str) -> None:
    assert read(text, "en") == []


def test_a_number_with_a_unit_is_no_size() -> None:
    assert read("US 110 V", "en") == [("voltage", 110)]


def test_capitals_count_where_they_tell_units_apart() -> None:
    assert read("40 Nm") == [("torque", 40)]
    assert read("650 nm")[0][0] == "length"
    assert read("15 a") == []


def test_an_unknown_unit_behind_a_slash_leaves_the_one_before_it() -> None:
    assert read("50 m/Rolle") == [("length", 50_000)]
    assert read("80 g/m²") == [("grammage", 80)]


def test_a_quantity_knows_where_it_is_written() -> None:
    text = "Topf für 2,5 Liter, Ø28cm, Größe 3"
    places = [text[one.start : one.end] for one in read_quantities(text, "de")]
    assert places == ["2,5 Liter", "28cm", "Größe 3"]


def test_a_unit_of_another_language_is_a_word() -> None:
    assert read("7 in Rosa", "de") == []
    assert only("7 in", "en").dimension == "length"


@given(st.text("0123456789.,/-x×\"' ½mgSXLWRr²°", max_size=60))
def test_places_do_not_overlap_and_ascend(text: str) -> None:
    before = 0
    for one in read_quantities(text, "de"):
        assert before <= one.start < one.end <= len(text)
        assert one.low <= one.value <= one.high
        before = one.end


@pytest.mark.parametrize(
    "piece", ["1", "1.1", '1"', "1x", "1 m ", "1-", "½", "gr 1-", "1/2 ", "w 3"]
)
def test_a_long_text_has_a_bounded_number_of_quantities(piece: str) -> None:
    assert len(read_quantities(piece * 5000, "de")) <= MOST
