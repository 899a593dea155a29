import numpy as np

from knowledge_base.catalogue import UNKNOWN, Catalogue
from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.families import families
from knowledge_base.products import Product
from knowledge_base.renumbering import Moves, Renumbering

MOVES = Moves.of(["a", "b", "c"], ["c", "new", "a"])


def catalogue(**kinds: str) -> Catalogue:
    products = [Product(one, categories={"de": ((kind,),)}) for one, kind in kinds.items()]
    return build_catalogue(
        list(families(products)), languages=("de",), currency="EUR", numbering="n"
    )


def test_rows_follow_their_names_and_new_ones_are_filled() -> None:
    assert MOVES.rows(np.array([1.0, 2.0, 3.0])).tolist() == [3.0, 0.0, 1.0]
    table = np.array([[1, 1], [2, 2], [3, 3]], dtype=np.int32)
    assert MOVES.rows(table, UNKNOWN).tolist() == [[3, 3], [-1, -1], [1, 1]]


def test_numbers_follow_their_names_and_what_is_gone_is_unknown() -> None:
    told = MOVES.numbers(np.array([[0, 1], [2, UNKNOWN]], dtype=np.int32))
    assert told.tolist() == [[2, UNKNOWN], [0, UNKNOWN]]
    assert told.dtype == np.int32


def test_an_array_that_ends_early_says_nothing_of_the_rest() -> None:
    assert MOVES.rows(np.array([1, 2], dtype=np.int32), UNKNOWN).tolist() == [-1, -1, 1]


def test_from_and_to_nothing() -> None:
    arriving, leaving = Moves.of([], ["a"]), Moves.of(["a"], [])
    nothing = np.zeros(0, dtype=np.int32)
    assert arriving.rows(nothing).tolist() == [0]
    assert arriving.numbers(nothing).tolist() == []
    assert leaving.numbers(np.array([0], dtype=np.int32)).tolist() == [UNKNOWN]


def test_types_keep_their_paths_whatever_code_they_get() -> None:
    before, after = catalogue(p1="Schuhe", p2="Taschen"), catalogue(p3="Hüte", p2="Taschen")
    way = Renumbering.between(before, after)
    assert way.types.numbers(before.leaf).tolist() == [UNKNOWN, after.leaf[1]]
    assert way.products.before.tolist() == [UNKNOWN, 1]
