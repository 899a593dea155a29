from knowledge_base.facet_uses import FacetUse
from knowledge_base.language.words import Analyser
from ranking.facet_order import EVERYWHERE, after, inside
from ranking.habits import from_lines, habits, in_lines

GERMAN = [Analyser("de")]
SHOES = "Mode/Schuhe"


def used(
    people: int, facet: str = "size", query: str = "", *, known: bool = True
) -> list[FacetUse]:
    return [FacetUse(f"p{n}", known, query, SHOES, facet) for n in range(people)]


def test_people_are_counted_in_the_shop_in_the_category_and_after_the_query() -> None:
    learned = habits(used(4, query="rote schuhe"), GERMAN)
    assert set(learned) == {EVERYWHERE, inside(SHOES), after("de: rot schuh")}
    assert all(facets == {"size": 4.0} for facets in learned.values())


def test_inflections_of_a_query_are_one_query() -> None:
    uses = [*used(2, query="roter schuh"), *used(4, query="Rote Schuhe")[2:]]
    assert habits(uses, GERMAN)[after("de: rot schuh")] == {"size": 4.0}


def test_one_person_counts_once_however_often() -> None:
    assert habits([*used(3), *used(3), *used(3)], GERMAN)[EVERYWHERE] == {"size": 3.0}


def test_what_few_people_do_is_not_kept() -> None:
    assert habits(used(2), GERMAN) == {}
    assert habits(used(5, known=False), GERMAN) == {}
    assert habits(used(6, known=False), GERMAN)[EVERYWHERE] == {"size": 3.0}


def test_what_is_written_in_lines_is_read_the_same() -> None:
    learned = habits([*used(4), *used(5, "brand", "hut")], GERMAN)
    assert from_lines(*in_lines(learned)) == learned
    assert from_lines([], [], []) == {}
