"""Shoppers ask in words that fit what they look for."""

from collections import Counter

import numpy as np

from demo.catalogue import Shop
from demo.queries import Query, ask


def _ask(shop: Shop, kind: str, count: int = 400, *, is_english: bool = False) -> list[Query]:
    rng = np.random.default_rng(1)
    product = shop.by_kind[kind][0]
    return [ask(product, "blue", "42", is_english=is_english, rng=rng) for _ in range(count)]


def test_most_ask_by_name_in_singular_or_plural(shop: Shop) -> None:
    texts = [query.text for query in _ask(shop, "running_shoe")]
    assert sum("laufschuh" in text for text in texts) > 350
    assert sum("laufschuhe" in text for text in texts) > 150
    assert "blaue laufschuhe" in texts
    assert any(text.endswith(" 42") for text in texts)


def test_some_slip_on_the_keyboard(shop: Shop) -> None:
    slips = [
        query.text for query in _ask(shop, "running_shoe") if "laufschuh" not in query.text
    ]
    assert 5 < len(slips) < 60


def test_english_shoppers_ask_in_english(shop: Shop) -> None:
    texts = Counter(query.text for query in _ask(shop, "running_shoe", is_english=True))
    assert texts["running shoes"] > texts["laufschuhe"] == 0
    assert texts["blue running shoes"] > 0


def test_machines_are_asked_for_by_article_number_too(shop: Shop) -> None:
    drill = shop.by_kind["drill"][0]
    assert any(query.text == drill.code for query in _ask(shop, "drill"))


def test_series_and_spices_go_by_their_own_name(shop: Shop) -> None:
    for kind in ("book", "spice"):
        name = shop.by_kind[kind][0].phrase.de.lower()
        assert sum(name in query.text for query in _ask(shop, kind)) > 300


def test_a_query_tells_what_its_words_say(shop: Shop) -> None:
    for query in _ask(shop, "running_shoe"):
        if query.colour:
            assert query.colour == "blue"
        if query.audience:
            assert query.audience == shop.by_kind["running_shoe"][0].kind.audience
