"""Finds the one word of the catalogue that several words would make if written together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge_base.language.function_words import FUNCTION_WORDS
from knowledge_base.language.linking import Linking
from search.parts import SHORTEST
from search.vocabulary import Vocabulary


@dataclass(frozen=True)
class Joiner:
    """Tries the letters that may stand between words, and looks for what the shop has."""

    vocabulary: Vocabulary
    linking: Linking

    def joined(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return stems of catalogue words that all of some normalised words make together."""
        parts = self._in_order(words)
        begun = {""} if len(parts) > 1 else set()
        for word in parts[:-1]:
            longer = (before + after for before in begun for after in self._linkable(word))
            begun = {letters for letters in longer if self.vocabulary.starting_with(letters)}
        return tuple(sorted({stem for one in begun for stem in self._ending(one, parts[-1])}))

    def _in_order(self, words: Sequence[str]) -> list[str]:
        """Return the words that say something, each modifier before its head."""
        analyser = self.vocabulary.analyser
        empty = FUNCTION_WORDS.get(analyser.language, frozenset())
        parts: list[str] = []
        head: list[str] = []
        for word in words:
            if parts and not head and analyser.fold(word) in self.linking.turning:
                head, parts = parts, []
            elif word not in empty:
                parts.append(word)
        return parts + head

    def _linkable(self, word: str) -> set[str]:
        """Return the letters a word may begin a compound with; a short one has no link."""
        fold = self.vocabulary.analyser.fold(word)
        if len(fold) < SHORTEST:
            return {fold}
        return {
            one.removesuffix(removed) + added
            for one in (fold, self.vocabulary.analyser.stem(word))
            for added, removed, _ in self.linking.links
            if one.endswith(removed)
        }

    def _ending(self, begun: str, word: str) -> Iterator[str]:
        """Yield the stem of what some letters and a word make, if the catalogue has it."""
        analyser, vocabulary = self.vocabulary.analyser, self.vocabulary
        there = vocabulary.starting_with(begun + analyser.stem(word))
        wanted = analyser.stem(begun + word) if there else ""
        if any(analyser.stem(vocabulary.shown[at]) == wanted for at in there):
            yield wanted
