"""What the machine learned of the shop's words, and what people say against it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from knowledge_base.errors import BadInput, Fault
from knowledge_base.fields import Fields
from knowledge_base.language.words import split_words

LONGEST_KEY = 200
"""Characters of the word that a fact is about."""


class LearnedKind(StrEnum):
    """What a learned fact is about.

    `compound`: what a word is put together from. `unit`: what a unit measures in this shop.
    `correction`: a word that is taken for another one.
    """

    COMPOUND = "compound"
    UNIT = "unit"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something learned: of `key`, that it is `what`, because of `evidence`."""

    kind: LearnedKind
    key: str
    what: str
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Veto:
    """A learned fact that people do not want to be used, in any language."""

    kind: LearnedKind
    key: str
    note: str = ""


def canonical(kind: LearnedKind, key: str) -> str:
    """Return a key as facts have it: units as they are, words in small letters.

    Raises BadInput for what can be no key.
    """
    words = split_words(key[:LONGEST_KEY])
    if words and len(key) <= LONGEST_KEY and key.isprintable():
        if kind is LearnedKind.UNIT:
            return key
        if len(words) == 1:
            return words[0].text
    detail = f"a {kind} is known by one word of at most {LONGEST_KEY} characters"
    raise BadInput(detail, Fault("key", detail))


def vetoed(vetoes: Iterable[Veto], kind: LearnedKind) -> frozenset[str]:
    """Return the keys of a kind that people do not want to be used."""
    return frozenset(one.key for one in vetoes if one.kind is kind)


def veto_id(kind: LearnedKind, key: str) -> str:
    """Name the entry in which the veto of a fact is stored."""
    return f"{kind}/{key}"


def read_veto(entry_id: str, body: object) -> Veto:
    """Read a veto as the API takes it. Raises BadInput with one fault per problem."""
    fields = Fields(body)
    kind, _, key = entry_id.partition("/")
    if not fields.flag("veto", default=False):
        fields.fault("veto", "must be true; delete the veto to take it back")
    veto = Veto(read_kind(kind), key, fields.text("note"))
    fields.finish("a veto")
    return veto


def read_kind(name: str) -> LearnedKind:
    """Return the kind of a name. Raises BadInput."""
    if name in tuple(LearnedKind):
        return LearnedKind(name)
    detail = f"there is no kind '{name}'; there are {', '.join(LearnedKind)}"
    raise BadInput(detail, Fault("kind", detail, "unknown_kind"))
