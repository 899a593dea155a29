from itertools import islice

import pytest

from benchmarks.german_queries import CLASSES, ORDER, QueryMaker, quantities, single_words
from benchmarks.texts import Texts

TITLES = [
    "Balea Haarspray Glanz Rose, 250 ml",
    "Balea Haarspray Glanz Lotus, 500 ml",
    "Alverde Haar Kur Mandel, 200 ml",
    "Alverde Haar Maske Olive, 200 ml",
    "Alverde Haar Öl Argan, 100 ml",
    "Nivea Spray Kühlend Minze, 300 ml",
    "Nivea Spray Trocken Aloe, 300 ml",
    "Nivea Spray Frisch Gurke, 300 ml",
    "Fa Haarspray Kräftig, 6 Stück",
]
MAKER = QueryMaker([Texts(str(number), title) for number, title in enumerate(TITLES)])


def test_a_query_differs_from_the_title_in_one_place() -> None:
    made = list(MAKER.made("compound split"))

    assert made
    for one in made:
        assert one.text == one.plain.replace("haarspray", "haar spray")
        assert one.plain != one.text
        assert set(one.plain.split()) <= set(single_text(one.product_id))


def test_quantities_are_rewritten_in_the_company_of_words() -> None:
    made = {one.product_id: one for one in MAKER.made("unit rewritten")}

    assert made["1"].plain.endswith("500 ml")
    assert made["1"].text.endswith("0,5 l")


@pytest.mark.parametrize("name", [*CLASSES, ORDER])
def test_the_same_queries_are_made_every_time(name: str) -> None:
    assert list(islice(MAKER.made(name), 5)) == list(islice(MAKER.made(name), 5))


def test_another_order_has_the_same_words() -> None:
    made = list(MAKER.made(ORDER))

    assert made
    for one in made:
        assert one.text != one.plain
        assert sorted(one.text.split()) == sorted(one.plain.split())


def test_a_number_s_unit_is_no_word_to_rewrite() -> None:
    words = [piece.text for piece in single_words("Fa Haarspray für Kinder, 6 Stück, 250 ml")]

    assert words == ["haarspray", "kinder"]


def test_quantities_are_found_as_they_are_written() -> None:
    assert [one.text for one in quantities("Cola 4x0,33l, 1,5 l und 100g")] == ["1,5 l", "100g"]


def single_text(product_id: str) -> list[str]:
    """Return the words of a title."""
    return TITLES[int(product_id)].lower().replace(",", "").split()
