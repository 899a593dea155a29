"""What languages put between the words of a compound."""

import pytest

from knowledge_base.language.linking import Linking
from knowledge_base.language.words import Analyser


@pytest.mark.parametrize("language", ["de", "da", "no", "sv", "nl", "en", "fr", "de-AT", ""])
def test_the_shares_of_all_links_are_one(language: str) -> None:
    assert sum(link.prior for link in Linking.of(language).links) == pytest.approx(1)


@pytest.mark.parametrize("language", ["de", "da", "no", "sv", "nl", "en"])
def test_words_are_written_as_they_are_looked_up(language: str) -> None:
    linking, fold = Linking.of(language), Analyser(language).fold
    words = linking.short | linking.bound | linking.opaque | linking.turning
    assert {fold(word) for word in words} == words


def test_most_german_compounds_have_no_link_and_most_links_are_s() -> None:
    shares = {link.added: link.prior for link in Linking.of("de").links if not link.removed}
    assert sorted(shares, key=shares.__getitem__, reverse=True)[:3] == ["", "s", "n"]


def test_a_language_we_know_nothing_of_joins_words_as_they_are() -> None:
    assert [link.added for link in Linking.of("xx").links] == [""]
    assert not Linking.of("xx").closed
    assert Linking.of("de-CH").closed
