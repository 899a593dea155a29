"""What else words may mean, when they find too little as they are."""

import pytest

from ranking.query import Stage
from search.interpretation import interpretation
from tests.search.shop import Shop, open_titles

TITLES = {
    "sekt": "Sekt Kardinal 0,75l",
    "bag-1": "Müllbeutel 75l",
    "bag-2": "Müllbeutel 120l",
    "sign": "Dekoschild Werkstatt 16,5x11,5cm",
    "label": "Etiketten matt 45.7x21.2 mm",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return open_titles(tmp_path_factory.mktemp("store"), TITLES)


@pytest.mark.parametrize(
    ("text", "product_id"),
    [
        ("sekt ,75l", "sekt"),
        ("kardinal 75l", "sekt"),
        ("dekoschild 5x11 5cm", "sign"),
        ("etiketten 7x21 matt", "label"),
    ],
)
def test_a_number_is_found_by_the_digits_beside_its_point(
    store: Shop, text: str, product_id: str
) -> None:
    searcher = store.searchers["de"]
    found = searcher.find(searcher.understand(text))
    assert store.catalogue.product_ids[found.candidates.rows[0]] == product_id
    assert interpretation(found)["dropped"] == []
    assert found.stage is Stage.SPELLING


def test_who_means_the_whole_number_finds_it_first(store: Shop) -> None:
    assert store.find("müllbeutel 75l")[0] == "bag-1"


CABLES = {
    "leash": "Hofleine Spiralkabel",
    "fork": "Gabel",
    "label": "Label",
    "stick": "USB Stick",
    "spoon": "Silber Löffel",
    "silver-fork": "Silber Gabel",
}


@pytest.fixture(scope="module")
def stall(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return open_titles(tmp_path_factory.mktemp("stall"), CABLES)


def test_a_known_word_is_another_only_where_others_bear_it_out(stall: Shop) -> None:
    assert set(stall.find("usb kabel ")) == {"stick", "leash"}
    assert stall.find("silber kabel ")[0] == "silver-fork"
