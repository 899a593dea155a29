"""The reasons of signals in words: one sentence for shoppers, one for people of the shop."""

from collections.abc import Mapping

from ranking.signals import Reason

Sentences = Mapping[str, str]

PUBLIC: Mapping[str, Sentences] = {
    "de": {
        "often_bought": "weil es gerade oft gekauft wird",
        "often_viewed": "weil es gerade oft angesehen wird",
        "new": "weil es neu ist",
        "seen_before": "weil du es dir angesehen hast",
        "in_your_size": "weil es in deiner Größe da ist",
        "price_level": "weil es in deiner Preislage liegt",
        "taste": "weil es zu dem passt, was du dir ansiehst: {label}",
    },
    "en": {
        "often_bought": "because many people are buying it right now",
        "often_viewed": "because many people are looking at it right now",
        "new": "because it is new",
        "seen_before": "because you looked at it",
        "in_your_size": "because it is available in your size",
        "price_level": "because it is in your price range",
        "taste": "because it fits what you look at: {label}",
    },
}
"""What a shopper may read: true, short, without numbers and without the shop's decisions."""

PRIVATE: Mapping[str, Sentences] = {
    "de": {
        "match": "so gut passt es zur Anfrage",
        "often_bought": "von {buyers} Personen in 30 Tagen gekauft",
        "often_viewed": "von {visitors} Personen in 30 Tagen angesehen",
        "wanted": "gefragter als die anderen: {visitors} Besucher, {buyers} Käufer",
        "less_wanted": "weniger gefragt als die anderen: {visitors} Besucher, {buyers} Käufer",
        "new": "vor Kurzem erschienen",
        "tried_out": "der Zufall probiert aus, worüber noch wenig bekannt ist",
        "raised": "angehoben durch „{name}“ ({source})",
        "lowered": "abgesenkt durch „{name}“ ({source})",
        "taste": "die Person mag {label} ({trait})",
        "price_level": "liegt in der Preislage der Person",
        "less_to_your_taste": "passt weniger zum Geschmack der Person als die anderen",
        "seen_before": "die Person hat es sich angesehen",
        "sent_back": "die Person hat es zurückgeschickt oder abgelehnt",
        "in_your_size": "in der Größe der Person lieferbar",
        "not_in_your_size": "nicht in der Größe der Person lieferbar",
    },
    "en": {
        "match": "how well it matches what was asked",
        "often_bought": "bought by {buyers} people in 30 days",
        "often_viewed": "looked at by {visitors} people in 30 days",
        "wanted": "more wanted than the others: {visitors} visitors, {buyers} buyers",
        "less_wanted": "less wanted than the others: {visitors} visitors, {buyers} buyers",
        "new": "released lately",
        "tried_out": "chance tries out what little is known of yet",
        "raised": "raised by “{name}” ({source})",
        "lowered": "lowered by “{name}” ({source})",
        "taste": "the person likes {label} ({trait})",
        "price_level": "is in the person's price range",
        "less_to_your_taste": "less to the person's taste than the others",
        "seen_before": "the person looked at it",
        "sent_back": "the person sent it back or disliked it",
        "in_your_size": "can be had in the person's size",
        "not_in_your_size": "cannot be had in the person's size",
    },
}

FALLBACK = "en"
"""The language of those who have no sentences of their own here."""


def public_sentence(reason: Reason, language: str) -> str | None:
    """Put a reason into words for shoppers, or None where it is none for them."""
    return _say(reason, language, PUBLIC)


def sentence(reason: Reason, language: str) -> str:
    """Put a reason into words for people of the shop."""
    return _say(reason, language, PRIVATE) or reason.kind


def _say(reason: Reason, language: str, book: Mapping[str, Sentences]) -> str | None:
    written = language if language in book else FALLBACK
    words = book[written].get(reason.kind)
    if words is None:
        return None
    labels = reason.facts.get("labels", {})
    label = labels.get(language) or next(iter(labels.values()), "")
    return words.format_map({**reason.facts, "label": label})
