"""Does an import keep every sound line, name every other, and change nothing when it fails?"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from knowledge_base.errors import BadInput
from knowledge_base.market import Market
from knowledge_base.products import Product
from knowledge_base.storage.database import Database
from knowledge_base.storage.feed_imports import Feeds, Intake, last_feeds
from knowledge_base.storage.products import all_products, put_products
from service.intake.import_report import Report
from service.intake.importing import FeedImport, import_products
from service.intake.standing import Limits

NOW = datetime(2026, 3, 1, tzinfo=UTC)
MARKET = Market(("de", "en"), "EUR")
DATA = Path(__file__).parents[2] / "data"


def shoe(product_id: str, **fields: Any) -> dict[str, Any]:
    whole = {"price": "79.95", "image_url": "/a.svg", "categories": "Schuhe", **fields}
    return {"product_id": product_id, "title": f"Schuh {product_id}", **whole}


def write(path: Path, lines: Iterable[Mapping[str, Any]]) -> Path:
    path.write_bytes(b"\n".join(orjson.dumps(line) for line in lines))
    return path


def run(database: Database, *paths: Path, **how: Any) -> Report:
    return import_products(database, FeedImport(paths, **how), MARKET, now=NOW)


def stored(database: Database) -> list[str]:
    with database.read() as connection:
        return [product.product_id for product in all_products(connection)]


def test_an_import_says_what_became_of_every_line(database: Database, tmp_path: Path) -> None:
    first = run(database, write(tmp_path / "a", [shoe("1"), shoe("2")]))
    second = run(database, write(tmp_path / "b", [shoe("1"), shoe("2", price="5"), shoe("3")]))
    assert first.counts == {"new": 2, "changed": 0, "unchanged": 0, "gone": 0}
    assert second.counts == {"new": 1, "changed": 1, "unchanged": 1, "gone": 0}
    assert list(second.lines()) == ["3 read, 1 new, 1 changed, 1 unchanged, 0 gone, 0 refused"]


def test_a_bad_line_is_refused_by_name_and_the_rest_imported(
    database: Database, tmp_path: Path
) -> None:
    path = write(tmp_path / "feed", [shoe("1"), shoe("2", price="teuer"), shoe("3")])
    path.write_bytes(path.read_bytes() + b'\n{"product_id": \n')
    report = run(database, path)
    assert stored(database) == ["1", "3"]
    assert (report.read, report.refused, report.refused_share) == (4, 2, 0.5)
    assert str(report.refusals[0]) == (
        "feed:2: price: 'teuer' is not an amount of money from 0 up"
    )
    assert "feed:4: is not JSON" in str(report.refusals[1])


def test_only_what_was_imported_counts_among_the_feeds(
    database: Database, tmp_path: Path
) -> None:
    path = write(tmp_path / "feed", [shoe("1"), shoe("2"), shoe("3"), shoe("4", price="teuer")])
    run(database, path, dry_run=True, full=True)
    run(database, path, full=True)
    run(database, write(tmp_path / "cut", [shoe("1")]), full=True)
    with database.read() as connection:
        (feeds,) = last_feeds(connection, NOW)
    intake = Intake(whole=True, taken=3, refused=1)
    assert feeds == Feeds(intake, intake)


def test_refused_lines_are_kept_in_a_file(database: Database, tmp_path: Path) -> None:
    kept = tmp_path / "refused" / "feed.jsonl"
    path = write(tmp_path / "feed", [shoe("1"), shoe("2", stock="viele")])
    run(database, path, refused_to=kept)
    (line,) = map(json.loads, kept.read_text().splitlines())
    assert (line["file"], line["line"], line["raw"]) == ("feed", 2, shoe("2", stock="viele"))
    assert line["errors"][0]["field"] == "stock"


def test_no_file_is_made_when_nothing_is_refused(database: Database, tmp_path: Path) -> None:
    kept = tmp_path / "refused.jsonl"
    run(database, write(tmp_path / "feed", [shoe("1")]), refused_to=kept)
    assert not kept.exists()


def test_a_full_feed_removes_what_it_does_not_name(database: Database, tmp_path: Path) -> None:
    run(database, write(tmp_path / "a", [shoe("1"), shoe("2"), shoe("3")]))
    halves = [write(tmp_path / "b", [shoe("1")]), write(tmp_path / "c", [shoe("4")])]
    report = run(database, *halves, full=True, force=True)
    assert stored(database) == ["1", "4"]
    assert report.counts["gone"] == 2


def test_a_dry_run_counts_and_changes_nothing(database: Database, tmp_path: Path) -> None:
    run(database, write(tmp_path / "a", [shoe("1")]))
    report = run(database, write(tmp_path / "b", [shoe("2")]), full=True, dry_run=True)
    assert report.counts == {"new": 1, "changed": 0, "unchanged": 0, "gone": 1}
    assert stored(database) == ["1"]
    assert list(report.lines())[-1] == "dry run: nothing was changed"


def shop_of(number: int, **fields: Any) -> list[dict[str, Any]]:
    return [shoe(f"s{one}", **fields) for one in range(number)]


def test_a_dry_run_says_what_the_import_then_says(database: Database, tmp_path: Path) -> None:
    run(database, write(tmp_path / "a", shop_of(10)))
    feed = write(
        tmp_path / "b", [*shop_of(9, stock=1), shoe("n"), shoe("n"), shoe("x", price="?")]
    )
    tried = run(database, feed, full=True, dry_run=True)
    done = run(database, feed, full=True)
    assert list(tried.lines())[:-1] == list(done.lines())
    assert done.counts == {"new": 1, "changed": 9, "unchanged": 0, "gone": 1}


def test_a_full_feed_that_is_not_whole_is_refused(database: Database, tmp_path: Path) -> None:
    run(database, write(tmp_path / "a", shop_of(10)))
    short = write(tmp_path / "b", shop_of(7, stock=4))
    report = run(database, short, full=True)
    assert report.objections == ("3 of 10 lines (30%) would be gone; the limit is 20%",)
    assert len(stored(database)) == 10
    assert list(report.lines())[-1] == "refused: nothing was changed"
    with database.read() as connection:
        assert {one.stock for one in all_products(connection)} == {None}


def test_a_full_feed_may_drop_as_many_as_the_limit_says(
    database: Database, tmp_path: Path
) -> None:
    run(database, write(tmp_path / "a", shop_of(10)))
    assert run(database, write(tmp_path / "b", shop_of(8)), full=True).counts["gone"] == 2


def test_a_full_feed_with_prices_of_another_kind_is_refused(
    database: Database, tmp_path: Path
) -> None:
    run(database, write(tmp_path / "a", shop_of(10, price="10.00")))
    net = write(tmp_path / "b", shop_of(10, price="6.90"))
    report = run(database, net, full=True)
    assert report.objections == (
        "the median price would move from 10.00 to 6.90 (-31%); the limit is 30%",
    )
    assert not run(database, net, full=True, limits=Limits(0.2, 0.4)).objections


def test_who_means_it_can_force_a_feed(database: Database, tmp_path: Path) -> None:
    run(database, write(tmp_path / "a", shop_of(10)))
    tiny = write(tmp_path / "b", shop_of(1, price="1"))
    assert len(run(database, tiny, full=True).objections) == 2
    assert run(database, tiny, full=True, force=True).counts["gone"] == 9


def test_a_feed_that_only_adds_is_never_doubted(database: Database, tmp_path: Path) -> None:
    run(database, write(tmp_path / "a", shop_of(10)))
    assert not run(database, write(tmp_path / "b", [shoe("n", price="9999")])).objections


def test_a_refused_line_does_not_take_its_product_away(
    database: Database, tmp_path: Path
) -> None:
    run(database, write(tmp_path / "a", shop_of(10)))
    feed = write(tmp_path / "b", [*shop_of(9), shoe("s9", price="teuer")])
    assert run(database, feed, full=True).counts["gone"] == 0


def test_what_is_put_while_a_full_feed_is_read_stays(
    database: Database, tmp_path: Path
) -> None:
    run(database, write(tmp_path / "a", shop_of(10)))

    def put_another(what: str, done: int, total: int) -> None:
        if (what, done) == ("writing", 9):
            assert total == 10
            with database.write() as connection:
                put_products(connection, [Product("late"), Product("s9", stock=3)])

    feed = FeedImport([write(tmp_path / "b", shop_of(9))], full=True)
    import_products(database, feed, MARKET, now=NOW, watch=put_another)
    assert stored(database)[-2:] == ["s9", "late"]


def test_an_import_that_is_interrupted_can_be_run_again(
    database: Database, tmp_path: Path
) -> None:
    def pull_the_plug(what: str, _done: int, _total: int) -> None:
        if what == "writing":
            raise KeyboardInterrupt

    run(database, write(tmp_path / "a", shop_of(2_000)))
    feed = FeedImport([write(tmp_path / "b", shop_of(1_900, stock=1))], full=True)
    with pytest.raises(KeyboardInterrupt):
        import_products(database, feed, MARKET, now=NOW, watch=pull_the_plug)
    assert len(stored(database)) == 2_000
    again = import_products(database, feed, MARKET, now=NOW)
    assert again.counts == {"new": 0, "changed": 1_400, "unchanged": 500, "gone": 100}


def test_an_import_says_how_far_it_is(database: Database, tmp_path: Path) -> None:
    news: list[tuple[str, int, int]] = []
    feed = FeedImport([write(tmp_path / "feed", shop_of(1_500))])
    import_products(database, feed, MARKET, now=NOW, watch=lambda *one: news.append(one))
    assert news == [
        ("reading feed", 1_000, 1_500),
        ("writing", 500, 1_500),
        ("writing", 1_000, 1_500),
        ("writing", 1_500, 1_500),
        ("writing", 1_500, 1_500),
    ]


def test_the_later_of_two_lines_with_one_id_wins(database: Database, tmp_path: Path) -> None:
    report = run(database, write(tmp_path / "feed", [shoe("1"), shoe("2"), shoe("1", stock=7)]))
    assert report.counts["new"] == 2
    assert report.warnings == {"lines replaced by a later one with the same id": 1}
    with database.read() as connection:
        stock = {product.product_id: product.stock for product in all_products(connection)}
    assert stock == {"1": 7, "2": None}


def test_what_is_seldom_meant_is_counted(database: Database, tmp_path: Path) -> None:
    lines = [
        shoe("1", price=None, image_url=None, categories=None, werkstoff="Leder"),
        shoe("p", price=None),
        shoe("p-1", variant_of="p"),
    ]
    assert run(database, write(tmp_path / "feed", lines)).warnings == {
        "products without price": 1,
        "products without image": 1,
        "products without category": 1,
        "values of column 'werkstoff' not used": 1,
    }


def test_a_variant_whose_product_nobody_names_is_counted(
    database: Database, tmp_path: Path
) -> None:
    warning = {"variants of a product that has no line of its own": 1}
    lone = write(tmp_path / "a", [shoe("v", variant_of="p")])
    assert run(database, lone).warnings == warning
    run(database, write(tmp_path / "b", [shoe("p")]))
    assert run(database, lone).warnings == {}
    assert run(database, lone, full=True, force=True).warnings == warning


def test_a_category_nobody_has_seen_is_named(database: Database, tmp_path: Path) -> None:
    run(database, write(tmp_path / "a", shop_of(3, categories="Schuhe > Damen")))
    odd = ["Schuhe > Damen|Neu", *(f"Schuh > {one}" for one in "abcdef")]
    lines = [shoe(f"n{at}", categories=one) for at, one in enumerate([*odd, "Neu"])]
    warnings = dict(run(database, write(tmp_path / "b", lines)).warnings)
    assert warnings.pop("lines in 'Neu', a category never seen") == 2
    assert warnings.pop("other categories never seen") == 2
    assert list(warnings.values()) == [1, 1, 1, 1]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"product_id;price\n1;5\n",
        b"product_id;title\n",
        b"product_id;title;price\n1;Schuh;teuer\n",
        b"<rss><item><id>1</id><title>Schuh</title></item><item>",
        b"PAR1 broken",
    ],
)
def test_a_feed_that_cannot_be_used_changes_nothing(
    database: Database, tmp_path: Path, content: bytes
) -> None:
    run(database, write(tmp_path / "a", [shoe("1")]))
    bad = tmp_path / "bad"
    bad.write_bytes(content)
    with pytest.raises(BadInput):
        run(database, bad, full=True)
    assert stored(database) == ["1"]


def test_real_dialects_arrive_in_the_database(database: Database) -> None:
    xml = run(database, DATA / "google.xml")
    table = run(database, DATA / "erp.csv", mapping=DATA / "erp.toml")
    assert stored(database) == ["GH-200", "HS-1-gruen", "0042", "0043"]
    assert (xml.refused, table.refused) == (1, 2)
