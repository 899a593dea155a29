"""Says which words a shopper may have meant by one that he misspelled."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from math import log
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from knowledge_base.language.words import Analyser
from knowledge_base.remembering import remembered
from search.deletes import Deletes
from search.endings import Endings
from search.phonetics import Homophones, heard
from search.slips import SLIP, Slips, letters_alike
from search.vocabulary import COMPOUNDING, Vocabulary
from search.wordlist import LONGEST_BEGINNING, WordList, once

ONE_EDIT_FROM = 5
TWO_EDITS_FROM = 9
FIRST_LETTER_HELD_BELOW = 7
MOST_CORRECTIONS = 3
LIKELIER = 5
"""How many times as frequent a word is that a known one may be a slip for."""
FARTHEST = 1.8
"""What a letter may cost on average: of shorter words more than one slip makes another word."""
SOUNDS_ALIKE = 1.2
"""The same where nothing but the sound is alike."""
SHORTEST_PART = 4
"""Letters of a compound's part that is spelled right while the other is not."""
_WEIGHED = 32  # words with a beginning near what was typed: the most frequent are compared


class Correction(NamedTuple):
    """What a word may stand for: a stem to look up, and the word to show for it.

    `edits` lead to it, letters doubled by mistake among them. `cost` is the negative
    logarithm of how probable they are; `frequency` says how many have the word: products in
    their names, visitors in their queries.
    """

    stem: str
    shown: str
    edits: int
    cost: float
    frequency: int


Corrections = tuple[Correction, ...]
"""What a word may stand for, the most probable first."""


class _Guess(NamedTuple):
    """Letters that were typed, those they may stand for, and the word that has these."""

    typed: str
    meant: str
    number: int


_Guesses = Iterator[_Guess]


