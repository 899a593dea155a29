"""What is made of a word is made once, for as long as the word means the same."""

from collections import Counter

from ranking.query import Reading, Term, Why
from search.word_memory import WordMemory

BOOTS = (Reading(Why.COMPOUND, ("stiefel",), "stiefel"),)


class Thinker:
    """Counts how often it had to think of a word."""

    def __init__(self) -> None:
        self.thoughts: Counter[str] = Counter()

    def think(self, term: Term, voice: str = "low") -> str:
        self.thoughts[term.text] += 1
        said = " ".join((term.text, *(one.shown for one in term.readings)))
        return said.upper() if voice == "loud" else said


def shoe(readings: tuple[Reading, ...] = BOOTS, start: int = 0, *, known: bool = True) -> Term:
    return Term("schuh", "schuh", start, start + 5, known, readings)


def test_a_word_is_thought_of_once_wherever_it_stands() -> None:
    thinker = Thinker()
    memory = WordMemory(thinker.think)
    assert {memory(shoe(start=at)) for at in range(5)} == {"schuh stiefel"}
    assert thinker.thoughts == {"schuh": 1}


def test_a_word_that_is_read_otherwise_or_asked_otherwise_is_another() -> None:
    memory = WordMemory(Thinker().think)
    other = (Reading(Why.COMPOUND, ("sandal",), "sandale"),)
    assert memory(shoe()) == "schuh stiefel"
    assert memory(shoe(other)) == "schuh sandale"
    assert memory(shoe(), "loud") == "SCHUH STIEFEL"
    assert memory(shoe()) == "schuh stiefel"


def test_readings_of_one_query_are_never_taken_for_those_of_the_next() -> None:
    memory = WordMemory(Thinker().think, most=4)
    for number in range(200):
        fresh = (Reading(Why.SPELLING, (str(number),), str(number)),)
        assert memory(shoe(fresh)) == f"schuh {number}"


def test_what_nobody_asked_for_is_forgotten_first() -> None:
    thinker = Thinker()
    memory = WordMemory(thinker.think, most=4)
    for text in ("schuh", "hut", "schuh", "hose", "schuh", "rock", "schuh", "hut"):
        memory(Term(text, text, 0, len(text), known=True))
    assert thinker.thoughts == {"schuh": 1, "hut": 2, "hose": 1, "rock": 1}
