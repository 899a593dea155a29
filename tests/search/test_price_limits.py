"""Is what a shopper says of the price understood, and nothing else taken for it?"""

import pytest

from search.price_limits import PriceLimits

GERMAN, ENGLISH = PriceLimits("de", "EUR"), PriceLimits("en", "USD")


def read(limits: PriceLimits, text: str) -> tuple[str, str] | None:
    limit = limits.read(text)
    return (str(limit.filter), text[limit.start : limit.end]) if limit else None


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("jacke unter 50 euro", "..50.00", "unter 50 euro"),
        ("jacke bis zu 49,90 €", "..49.90", "bis zu 49,90 €"),
        ("Kamera max. 1.500€ schwarz", "..1500.00", "max. 1.500€"),
        ("kamera weniger als EUR 300", "..300.00", "weniger als EUR 300"),
        ("ring ab 100 EUR", "100.00..", "ab 100 EUR"),
        ("uhr mindestens 80 Euro", "80.00..", "mindestens 80 Euro"),
        ("zwischen 20 und 40 euro geschenk", "20.00..40.00", "zwischen 20 und 40 euro"),
        ("schuhe 20-40 €", "20.00..40.00", "20-40 €"),
        ("schuhe von 20 € bis 40 €", "20.00..40.00", "von 20 € bis 40 €"),
        ("under 50 euro jacket", "..50.00", "under 50 euro"),
        ("unter 50,- €", "..50.00", "unter 50,- €"),
    ],
)
def test_limits_are_read(text: str, value: str, words: str) -> None:
    assert read(GERMAN, text) == (f"price:{value}", words)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("jacket under $1,000.50", "..1000.50"),
        ("dress between $20 and $40", "20.00..40.00"),
        ("bag less than 30 dollars", "..30.00"),
    ],
)
def test_numbers_are_those_of_the_language(text: str, value: str) -> None:
    limit = ENGLISH.read(text)
    assert limit is not None
    assert str(limit.filter) == f"price:{value}"


@pytest.mark.parametrize(
    "text",
    [
        "jacke unter 50",  # of what?
        "jacke 50 euro",  # about as much, or a voucher
        "größe 40 bis 42",
        "unter 50 dollar",  # of another market
        "kabel unter 2 m",
        "europalette unter 50 europaletten",
        "zwischen 40 und 20 euro",
        "unter 0 euro",
        "unter 1.2.3 euro",
        "İİİİ unter 50 euro",  # letters that grow when they are made small
        "",
    ],
)
def test_anything_else_is_words(text: str) -> None:
    assert GERMAN.read(text) is None


@pytest.mark.parametrize(
    ("limits", "text", "meant"),
    [
        (GERMAN, "Schuhe unter 50", "Schuhe unter 50 €"),
        (GERMAN, "jacke bis zu 49,90 ", "jacke bis zu 49,90 €"),
        (GERMAN, "unter 50", "unter 50 €"),
        (ENGLISH, "shoes under 50", "shoes under $50"),
        (PriceLimits("en", "SEK"), "shoes under 50", "shoes under 50 kr"),
        (PriceLimits("de", "JPY"), "schuhe unter 5000", "schuhe unter 5000 JPY"),
    ],
)
def test_a_limit_of_nothing_may_be_meant_as_one_of_the_price(
    limits: PriceLimits, text: str, meant: str
) -> None:
    assert limits.meant(text) == meant
    assert limits.read(meant) is not None


@pytest.mark.parametrize(
    "text",
    [
        "kabel unter 2 m",
        "schuhe unter 50 schwarz",
        "unter 0",
        "runter 50",
        "schuhe 50",
        "",
        "unter",
    ],
)
def test_what_says_what_of_is_not_asked_about(text: str) -> None:
    assert GERMAN.meant(text) is None
