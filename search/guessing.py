"""Guesses what a word stands for that nobody knows."""

from collections.abc import Iterable
from dataclasses import replace
from heapq import nlargest

from knowledge_base.language.words import Analyser
from ranking.query import Reading, Why
from search.compounds import Compounds
from search.index import TextIndex
from search.kinds import Kinds
from search.seams import two_words
from search.spelling import MOST_CORRECTIONS, Correction, Corrections, Spelling
from search.splitting import SHORTEST_HEAD

SHORT = 5
"""Letters up to which a word may be beside others that no product has: "Stuhl" and "Stahl"."""
ONE_IN = 15_000
"""Such a word is put right only to one that more than one product in so many has.

Of German nouns of four and five letters that a chemist's and grocer's catalogue does not have,
40 % so stay what they are, and of slips in its own words 2.5 % (made by a script).
"""

RIVAL = 0.5
"""What a thing must head beside the one that surely is one, to be meant by its beginning."""
MOST_TRIED = 8
"""Words that what is typed of a compound's head may become: those most products have."""


def guessed(
    word: str, spelling: Spelling, compounds: Compounds, kinds: Kinds, *, unfinished: bool
) -> tuple[Reading, ...]:
    """Return what an unknown word may stand for, best first.

    What is made of known words comes first, two that were written as one only where nothing
    is near; of an `unfinished` word more may come, rather than that it has two slips: to a
    "hundefutt" letters are added, it is no "hundebett". Heads of compounds come in when nothing
    else is near; then slips inside of compounds of which products have all parts; the head
    alone of what could be a compound, or of what ends as a category is called, and sound. A
    short word stands for none that hardly any product has, and none for a compound that nobody
    has and is spelled otherwise: "Stiefkind" is no "Stielkind", and its page none of children.
    What is to stay whole is not looked into.
    """
    apart = _apart(word, compounds, kinds)
    rare = compounds.splitter.products // ONE_IN if len(word) <= SHORT else 0
    near = _common(close_to(word, spelling), rare)
    if not near and not apart and not kinds.index.is_closed:
        apart = _written_as_one(word, kinds.index, compounds.vocabulary.analyser)
    is_doubtful = all(one.edits > 1 for one in near)
    if is_doubtful and not apart and unfinished and len(word) > SHORT:
        apart = _half_typed(word, compounds, kinds)
        completed = () if apart or near else _completed(word, spelling, compounds, kinds)
        near = () if apart else near or _common(completed, rare)
    if near or apart:
        return apart + readings_of(Why.SPELLING, near)
    heads = kinds.meant_by(word)
    if heads:
        return heads
    if compounds.is_whole(compounds.vocabulary.analyser.stem(word)):
        return _sounding(word, spelling, rare)
    inside = tuple(
        replace(part, why=Why.SPELLING, shown=one.shown)
        for one in spelling.compound(word)
        for part in _apart(one.shown, compounds, kinds)
        if _is_had(part.stems, kinds)
    )
    head = None if inside else compounds.head(word)
    if head:
        lone = Reading(Why.HEAD, head.stems, head.shown[0], 0.5)
        return _both_known(word, kinds) or (lone,)
    ending_so = () if inside else kinds.headed_as(word) or kinds.ends_as_category(word)
    if ending_so:
        return ending_so
    return (
        (*inside, *_sounding(word, spelling, rare))
        or _both_known(word, kinds)
        or _written_as_one(word, kinds.index, compounds.vocabulary.analyser)
        or (_begun_heads(word, compounds, kinds) if unfinished else ())
    )


def close_to(word: str, spelling: Spelling) -> Corrections:
    """Return the words that are few slips from an unknown one, the likeliest first."""
    return spelling.correct(word) or spelling.loosely(word)


def _common(found: Corrections, rare: int) -> Corrections:
    """Leave out the words that no more have than are `rare`."""
    return tuple(one for one in found if one.frequency > rare)


def readings_of(why: Why, found: Iterable[Correction]) -> tuple[Reading, ...]:
    """Return what spelling found as readings."""
    return tuple(Reading(why, (one.stem,), one.shown) for one in found)


