"""What shoppers see where nothing is found, and what numbers beside used facets tell them."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey


def test_where_nothing_is_found_the_likely_category_is_offered(page: Page) -> None:
    page.goto("/search?q=quietschlaufschuhe&filter=price:..0.01")
    shelf = page.locator("tresen-results section.row")
    expect(shelf.locator("h2")).to_contain_text("Beliebt in „")
    expect(shelf.locator("article.tile").first).to_be_visible()
    shelf.locator("h2 a").click()
    expect(page).to_have_url(re.compile("/category/"))
    expect(page.locator("tresen-results article.tile").first).to_be_visible()


def test_where_nothing_can_be_guessed_the_shop_shows_what_it_has(page: Page) -> None:
    page.goto("/search?q=qxzvwqy")
    found = page.locator("tresen-results")
    expect(found).to_contain_text("Dazu haben wir leider nichts gefunden.")
    expect(found.locator("section.row h2 a")).to_have_count(0)
    expect(found.locator("section.row article.tile").first).to_be_visible()


def test_on_a_phone_there_is_no_filter_where_there_is_nothing_to_filter(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opener = page.locator("tresen-facets button.opener")
    page.goto("/search?q=laufschuhe")
    expect(opener).to_be_visible()
    page.goto("/search?q=qxzvwqy")
    expect(page.locator("tresen-results article.tile").first).to_be_visible()
    expect(opener).to_be_disabled()
    page.goto("/search?q=qxzvwqy&filter=price:..10")
    expect(opener).to_have_text("Filter (1)")


def test_beside_a_chosen_value_the_others_say_what_they_would_add(page: Page) -> None:
    page.goto("/search?q=laufschuhe")
    brands = page.locator("tresen-facets details.brand label.value")
    first = brands.first.locator(".count")
    count = int(first.inner_text())
    brands.first.locator("input").check()
    expect(page.locator("tresen-results h2").first).to_have_text(f"{count} Produkte")
    expect(first).to_have_text(str(count))
    gain = brands.nth(1).locator(".count")
    expect(gain).to_have_text(re.compile(r"^\+\d+$"))
    more = int(gain.inner_text())
    brands.nth(1).locator("input").check()
    expect(page.locator("tresen-results h2").first).to_have_text(f"{count + more} Produkte")
