from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Floats, Ints
from knowledge_base.interests import Interest
from knowledge_base.profiles import NOBODY, Profile
from knowledge_base.stated import Stated
from ranking.affinity import affinity_signal, facet_cares, interest_signal
from ranking.candidates import Candidates
from ranking.caring import taste_of
from ranking.person import Person
from ranking.ranker import rank
from ranking.signals import Level, Signal
from ranking.trait_table import TraitTable
from ranking.traits import traits_of
from tests.knowledge_base.shop import small_catalogue

CATALOGUE = small_catalogue()
TABLE = TraitTable.of_traits(traits_of(CATALOGUE))
SHOES, FALKE, CAMERA, BOOK = range(4)
ALL = np.arange(4, dtype=np.int32)
TREE = CATALOGUE.facets[CATEGORY]
NONE = np.zeros(0, dtype=np.int32)
SOMEBODY = Person(Level.ONE_TO_ONE, NOBODY, NONE, np.zeros(0, dtype=np.float32), {}, ())


def rows(*numbers: int) -> Ints:
    return np.array(numbers, dtype=np.int32)


def weights(*numbers: float) -> Floats:
    return np.array(numbers, dtype=np.float32)


def fan(product: int, weight: float) -> Person:
    return replace(SOMEBODY, liked=rows(product), weights=weights(weight))


def with_tastes(**tastes: dict[str, float]) -> Person:
    told = {
        facet: {value: Interest(weight, 0.0) for value, weight in values.items()}
        for facet, values in tastes.items()
    }
    return replace(SOMEBODY, known=Profile(tastes=told))


def affinity(person: Person, among: Ints = ALL) -> Signal | None:
    return affinity_signal(among, TABLE, taste_of(TABLE, person, TREE))


def by_one(trait: str, person: Person) -> Signal | None:
    alone = TraitTable.of_traits([one for one in traits_of(CATALOGUE) if one.name == trait])
    return affinity_signal(ALL, alone, taste_of(alone, person, TREE))


def test_who_looks_at_running_shoes_is_shown_running_shoes_before_cameras() -> None:
    signal = affinity(fan(FALKE, 5))
    assert signal is not None
    assert signal.level is Level.ONE_TO_ONE
    assert signal.values[FALKE] > signal.values[SHOES] > signal.values[CAMERA]


def test_a_brand_one_likes_raises_what_one_has_never_seen_of_it() -> None:
    signal = affinity(fan(SHOES, 9), rows(CAMERA, BOOK))
    assert signal is not None
    assert signal.values[0] > signal.values[1]


def test_the_reason_names_what_is_liked_best_in_every_language() -> None:
    by_type = by_one("type", fan(FALKE, 9))
    assert by_type is not None
    assert by_type.why(SHOES).kind == "taste"
    assert by_type.why(SHOES).facts["labels"] == {"de": "Laufschuhe", "en": "Running shoes"}
    by_all = affinity(fan(FALKE, 9))
    assert by_all is not None
    assert by_all.why(FALKE).facts["trait"] == "brand"
    assert by_all.why(CAMERA).kind == "less_to_your_taste"


def test_without_evidence_there_is_no_affinity() -> None:
    assert affinity(SOMEBODY) is None


def test_weak_evidence_moves_less_than_strong() -> None:
    weak, strong = (affinity(fan(FALKE, one)) for one in (0.2, 20))
    assert weak is not None
    assert strong is not None
    assert 0 < weak.values[FALKE] < strong.values[FALKE] / 5


def test_what_was_looked_at_gains_and_what_was_sent_back_loses() -> None:
    signal = interest_signal(rows(BOOK, SHOES, CAMERA), rows(CAMERA, SHOES), weights(-2, 3))
    assert signal is not None
    assert signal.values[0] == 0
    assert signal.values[1] > 0 > signal.values[2]
    assert [signal.why(i).kind for i in (1, 2)] == ["seen_before", "sent_back"]


def test_interest_in_what_is_no_candidate_says_nothing() -> None:
    assert interest_signal(rows(BOOK), rows(CAMERA), weights(3)) is None
    assert interest_signal(rows(BOOK), rows(), weights()) is None
    assert interest_signal(rows(), rows(CAMERA), weights(3)) is None


def test_tastes_outlive_the_products_they_were_told_by() -> None:
    signal = affinity(with_tastes(brand={"Adler": 12.0}, colour={"rot": 6.0}))
    assert signal is not None
    assert signal.values[SHOES] > signal.values[CAMERA] > signal.values[FALKE]


def test_what_somebody_dislikes_counts_a_little_against_what_it_was_like() -> None:
    cold = affinity(with_tastes(brand={"Adler": -8.0}))
    warm = affinity(with_tastes(brand={"Adler": 8.0}))
    assert cold is not None
    assert warm is not None
    assert cold.values[CAMERA] < cold.values[FALKE]
    assert cold.values[FALKE] - cold.values[CAMERA] < warm.values[CAMERA] - warm.values[FALKE]


def test_what_the_books_say_counts_as_if_it_had_been_looked_at() -> None:
    said = replace(SOMEBODY, stated=Stated(tastes={"brand": ("falke & sohn", "nobody")}))
    signal = affinity(said)
    assert signal is not None
    assert signal.values.argmax() == FALKE


def test_what_is_looked_at_now_outweighs_what_was_liked_before() -> None:
    adler = with_tastes(brand={"Adler": 20.0})
    now = replace(adler, fresh=rows(FALKE), freshness=weights(20))
    signal = by_one("brand", now)
    assert signal is not None
    assert signal.values[FALKE] > signal.values[SHOES]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.floats(-20, 20)), max_size=4),
    st.dictionaries(st.sampled_from(["Adler", "gone"]), st.floats(-20, 20)),
    st.lists(st.integers(0, 3), min_size=1, unique=True),
)
def test_a_person_re_orders_and_neither_adds_nor_takes_away(
    cares: list[tuple[int, float]], brands: dict[str, float], among: list[int]
) -> None:
    liked, freshness = rows(*(one for one, _ in cares)), weights(*(one for _, one in cares))
    person = replace(
        with_tastes(brand=brands),
        liked=liked,
        weights=freshness,
        fresh=liked,
        freshness=np.abs(freshness),
    )
    candidates = Candidates.of(rows(*among))
    signal = affinity(person, candidates.rows)
    ranked = rank(candidates, [signal] if signal else [])
    assert sorted(ranked.rows.tolist()) == sorted(among)
    assert np.isfinite(ranked.score).all()


def test_who_looks_at_reduced_things_mostly_is_shown_reduced_things_first() -> None:
    hunter = replace(SOMEBODY, known=Profile(views=40, sale_views=36, purchases=1))
    signal = affinity(hunter)
    assert signal is not None
    assert signal.values.argmax() == CAMERA
    assert signal.why(CAMERA).kind == "reduced_taste"


def test_a_facet_matters_as_much_as_what_somebody_cares_for_turns_on_it() -> None:
    likes_red = with_tastes(colour={"rot": 20.0})
    cares = facet_cares(replace(likes_red, taste=taste_of(TABLE, likes_red, TREE)))
    assert cares["colour"] > 0
    assert "brand" not in cares
    assert taste_of(TABLE, SOMEBODY, TREE).cares == facet_cares(SOMEBODY) == {}
