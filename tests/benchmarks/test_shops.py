from benchmarks.shops import opened_shop

LINES = [
    {"product_id": "1", "title": "Blaue Lampe", "price": 10, "description": "Aus Holz."},
    {"product_id": "2", "title": "Rote Lampe", "price": 20, "brand": "Acme", "gtin": None},
    {"product_id": "3", "title": "Tisch", "price": 30, "attributes": {"farbe": "rot"}},
]


def test_a_shop_made_of_lines_answers_and_tells_others_what_is_written() -> None:
    with opened_shop(LINES, "de") as shop:
        assert shop.find("blaue lampe", 10)[0] == "1"
        assert shop.find("lampe", 1) in (["1"], ["2"])
        assert shop.seconds["training"] > 0

    assert [one.title for one in shop.texts] == ["Blaue Lampe", "Rote Lampe", "Tisch"]
    assert shop.texts[0].description == "Aus Holz."
    assert shop.texts[1].brand == "Acme"
    assert shop.texts[2].values == "rot"
