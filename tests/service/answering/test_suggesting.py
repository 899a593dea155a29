"""What a keystroke is answered with, by rules, people and what may be shown now."""

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base.consent import Consent
from knowledge_base.profiles import Profile
from service.answering.suggesting import SuggestAsk, suggest
from service.engine import assemble
from tests.service.flow import NOW, Desk, fan_of


def typed(desk: Desk, text: str, *, profile: Profile | None = None, **more: Any) -> Any:
    """Type something as somebody."""
    context = desk.context("suggest", *more.pop("filters", ()), **more)
    return suggest(desk.engine, SuggestAsk(context, text), profile)


def products(body: Any) -> list[str]:
    return [hit["product_id"] for hit in body["products"]]


def texts(body: Any) -> list[str]:
    return [one["text"] for one in body["queries"]]


def test_products_are_those_that_a_search_finds(desk: Desk) -> None:
    for text in ("laufschuh", "kamera", "karte", "kam", "laufshcuh"):
        assert set(products(typed(desk, text))) <= set(desk.found(text))
        assert products(typed(desk, text))


def test_before_anything_is_typed_stands_what_is_wanted(desk: Desk) -> None:
    body = typed(desk, "")
    assert body["level"] == "pre"
    assert set(products(body)[:3]) == {"cam2", "run2", "card1"}  # looked at, and bought
    assert "gone" not in products(body)


def test_prices_are_those_of_this_moment(desk: Desk) -> None:
    cheaper = desk.changed("cam1", price=Decimal("9.99"))
    (hit,) = typed(cheaper, "kamera eins")["products"]
    assert hit["price"] == "9.99"


def test_what_is_deleted_is_no_longer_counted_or_suggested(desk: Desk) -> None:
    assert [one["count"] for one in typed(desk, "speicher")["categories"]] == [2]
    less = desk.changed("card1")
    assert [one["count"] for one in typed(less, "speicher")["categories"]] == [1]
    none = less.changed("card2")
    assert typed(none, "speicher")["categories"] == []


def test_a_price_alone_lets_nothing_be_completed_anew(desk: Desk) -> None:
    engine = desk.engine
    assert desk.changed("cam1", price=Decimal("9.99")).engine.offer is engine.offer
    for other in (desk.changed("cam1"), desk.changed("cam1", brand="Specht")):
        assert other.engine.offer is not engine.offer


def test_brands_and_categories_are_those_of_this_moment(desk: Desk) -> None:
    for text in ("fal", "spe", "foto"):
        assert typed(desk, text) == typed(desk, text)
    other = desk.changed("cam1", brand="Specht").changed("cam2")
    said = {text: typed(other, text) for text in ("fal", "spe", "foto")}
    anew = assemble(other.engine.opened, other.engine.live, other.engine.merchandising, NOW)
    assert said == {text: typed(Desk(anew), text) for text in said}
    assert said != {text: typed(desk, text) for text in said}


def test_the_level_is_told_of_words_too_where_no_product_is_left(desk: Desk) -> None:
    asked: dict[str, Any] = {
        "filters": ("brand:Adler",),
        "consent": Consent.PERSONALIZATION,
    }
    known = typed(desk, "kam", profile=fan_of("cam1", "cam2"), **asked)
    assert known["products"] == []
    assert known["categories"]
    assert known["level"] == "one_to_one"
    assert typed(desk, "kam", **asked)["level"] == "base"


def test_products_obey_filters(desk: Desk) -> None:
    assert products(typed(desk, "kamera", filters=("brand:Uhu",))) == ["cam3"]


def test_a_persons_brand_comes_first_among_equal_ones(desk: Desk) -> None:
    profile = fan_of("run1", "run2")
    consent = Consent.PERSONALIZATION
    liked = typed(desk, "", profile=profile, consent=consent)
    assert liked["brands"][0]["value"] == "Adler"
    other = typed(desk, "", profile=fan_of("cam3", "card1", "card2"), consent=consent)
    assert other["brands"][0]["value"] == "Uhu"
    assert liked["level"] == "one_to_one"


def test_without_consent_a_profile_changes_nothing(desk: Desk) -> None:
    profile = fan_of("cam3", "card1", "card2")
    assert typed(desk, "", profile=profile) == typed(desk, "")


def test_what_is_in_the_category_looked_at_comes_first(desk: Desk) -> None:
    usual = [one["value"] for one in typed(desk, "")["categories"]]
    seen = typed(desk, "", filters=("category:Foto/Speicherkarten",))["categories"]
    assert usual[0] != "Foto/Speicherkarten"
    assert seen[0]["value"] == "Foto/Speicherkarten"


def test_a_query_that_a_rule_replaces_shows_the_other_ones_products(desk: Desk) -> None:
    ruled = desk.rule([{"replace_query": "kamera"}], query="knipse")
    assert set(products(typed(ruled, "knipse"))) == {"cam1", "cam2", "cam3"}


def test_a_protected_word_is_not_corrected_while_typing(desk: Desk) -> None:
    assert typed(desk, "kamero")["corrected"] == "kamera"
    told = desk.with_entry("synonyms", {"kind": "protected_words", "words": ["kamero"]})
    assert typed(told, "kamero")["corrected"] is None
    assert texts(typed(told, "kamero")) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text("aeklnrsuch ", max_size=12))
def test_the_same_keystroke_gets_the_same_answer(desk: Desk, text: str) -> None:
    assert typed(desk, text) == typed(desk, text)


def test_what_the_shop_excludes_is_not_suggested_in_any_form(desk: Desk) -> None:
    assert texts(typed(desk, "lauf")) == ["Laufschuhe"]
    settings = {"suggestions": {"exclude": ["laufschuh"]}}
    silent = desk.with_entry("shop", settings, "shop")
    assert texts(typed(silent, "lauf")) == []
    assert texts(typed(silent, "kam")) == texts(typed(desk, "kam"))