def _sounding(word: str, spelling: Spelling, rare: int) -> tuple[Reading, ...]:
    return readings_of(Why.PHONETIC, _common(spelling.sounds_like(word), rare))


def _apart(word: str, compounds: Compounds, kinds: Kinds) -> tuple[Reading, ...]:
    """Return the words that a compound is made of, then what is of their kinds.

    "hundefutter" may be what is called "Nassfutter" and has to do with "hund".
    """
    splits = compounds.split(word)
    words = tuple(Reading(Why.SPLIT, one.stems, " ".join(one.shown)) for one in splits)
    called = kinds.products_called(splits[0].stems) if splits else None
    return (*words, replace(words[0], products=called)) if called else words


def _half_typed(word: str, compounds: Compounds, kinds: Kinds) -> tuple[Reading, ...]:
    """Return what some products have of a compound's beginning and words its rest may become.

    "lederpfl" is leder and, as there is Möbelpflege for leather, pflege.
    """
    vocabulary = compounds.vocabulary
    tried = [
        Reading(Why.SPLIT, (stem, vocabulary.analyser.stem(head)), f"{first} {head}")
        for stem, first, left in compounds.splitter.begun(word)
        for head in vocabulary.commonest(vocabulary.starting_with(left), MOST_TRIED)
    ]
    for having in (kinds.index.named_together, kinds.having):
        number = {one: having(one.stems) for one in tried}
        best = nlargest(MOST_CORRECTIONS, number, key=number.__getitem__)
        if best and number[best[0]]:
            return tuple(one for one in best if number[one])
    return ()


def _is_had(stems: tuple[str, ...], kinds: Kinds) -> bool:
    """Say whether any product is named with all of some stems, or with kinds of them."""
    return bool(kinds.index.named_together(stems) or kinds.having(stems))


def _completed(
    word: str, spelling: Spelling, compounds: Compounds, kinds: Kinds
) -> Corrections:
    """Return what a word may become that went wrong before its end.

    What begins like a compound of known words has no more than one slip: "wandertas" becomes
    no Windeltasche.
    """
    found = spelling.complete(word)
    if any(one.edits > 1 for one in found) and _begun_heads(word, compounds, kinds):
        return tuple(one for one in found if one.edits <= 1)
    return found


def _begun_heads(word: str, compounds: Compounds, kinds: Kinds) -> tuple[Reading, ...]:
    """Return the things of which a half-typed compound may become a kind that nobody has.

    They are those that most surely head what they stand in. What ends in a word is typed in
    full: a "wandertag" will be no lenses, "Tageslinsen".
    """
    vocabulary = compounds.vocabulary
    heads = {
        vocabulary.analyser.stem(head): head
        for _, _, left in compounds.splitter.begun(word)
        if not vocabulary.spelled(left)
        for head in vocabulary.commonest(vocabulary.starting_with(left), MOST_TRIED)
    }
    share = {stem: compounds.splitter.parts.heading(stem) for stem in heads}
    best = nlargest(MOST_CORRECTIONS, share, key=share.__getitem__)
    return tuple(
        Reading(Why.HEAD, (one,), heads[one], 0.5, kinds.products_called((one,)))
        for one in best
        if share[one] > RIVAL * share[best[0]]
    )


def _both_known(word: str, kinds: Kinds) -> tuple[Reading, ...]:
    """Return a word as names write it, the longest there is, and what there are kinds of."""
    if not kinds.index.is_closed:
        return ()
    vocabulary = kinds.index.vocabulary
    for at in range(len(word) - SHORTEST_HEAD, SHORTEST_HEAD - 1, -1):
        first, head = word[:at], word[at:]
        stems = tuple(map(vocabulary.analyser.stem, (first, head)))
        if vocabulary.spelled(first) and kinds.have_end(head, stems[1]):
            return (Reading(Why.SPLIT, stems, f"{first} {head}"),)
    return ()


def _written_as_one(word: str, index: TextIndex, analyser: Analyser) -> tuple[Reading, ...]:
    """Return the two words that were written as one."""
    words = two_words(word, index, analyser)
    if words is None:
        return ()
    return (Reading(Why.SPLIT, tuple(map(analyser.stem, words)), " ".join(words)),)
