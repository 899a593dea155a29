"""Synonyms: what people of the shop tell search about the words shoppers use."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge_base.fields import Fields
from knowledge_base.language.words import split_words

MOST_TEXTS = 100
"""Texts on one side of an entry."""
MOST_WORDS = 8
"""Words of one text."""
LONGEST_TEXT = 200
EQUAL, WEAKER = 100, 80
"""How much a synonym counts beside the word itself, in per cent: two-way, and one-way."""


class SynonymKind(StrEnum):
    """What an entry says of its words.

    TWO_WAY: all of them mean the same. ONE_WAY: who searches for one side finds the other
    too, not the other way round. REPLACEMENT: something else is searched for instead.
    STOP_WORDS: say nothing of a product. PROTECTED_WORDS: are right as they are, whatever
    spelling and compounds would make of them.
    """

    TWO_WAY = "two_way"
    ONE_WAY = "one_way"
    REPLACEMENT = "replacement"
    STOP_WORDS = "stop_words"
    PROTECTED_WORDS = "protected_words"


@dataclass(frozen=True, slots=True)
class SynonymEntry:
    """One entry; `words` are the group, or the side that is searched for, `to` the other.

    `weight` is 0 to 1. Without a `language` it holds in all of them.
    """

    entry_id: str
    kind: SynonymKind
    words: tuple[str, ...]
    to: tuple[str, ...] = ()
    language: str | None = None
    weight: float = 1.0
    enabled: bool = True
    note: str = ""


def read_synonym(entry_id: str, body: object) -> SynonymEntry:
    """Read an entry as the API takes it. Raises BadInput with one fault per problem."""
    fields = Fields(body)
    if "kind" not in fields:
        fields.fault("kind", "is missing")
    kind = fields.choice("kind", SynonymKind.TWO_WAY)
    words, to = _read_sides(fields, kind)
    entry = SynonymEntry(
        entry_id,
        kind,
        words,
        to,
        language=fields.text("language") or None,
        weight=_read_weight(fields, kind),
        enabled=fields.flag("enabled", default=True),
        note=fields.text("note"),
    )
    fields.finish("a synonym")
    return entry


def _read_sides(fields: Fields, kind: SynonymKind) -> tuple[tuple[str, ...], tuple[str, ...]]:
    match kind:
        case SynonymKind.TWO_WAY:
            return _read_texts(fields, "words", least=2), ()
        case SynonymKind.ONE_WAY:
            return _read_texts(fields, "from"), _read_texts(fields, "to")
        case SynonymKind.REPLACEMENT:
            return _read_texts(fields, "from"), _read_texts(fields, "to", most=1)
        case _:
            return _read_texts(fields, "words", most_words=1), ()


def _read_texts(
    fields: Fields,
    name: str,
    *,
    least: int = 1,
    most: int = MOST_TEXTS,
    most_words: int = MOST_WORDS,
) -> tuple[str, ...]:
    """Read a list of texts, each of some words that search can tell apart."""
    texts = fields.texts(name)
    if not least <= len(texts) <= most:
        number = f"{least}" if least == most else f"{least} to {most}"
        fields.fault(name, f"must list {number} different texts")
    for place, text in enumerate(texts):
        short = text[: LONGEST_TEXT + 1]
        if len(short) > LONGEST_TEXT or not short.isprintable():
            fields.fault(
                f"{name}/{place}", f"must be at most {LONGEST_TEXT} printable characters"
            )
        elif not 1 <= len(split_words(short)) <= most_words:
            number = "one word" if most_words == 1 else f"1 to {most_words} words"
            fields.fault(f"{name}/{place}", f"must be {number}")
    return texts


def _read_weight(fields: Fields, kind: SynonymKind) -> float:
    """Read how much a synonym counts; other kinds have no such field."""
    match kind:
        case SynonymKind.TWO_WAY:
            return fields.whole("weight", EQUAL, low=1, high=EQUAL) / 100
        case SynonymKind.ONE_WAY:
            return fields.whole("weight", WEAKER, low=1, high=EQUAL - 1) / 100
        case _:
            return 1.0
