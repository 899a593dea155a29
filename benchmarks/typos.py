"""Makes the slips of a typing hand: one seeded edit in one longer word of a query."""

import random
import re
import string

SHORTEST = 5
"""Letters a word has at least for an edit in it."""

_WORD = re.compile(rf"(?<![^\W_])[^\W\d_]{{{SHORTEST},}}(?![^\W_])")


def with_typo(text: str, rng: random.Random, *, first_letters: bool = True) -> str | None:
    """Return the text with one edit in one word, or None where no word is long enough.

    A letter is left out, doubled up with another, replaced, or changes places with the next,
    each as likely as the other; what has a digit in it stays as it is. Without
    `first_letters` the first letter of the word is never touched.
    """
    words = list(_WORD.finditer(text))
    if not words:
        return None
    word = rng.choice(words)
    edited = _edited(word.group(), rng, 0 if first_letters else 1)
    return text[: word.start()] + edited + text[word.end() :]


def _edited(word: str, rng: random.Random, first: int) -> str:
    """Return the word with one edit that changes it."""
    while True:
        at = rng.randrange(first, len(word))
        letter = rng.choice(string.ascii_lowercase)
        edited = rng.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
            )
        )
        if edited != word:
            return edited
