"""Says which words of a title are the ones that were searched for."""

from knowledge_base.language.words import Analyser, joined_words, split_words
from ranking.query import Query


def highlight(title: str, query: Query, analyser: Analyser) -> list[tuple[int, int]]:
    """Return the places of the query's words in a title, ordered, none inside another."""
    sought = {one.stem for one in query.terms}
    sought.update(stem for one in query.terms for way in one.readings for stem in way.stems)
    unfinished = query.unfinished
    beginning = analyser.fold(unfinished.text) if unfinished and unfinished.known else ""
    words = split_words(title)
    places: list[tuple[int, int]] = []
    for word in sorted((*joined_words(words), *words), key=lambda one: (one.start, -one.end)):
        begins = beginning and analyser.fold(word.text).startswith(beginning)
        inside = places and word.start < places[-1][1]
        if not inside and (begins or analyser.stem(word.text) in sought):
            places.append((word.start, word.end))
    return places
