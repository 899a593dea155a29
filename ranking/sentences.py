"""The reasons of signals in words: one sentence for shoppers, one for people of the shop."""

from collections.abc import Mapping

from ranking.signals import Reason

Sentences = Mapping[str, str]

PUBLIC: Mapping[str, Sentences] = {
    "de": {
        "often_bought": "weil es gerade oft gekauft wird",
        "often_viewed": "weil es gerade oft angesehen wird",
        "bought_after": "weil es bei dieser Suche oft gekauft wird",
        "trending": "weil es gerade gefragter ist als sonst",
        "liked_in_segment": "weil es Kunden wie dir besonders oft gefällt",
        "new": "weil es neu ist",
        "seen_before": "weil du es dir angesehen hast",
        "in_your_size": "weil es in deiner Größe da ist",
        "price_level": "weil es in deiner Preislage liegt",
        "reduced_taste": "weil es reduziert ist, wie vieles, was du dir ansiehst",
        "taste": "weil es zu dem passt, was du dir ansiehst: {label}",
    },
    "en": {
        "often_bought": "because many people are buying it right now",
        "often_viewed": "because many people are looking at it right now",
        "bought_after": "because people who search for this often buy it",
        "trending": "because it is more in demand than usual",
        "liked_in_segment": "because shoppers like you often care for it",
        "new": "because it is new",
        "seen_before": "because you looked at it",
        "in_your_size": "because it is available in your size",
        "price_level": "because it is in your price range",
        "reduced_taste": "because it is reduced, like much of what you look at",
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
        "clicked_more": "wird öfter angeklickt als anderes, das an solchen Plätzen steht",
        "clicked_less": "wird seltener angeklickt als anderes, das an solchen Plätzen steht",
        "bought_more": "wer es ansieht, kauft es öfter als anderes",
        "bought_less": "wer es ansieht, kauft es seltener als anderes",
        "clicked_here_more": "wird bei dieser Suche öfter angeklickt als anderes",
        "clicked_here_less": "wird bei dieser Suche seltener angeklickt als anderes",
        "bought_here_more": "wird bei dieser Suche öfter gekauft, oder seine Art",
        "bought_here_less": "wird bei dieser Suche seltener gekauft, oder seine Art",
        "bought_after": "{buyers}-mal bei dieser Suche gekauft",
        "trending": "gerade gefragter als sonst",
        "today_more": "heute öfter angeklickt als sonst",
        "today_less": "heute seltener angeklickt als sonst",
        "few_visitors": "so weit vorn sähen es bisher nur wenige Besucher",
        "earns_more": "bringt mehr ein als die anderen",
        "earns_less": "bringt weniger ein als die anderen",
        "in_stock": "ist reichlich da, in allen Varianten",
        "runs_out": "ist ganz oder in einigen Varianten bald ausverkauft",
        "liked_in_segment": "im Segment „{label}“ lieber gemocht als von allen",
        "less_liked_in_segments": "in den Segmenten der Person weniger gemocht als die anderen",
        "new": "vor Kurzem erschienen",
        "tried_out": "der Zufall probiert aus, worüber noch wenig bekannt ist",
        "raised": "angehoben durch „{name}“ ({source})",
        "lowered": "abgesenkt durch „{name}“ ({source})",
        "taste": "die Person mag {label} ({trait})",
        "price_level": "liegt in der Preislage der Person",
        "reduced_taste": "reduziert: danach sieht die Person öfter als andere",
        "full_price_taste": "nicht reduziert: danach sieht die Person öfter als andere",
        "less_to_your_taste": "passt weniger zum Geschmack der Person als die anderen",
        "seen_before": "die Person hat es sich angesehen",
        "sent_back": "die Person hat es zurückgeschickt oder abgelehnt",
        "in_your_size": "in der Größe der Person lieferbar",
        "not_in_your_size": "nicht in der Größe der Person lieferbar",
        "sold_out_last": "ausverkauft, steht deshalb hinter allem, was es gibt",
        "behind_the_best": "hinter den besten {places}: nur diese ordnet die Person um",
        "first_tiles": "nur die ersten {places} Plätze richten sich nach der Person",
        "types_take_turns": "nach {per_type} einer Art kommen erst andere an die Reihe",
        "pin": "festgesetzt an Stelle {position} durch „{name}“ ({source})",
    },
    "en": {
        "match": "how well it matches what was asked",
        "often_bought": "bought by {buyers} people in 30 days",
        "often_viewed": "looked at by {visitors} people in 30 days",
        "wanted": "more wanted than the others: {visitors} visitors, {buyers} buyers",
        "less_wanted": "less wanted than the others: {visitors} visitors, {buyers} buyers",
        "clicked_more": "clicked more often than what else stands in such places",
        "clicked_less": "clicked less often than what else stands in such places",
        "bought_more": "who looks at it buys it more often than other things",
        "bought_less": "who looks at it buys it less often than other things",
        "clicked_here_more": "clicked more often than other things after this search",
        "clicked_here_less": "clicked less often than other things after this search",
        "bought_here_more": "it, or its kind, is bought more often after this search",
        "bought_here_less": "it, or its kind, is bought less often after this search",
        "bought_after": "bought {buyers} times after this search",
        "trending": "more in demand than usual just now",
        "today_more": "clicked more often today than usual",
        "today_less": "clicked less often today than usual",
        "few_visitors": "only few visitors so far would have it as far in front",
        "earns_more": "earns more than the others",
        "earns_less": "earns less than the others",
        "in_stock": "plenty of it is there, in every variant",
        "runs_out": "soon sold out, altogether or in some variants",
        "liked_in_segment": "cared for more in the segment “{label}” than by all",
        "less_liked_in_segments": "cared for less in the person's segments than the others",
        "new": "released lately",
        "tried_out": "chance tries out what little is known of yet",
        "raised": "raised by “{name}” ({source})",
        "lowered": "lowered by “{name}” ({source})",
        "taste": "the person likes {label} ({trait})",
        "price_level": "is in the person's price range",
        "reduced_taste": "reduced: the person looks at such more than others do",
        "full_price_taste": "not reduced: the person looks at such more than others do",
        "less_to_your_taste": "less to the person's taste than the others",
        "seen_before": "the person looked at it",
        "sent_back": "the person sent it back or disliked it",
        "in_your_size": "can be had in the person's size",
        "not_in_your_size": "cannot be had in the person's size",
        "sold_out_last": "sold out, and so behind all that can be had",
        "behind_the_best": "behind the best {places}: the person re-orders no others",
        "first_tiles": "only the first {places} places go by the person",
        "types_take_turns": "after {per_type} of a type others have their turn",
        "pin": "pinned at position {position} by “{name}” ({source})",
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
