"""Makes of a shopper's text the words it is looked up by: known, corrected or unknown."""

from dataclasses import dataclass

from knowledge_base.language.function_words import FUNCTION_WORDS
from knowledge_base.language.words import Analyser, Word, joined_words
from ranking.query import Query, Term
from search.index import TextIndex
from search.spelling import Spelling
from search.vocabulary import Vocabulary

MOST_WORDS = 32
"""Words of a query that count; the rest is cut."""


@dataclass(frozen=True)
class Lexicon:
    """What one language's catalogue knows of words."""

    analyser: Analyser
    index: TextIndex
    vocabulary: Vocabulary
    spelling: Spelling

    def understand(self, text: str) -> Query:
        """Return the query that a text is; without words it means browsing."""
        pairs = self.analyser.terms(text)[:MOST_WORDS]
        words = [word for word, _ in pairs]
        whole = [one for one in joined_words(words) if self.has(self.analyser.stem(one.text))]
        terms = tuple(
            self._term(word, stem, whole, unfinished=word.end == len(text))
            for word, stem in pairs
        )
        return Query(text, self.analyser.language, terms, _corrected(text, terms))

    def has(self, stem: str) -> bool:
        """Say whether any product has a stem."""
        return self.index.frequency(stem) > 0

    def describes(self, word: str) -> bool:
        """Say whether a word says anything of a product, unlike "for" and "the"."""
        return word not in FUNCTION_WORDS.get(self.analyser.language, ())

    def completes(self, word: str) -> bool:
        """Say whether the name of any product has a word that begins with these letters."""
        fold = self.analyser.fold(word)
        words = self.vocabulary.starting_with(fold)
        if fold != self.analyser.fold(word[:-1]):
            return bool(words)
        # The last letter was folded away: "kue" begins "kühl", "schue" does not begin "schuhe".
        shown = (self.vocabulary.shown[at] for at in words)
        return any(one.startswith(word) or not one[len(fold) - 1].isascii() for one in shown)

    def _term(self, word: Word, stem: str, whole: list[Word], *, unfinished: bool) -> Term:
        known = (
            self.has(stem)
            or not self.describes(word.text)
            or any(one.start <= word.start < one.end for one in whole)
            or (unfinished and self.completes(word.text))
            or bool(self.vocabulary.compounds(stem))
        )
        corrections = () if known else self.spelling.correct(word.text)
        if unfinished and not known and not corrections:
            corrections = self.spelling.complete(word.text)
        return Term(word.text, stem, word.start, word.end, known, corrections, word.glued)


def _corrected(text: str, terms: tuple[Term, ...]) -> str | None:
    """Write the text with its corrections in place, or None when there are none."""
    pieces: list[str] = []
    at = 0
    for term in terms:
        if term.corrections:
            pieces += (text[at : term.start], term.corrections[0][1])
            at = term.end
    return "".join((*pieces, text[at:])) if pieces else None
