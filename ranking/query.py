"""What a shopper's words were understood as: filled by search, read by rules and ranking."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """How far a query had to be bent until something matched; earlier is stronger."""

    ALL_WORDS = "all_words"
    SPELLING = "spelling"
    RELAXED = "relaxed"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the query.

    `text` is as typed (normalised), `start` and `end` its place in the query text. `stem` is
    what it is looked up by. `corrections` are other stems it may stand for, best first, with
    the word to show; empty when the word is known to the catalogue. `glued` says that it
    hangs on the word before, by a hyphen or the like.
    """

    text: str
    stem: str
    start: int
    end: int
    known: bool
    corrections: tuple[tuple[str, str], ...] = ()
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """An understood query; empty `terms` means browsing.

    `stems` are the stems after correction, in order: what the conditions of rules meet.
    `corrected` is the text after correction, None where nothing was corrected.
    """

    text: str
    language: str
    terms: tuple[Term, ...] = ()
    corrected: str | None = None

    @property
    def stems(self) -> tuple[str, ...]:
        """Return the stems a rule's words are compared with."""
        return tuple(
            one.stem if one.known or not one.corrections else one.corrections[0][0]
            for one in self.terms
        )

    @property
    def unfinished(self) -> Term | None:
        """Return the last word when nothing follows it: more of it may be on its way."""
        last = self.terms[-1] if self.terms else None
        return last if last and last.end == len(self.text) else None
