from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import orjson

from knowledge_base.catalogue import UNKNOWN, FacetKind
from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.catalogue_files import open_catalogue, save_catalogue
from knowledge_base.families import Family
from knowledge_base.products import Product
from knowledge_base.snapshots import SnapshotStore
from tests.knowledge_base.shop import small_catalogue


def test_variants_of_a_product_are_contiguous_and_a_lone_product_is_its_own_variant() -> None:
    shop = small_catalogue()
    assert shop.variant_start.tolist() == [0, 3, 5, 6, 7]
    assert shop.product_of.tolist() == [0, 0, 0, 1, 1, 2, 3]
    assert shop.variant_ids[5] == "c1"


def test_a_row_is_found_by_product_id_and_by_variant_id() -> None:
    shop = small_catalogue()
    assert shop.product_row("s2") == 1
    assert shop.product_row("s2-k44") == 1
    assert shop.product_row("nothing") == UNKNOWN
    assert shop.product_rows(["b1", "nothing", "s1-r42"]).tolist() == [3, 0]


def test_many_ids_are_looked_up_at_once_and_those_nobody_knows_leave_no_row() -> None:
    shop = small_catalogue()
    ids = ["nothing", shop.variant_ids[1], shop.product_ids[3], shop.product_ids[0]]
    assert shop.product_places(ids).tolist() == [UNKNOWN, 0, 3, 0]
    assert shop.product_rows(ids).tolist() == [0, 3, 0]


def test_a_variant_inherits_what_it_leaves_out() -> None:
    shop = small_catalogue()
    assert shop.price.tolist()[:5] == [7995, 7995, 7995, 11900, 11900]
    brand = shop.facets["brand"]
    assert [brand.values[int(code)] for code in brand.codes[3]] == ["Falke & Sohn"]


def test_a_category_tree_holds_every_ancestor_with_labels_by_language() -> None:
    tree = small_catalogue().facets["category"]
    assert tree.kind is FacetKind.TREE
    leaf = tree.code("Mode/Schuhe/Laufschuhe")
    assert tree.labels["en"][leaf] == "Running shoes"
    assert tree.values[int(tree.parents[leaf])] == "Mode/Schuhe"
    assert leaf in tree.codes[0]
    assert tree.code("Mode") in tree.codes[0]


def test_a_value_is_known_by_its_label_in_another_language() -> None:
    colour = small_catalogue().facets["colour"]
    assert colour.code("Red") == colour.code("rot") == colour.code("ROT") != UNKNOWN


def test_postings_turn_the_codes_around() -> None:
    size = small_catalogue().facets["size"]
    assert size.postings[size.code("42")].tolist() == [0, 2, 3]


def test_a_release_before_1970_is_old_but_not_unknown() -> None:
    dates = (datetime(1969, 12, 31, tzinfo=UTC), datetime(1955, 1, 1, tzinfo=UTC), None)
    books = [Product(f"b{n}", released_at=when) for n, when in enumerate(dates)]
    shop = build_catalogue(
        [Family(one, (one,)) for one in books],
        languages=["de"],
        currency="EUR",
        numbering="test",
    )
    assert shop.released.tolist() == [0, 0, UNKNOWN]


def test_a_hit_is_written_in_each_language() -> None:
    shop = small_catalogue()
    german, english = (orjson.loads(shop.hits[one].raw(2)) for one in ("de", "en"))
    assert german["title"] == "Adler Kamera X1"
    assert english["title"] == "Adler camera X1"
    assert english["category"] == ["Photo", "Cameras"]


def test_a_variant_shows_only_what_sets_it_apart() -> None:
    variant = orjson.loads(small_catalogue().variant_hits["en"].raw(2))
    assert variant["attributes"] == {"colour": "red", "size": "42"}


def test_a_catalogue_comes_back_from_a_snapshot_as_it_was(tmp_path: Path) -> None:
    shop = small_catalogue()
    store = SnapshotStore(tmp_path)
    with store.draft() as draft:
        save_catalogue(shop, draft.part("catalogue"))
        manifest = draft.finish(datetime(2026, 1, 1, tzinfo=UTC))
    again = open_catalogue(store.read(manifest, "catalogue"))
    for field in fields(shop):
        old, new = getattr(shop, field.name), getattr(again, field.name)
        if isinstance(old, np.ndarray):
            np.testing.assert_array_equal(old, new)
    assert again.product_row("s2-k44") == 1
    assert again.facets["colour"].labels["en"].texts() == ["blue", "red", "black"]
    assert again.hits["de"].texts() == shop.hits["de"].texts()
