"""Says what a query was understood as, in the shapes of the API."""

from collections.abc import Iterator
from typing import Any

from knowledge_base.language.numerals import local
from ranking.query import CODE, WITHOUT, Query, Stage, Why
from search.denials import denied, phrases
from search.tiers import Found
from search.understanding import rewritten

_APART = (Why.SPLIT, Why.HEAD)
_ELSE = (Why.EQUAL, Why.SYNONYM, Why.LANGUAGE)


def interpretation(found: Found) -> dict[str, Any]:
    """Write what was corrected, left out, taken apart and understood, stage by stage.

    Synonyms and splits are named where a stage that uses them brought products in. What is not
    wanted, and no product says to lack, is not left out: what is named with it is.
    """
    query = found.query
    bent = {one.stage for one in found.tiers} - {Stage.ALL_WORDS}
    weaker = bent - {Stage.SPELLING}
    typed = {one.text: query.text[one.start : one.end] for one in query.terms}
    unwanted = _unwanted(query)
    return {
        "stage": found.stage.value,
        "corrected": _corrected(found),
        "did_you_mean": query.did_you_mean,
        "dropped": [
            *(typed[one] for one in found.dropped if one not in unwanted),
            *_kind_left_out(found),
        ],
        "without": [_typed(query, *one) for one in phrases(query)],
        "lacking": list(_lacking(found)),
        "synonyms": list(_read_as(query, _ELSE)) if weaker else [],
        "splits": list(_read_as(query, _APART)) if bent else [],
        "units": [
            {
                "text": _typed(query, one.first, one.end),
                "means": local(one.text, query.language),
                "of": one.kind,
            }
            for one in query.spans
            if one.kind not in (CODE, WITHOUT)
        ],
        "codes": [one.text for one in query.spans if one.kind == CODE],
        "per_word": [
            {"text": " ".join(map(typed.__getitem__, word.split(" "))), "products": n}
            for word, n in found.per_word
        ],
        "steps": [
            {
                "stage": one.stage.value,
                "products": one.products,
                "dropped": [typed[word] for word in one.dropped if word not in unwanted],
            }
            for one in found.tiers
        ],
    }


def _unwanted(query: Query) -> set[str]:
    """Return the words that say what is not wanted."""
    spans = (one for one in query.spans if one.kind == WITHOUT)
    return {term.text for one in spans for term in query.terms[one.first : one.end]}


def _kind_left_out(found: Found) -> Iterator[str]:
    """Yield what hits lack that are only the head of the one word, a compound nobody has."""
    telling = [one for one in found.query.terms if one.telling]
    is_led_on = any(one.read_as(*_ELSE) for one in telling)
    if found.stage is Stage.SYNONYMS and len(telling) == 1 and not is_led_on:
        (term,) = telling
        for one in () if term.known else term.read_as(Why.HEAD)[:1]:
            letters = range(1, len(term.text))  # of the head there may be the first ones alone
            at = next((n for n in letters if one.shown.startswith(term.text[n:])), 0)
            yield from [term.text[:at]] if at else []


def _lacking(found: Found) -> Iterator[str]:
    """Yield what is not wanted and too few products say they lack, as it was typed."""
    for span in found.query.spans:
        things = denied(found.query, span) if span.kind == WITHOUT else ()
        if things and all(one.text in found.dropped for one in things):
            yield found.query.text[things[0].start : things[-1].end]


def _corrected(found: Found) -> str | None:
    """Write the text with words put right, but for those that had to be left out after all."""
    terms, left_out = found.query.terms, set(found.dropped)
    right = [None if one.text in left_out else one.correction for one in terms]
    return rewritten(found.query.text, terms, right)


def _read_as(query: Query, whys: tuple[Why, ...]) -> Iterator[dict[str, str]]:
    """Yield what words were read as for some reasons, each once; not as themselves."""
    said = {
        (term.text, one.shown): one.why.value
        for term in query.terms
        for one in term.read_as(*whys)
        if one.shown != term.text
    }
    for (word, shown), why in said.items():
        yield {"text": word, "means": shown, "why": why}


def _typed(query: Query, first: int, end: int) -> str:
    return query.text[query.terms[first].start : query.terms[end - 1].end]