class _Near:
    """Finds which of some texts few edits lead to."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._deletes = Deletes.of(texts)

    def whole(self, typed: str, edits: int) -> Iterator[tuple[str, int]]:
        """Yield the texts within some edits, with their places."""
        places = list(self._deletes.near(typed, edits))
        texts = [self._texts[at] for at in places]
        for text, _, at in _within(typed, texts, edits):
            yield text, places[at]

    def begun(self, typed: str, edits: int) -> Iterator[tuple[str, int]]:
        """Yield the beginnings of texts within some edits, with the places of the texts."""
        places = list(self._deletes.near(typed, edits))
        as_long = [self._texts[at][: len(typed)] for at in places]
        # One as long as what was typed may need as many edits again, at its end.
        near = [places[at] for _, _, at in _within(typed, as_long, 2 * edits)]
        for length in range(len(typed) - edits, len(typed) + edits + 1):
            beginnings = [self._texts[at][:length] for at in near]
            for text, _, at in _within(typed, beginnings, edits):
                yield text, near[at]


def _within(typed: str, texts: Sequence[str], edits: int) -> list[tuple[str, int, int]]:
    """Return the texts within some edits, with these and with their places in the sequence."""
    return extract(typed, texts, scorer=OSA.distance, score_cutoff=edits, limit=None)


class Spelling:
    """Corrects to the words that name products, or that visitors found something with.

    Few edits of the folded letters lead there: a letter too many, too few, wrong, or changed
    with its neighbour (optimal string alignment). Whether a letter stands there once or twice
    is no edit, but it costs something. Of the words near enough the most probable come first:
    by the logarithm of their frequency, less the cost of the slips. Whatever has a digit in it
    is a code or a number, neither corrected nor corrected to.
    """

    def __init__(
        self, vocabulary: Vocabulary, analyser: Analyser, asked: Mapping[str, int] | None = None
    ) -> None:
        """Take the words of names and, with their visitors, those of successful queries."""
        self._analyser = analyser
        self._slips = Slips(analyser.language)
        self._known = WordList(vocabulary, asked or {})
        self._near = _Near(self._known.texts)
        beginnings, most_frequent = self._known.beginnings()
        self._most_frequent = most_frequent.tolist()
        self._near_beginnings = _Near(beginnings)
        self._endings = Endings(self._known.words, one_slip)
        self._homophones = Homophones(self._known.words, analyser.language)
        self.correct = remembered(self._correct, 1 << 14)
        self.loosely = remembered(self._loosely, 1 << 12)
        self.complete = remembered(self._complete, 1 << 14)
        self.likelier = remembered(self._likelier, 1 << 12)
        self.sounds_like = remembered(self._sounds_like, 1 << 12)
        self.compound = remembered(self._compound, 1 << 12)
        self.ending = remembered(self._ending, 1 << 12)

    def _correct(self, word: str) -> Corrections:
        """Return what a whole word may stand for that nobody knows."""
        return self._best(
            guess
            for one in self._readings(word)
            for guess in self._slipped(one, _edits(one), _held(one))
            if not self._is_other_part(guess) and _is_alike(guess)
        )

    def _loosely(self, word: str) -> Corrections:
        """Return other words a whole word may stand for whose first letter may be wrong."""
        near = (
            guess
            for one in self._readings(word)
            for guess in self._slipped(one, min(1, _edits(one)), held="")
        )
        return self._best(near, other_than=self._analyser.stem(word))

    def _complete(self, word: str) -> Corrections:
        """Return what a word may become that went wrong before its end is typed."""
        guesses = [
            guess
            for one in self._readings(word)
            for guess in self._begun(one)
            if _is_alike(guess)
        ]
        frequency = self._known.frequency
        most_frequent = nlargest(
            _WEIGHED, guesses, key=lambda one: (frequency[one.number], -one.number)
        )
        return self._best(most_frequent)

    def _likelier(self, word: str) -> Corrections:
        """Return words one slip from a known one that are much more frequent."""
        letters, frequency = self._analyser.fold(word), self._known.frequency
        number = self._known.find(letters)
        enough = LIKELIER * (frequency[number] if number >= 0 else 1)
        near = self._slipped(letters, min(1, _edits(letters)), _held(letters))
        likely = (
            one
            for one in near
            if frequency[one.number] >= enough
            and self._slips.cost(one.typed, one.meant) <= SLIP
        )
        return self._best(likely, other_than=self._analyser.stem(word))

    def _sounds_like(self, word: str) -> Corrections:
        """Return words that sound like one, however they are written: a last resort.

        None of what is two known words written together.
        """
        words = self._known.words
        alike = (
            _Guess(heard(letters), heard(words[number]), number)
            for letters in self._readings(word)
            if _edits(letters) and not self._is_joined(letters)
            for number in self._homophones.of(letters)
        )
        return self._best(alike, farthest=SOUNDS_ALIKE)

    def _is_other_part(self, guess: _Guess) -> bool:
        """Say whether two edits only make another part of a short one: "windeltasche".

        Of "wandertasche" the rest is a known word, and two slips in so few letters are none;
        no more where both are words, as of "wasserfall" beside a Wasserglas.
        """
        typed, meant, _ = guess
        if self._is_other_head(typed, meant):
            return True
        most = min(len(typed), len(meant)) - SHORTEST_PART
        alike = (at for at in range(most, SHORTEST_PART - 1, -1) if typed[-at:] == meant[-at:])
        for length in alike:
            if self._known.find(typed[-length:]) >= 0:
                left = typed[:-length]
                return len(left) < TWO_EDITS_FROM and OSA.distance(left, meant[:-length]) > 1
        return False

    def _is_other_head(self, typed: str, meant: str) -> bool:
        cut = letters_alike(typed, meant)
        return (
            SHORTEST_PART <= cut <= len(typed) - SHORTEST_PART
            and OSA.distance(typed, meant) > 1
            and min(self._known.find(typed[:cut]), self._known.find(typed[cut:])) >= 0
        )

    def _is_joined(self, letters: str) -> bool:
        find, cuts = self._known.find, range(SHORTEST_PART, len(letters) - SHORTEST_PART + 1)
        return any(min(find(letters[:at]), find(letters[at:])) >= 0 for at in cuts)

    def _compound(self, word: str) -> Corrections:
        """Return compounds of a known word and a corrected one; no product need have them."""
        if self._analyser.language not in COMPOUNDING:
            return ()
        letters = self._analyser.fold(word)
        found: list[Correction] = []
        for cut in range(SHORTEST_PART, len(letters) - SHORTEST_PART + 1):
            left, right = letters[:cut], letters[cut:]
            found += self._joined(left, right, "{known}{corrected}")
            found += self._joined(right, left, "{corrected}{known}")
        found.sort(key=_improbability)
        return tuple(found[:MOST_CORRECTIONS])

    def _ending(self, word: str) -> tuple[str, ...]:
        """Return what words end with that is one slip from one, as they are shown.

        So "rucksak" may be a "rucksack" where all there are is Schulrucksäcke.
        """
        if self._analyser.language not in COMPOUNDING:
            return ()
        fold, known = self._analyser.fold, self._known
        found = self._endings.near(fold(word))
        shown = ((one, known.shown(known.find(whole))[-len(one) :]) for one, whole in found)
        return tuple(written if fold(written) == one else one for one, written in shown)

    def ending_with(self, letters: str) -> tuple[str, ...]:
        """Return words that end with some folded letters, as they are shown, by frequency."""
        known = self._known
        numbers = [known.find(one) for one in self._endings.having(letters)]
        best = nlargest(MOST_CORRECTIONS, numbers, key=lambda one: (known.frequency[one], -one))
        return tuple(map(known.shown, best))

    def _joined(self, known: str, wrong: str, order: str) -> Iterator[Correction]:
        """Yield the compounds of a part, if it is known, and what the other may stand for."""
        number = self._known.find(known)
        if number < 0:
            return
        for one in self.correct(wrong):
            if not one.edits:
                continue  # both parts are known: nothing is wrong with them
            shown = order.format(known=self._known.shown(number), corrected=one.shown)
            frequency = min(one.frequency, self._known.frequency[number])
            stem = self._analyser.stem(shown)
            yield one._replace(stem=stem, shown=shown, frequency=frequency)

    def _readings(self, word: str) -> set[str]:
        """Return the letters of a word: an e after a vowel makes an umlaut, or is an e."""
        fold = self._analyser.fold(word)
        return {fold, word} if word.isascii() else {fold}

    def _slipped(self, letters: str, edits: int, held: str) -> _Guesses:
        """Yield the words within some edits that begin with what is `held`.

        What is one letter too short to be corrected may be a longer word without that letter.
        """
        left_out = len(letters) == ONE_EDIT_FROM - 1 and letters.isalpha()
        if not edits and not left_out:
            return
        known = self._known
        for typed in {letters, once(letters)}:
            for text, at in self._near.whole(typed, edits or 1):
                if text.startswith(held) and (edits or len(text) > len(letters)):
                    number = known.number[at]
                    yield _Guess(letters, known.words[number], number)

    def _begun(self, letters: str) -> _Guesses:
        """Yield words with a beginning that is within some edits."""
        edits, held, number = _edits(letters), _held(letters), self._known.number
        if edits and len(letters) >= LONGEST_BEGINNING:
            for text, at in self._near.begun(letters, edits):
                yield _Guess(letters, text, number[at])
        elif edits:
            for text, at in self._near_beginnings.whole(letters, edits):
                if text.startswith(held):
                    yield from (_Guess(letters, text, one) for one in self._most_frequent[at])

    def _best(
        self, guesses: Iterable[_Guess], other_than: str = "", farthest: float = FARTHEST
    ) -> Corrections:
        """Return the most probable words, one for each stem, none too far away."""
        cost, frequency = self._slips.cost, self._known.frequency
        prices = ((cost(one.typed, one.meant), one) for one in guesses)
        weighed = [
            (price, one)
            for price, one in prices
            if price <= farthest * max(len(one.typed), len(one.meant))
        ]
        # of equal ones the first by its letters, whichever process is asked
        weighed.sort(
            key=lambda pair: (
                pair[0] - log(frequency[pair[1].number]),
                pair[1].number,
                pair[1].typed,
            )
        )
        found: dict[str, Correction] = {}
        for price, (typed, meant, number) in weighed:
            shown = self._known.shown(number)
            stem = self._analyser.stem(shown)
            if stem not in found and stem != other_than:
                edits = OSA.distance(typed, meant)
                found[stem] = Correction(stem, shown, edits, price, frequency[number])
                if len(found) == MOST_CORRECTIONS:
                    break
        return tuple(found.values())


def one_slip(one: str, other: str) -> bool:
    """Say whether a single edit leads from one text to another."""
    return OSA.distance(one, other) == 1


def _edits(letters: str) -> int:
    """Return how many edits a word may be away from what was meant."""
    if not letters.isalpha() or len(letters) < ONE_EDIT_FROM:
        return 0
    return 1 if len(letters) < TWO_EDITS_FROM else 2


def _held(letters: str) -> str:
    """Return the letters that what was meant begins with, too."""
    return letters[:1] if len(letters) < FIRST_LETTER_HELD_BELOW else ""


def _is_alike(guess: _Guess) -> bool:
    """Say whether a guess begins like what was typed, or is no more than one edit away.

    Nobody errs in the first letter and once more: "hundefutter" is not "ungefüttert".
    """
    typed, meant, _ = guess
    return typed[:1] == meant[:1] or OSA.distance(typed, meant, score_cutoff=1) <= 1


def _improbability(one: Correction) -> float:
    return one.cost - log(one.frequency)
