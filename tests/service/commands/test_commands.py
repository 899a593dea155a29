"""Do the commands say what they did, and fail loudly and with the right number?"""

import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import orjson
import pytest
from starlette.testclient import TestClient

from ranking.learning import Popularity
from service.app import make_app, open_runtime
from service.lock import Lock
from service.settings import load_settings
from tests.service.commands.conftest import Tresen

FEED = [
    {"product_id": "p1", "title": "Laufschuh", "price": "79.95", "stock": 3},
    {"product_id": "p2", "title": "Socke", "price": "9.95", "stock": 3},
]
HISTORY = [
    {"event_id": "e1", "type": "view", "product_id": "p1", "at": "2026-03-01T10:00:00Z"}
    | {"visitor_id": "v1", "consent": "personalization"}
]


def written(path: Path, lines: Sequence[Mapping[str, object]]) -> str:
    """Write JSON Lines."""
    path.write_bytes(b"\n".join(orjson.dumps(line) for line in lines))
    return str(path)


@pytest.fixture
def feed(tmp_path: Path) -> str:
    """Write a feed of two products."""
    return written(tmp_path / "feed.jsonl", FEED)


def test_a_key_is_printed_once_and_listed_without_its_secret(tresen: Tresen) -> None:
    code, key, _ = tresen("keys", "create", "--class", "private", "--name", "server")
    assert (code, key[:3]) == (0, "sk_")
    _, listed, _ = tresen("keys", "list")
    assert key[3:11] in listed
    assert key.strip()[12:] not in listed


def test_a_public_key_needs_pages_and_a_merchandiser_a_name(tresen: Tresen) -> None:
    for key_class in ("public", "merchandiser"):
        code, _, complaint = tresen("keys", "create", "--class", key_class)
        assert code == 1
        assert complaint.startswith("tresen: ")


def test_a_key_for_pages_made_for_algolia_opens_only_what_they_ask(
    tresen: Tresen, tmp_path: Path
) -> None:
    page = ("--origin", "https://shop.example", "--scope", "algolia")
    code, key, _ = tresen("keys", "create", "--class", "public", *page)
    assert code == 0
    settings = load_settings(data_dir=tmp_path)
    with TestClient(make_app(open_runtime(settings), settings)) as client:
        headers = {"X-Algolia-API-Key": key.strip(), "Origin": "https://shop.example"}
        asked = client.post("/algolia/1/indexes/products/query", headers=headers)
        headers = {"Authorization": f"Bearer {key.strip()}", "Origin": "https://shop.example"}
        refused = client.get("/v1/search", headers=headers)
    assert (asked.status_code, asked.json()["nbHits"]) == (200, 0)
    assert (refused.status_code, refused.json()["code"]) == (403, "out_of_scope")


def test_a_revoked_key_is_marked_and_a_second_time_unknown(tresen: Tresen) -> None:
    _, key, _ = tresen("keys", "create", "--class", "private")
    assert tresen("keys", "revoke", key[3:11])[0] == 0
    assert "revoked" in tresen("keys", "list")[1]
    assert tresen("keys", "revoke", key[3:11])[0] == 1


def test_the_signing_key_stays_the_same(tresen: Tresen) -> None:
    first, second = tresen("keys", "signing")[1], tresen("keys", "signing")[1]
    assert first == second
    assert len(first.strip()) == 64


def test_a_rotated_signing_key_is_another_one(tresen: Tresen) -> None:
    first = tresen("keys", "signing")[1]
    code, second, _ = tresen("keys", "signing", "--rotate")
    assert code == 0
    assert second != first
    assert tresen("keys", "signing")[1] == second


def test_the_key_of_hit_tokens_is_exchanged_and_never_shown(tresen: Tresen) -> None:
    assert tresen("keys", "signing", "--of", "hits")[0] == 1
    code, said, _ = tresen("keys", "signing", "--of", "hits", "--rotate")
    assert code == 0
    assert not re.search("[0-9a-f]{32}", said)


def test_a_rotated_key_has_its_old_id_and_a_new_secret(tresen: Tresen) -> None:
    _, old, _ = tresen("keys", "create", "--class", "private")
    code, new, _ = tresen("keys", "rotate", old[3:11], "--grace", "7")
    assert (code, new[:11]) == (0, old[:11])
    assert new != old
    assert "the secret before until" in " ".join(tresen("keys", "list")[1].split())
    assert tresen("keys", "rotate", "nobody00")[0] == 1


def test_a_key_can_be_narrowed_only_to_what_there_is(tresen: Tresen) -> None:
    make = ("keys", "create", "--class", "private", "--scope")
    assert tresen(*make, "products", "--expires", "30", "--rate", "5")[0] == 0
    listed = tresen("keys", "list")[1]
    assert "products" in listed
    assert "expires" in listed
    assert tresen(*make, "everything")[0] == 1


def test_a_feed_is_imported_trained_on_and_listed(tresen: Tresen, feed: str) -> None:
    assert tresen("products", "import", feed)[:1] == (0,)
    code, said, _ = tresen("train")
    assert (code, "2 products" in said) == (0, True)
    assert "served" in tresen("snapshots", "list")[1]


def test_a_feed_with_many_broken_lines_ends_with_one_and_keeps_them(
    tresen: Tresen, tmp_path: Path
) -> None:
    feed = written(tmp_path / "feed.jsonl", [*FEED, {"product_id": "p3", "price": "x"}])
    assert tresen("products", "import", feed)[0] == 1
    assert tresen("products", "import", feed, "--tolerate", "0.5")[0] == 0
    assert b"p3" in (tmp_path / "refused" / "products.jsonl").read_bytes()


def test_a_full_feed_that_lacks_half_is_refused_unless_it_is_meant(
    tresen: Tresen, feed: str, tmp_path: Path
) -> None:
    tresen("products", "import", feed, "--no-refresh")
    half = written(tmp_path / "half.jsonl", FEED[:1])
    whole = ("products", "import", half, "--full", "--no-refresh")
    tried = tresen(*whole, "--dry-run")
    code, said, _ = tresen(*whole)
    assert code == tried[0] == 1
    assert "1 of 2 lines (50%) would be gone" in said
    assert said.splitlines()[:-1] == tried[1].splitlines()[:-1]
    assert tresen(*whole, "--force")[0] == 0
    assert "0 gone" in tresen(*whole)[1]


def test_an_empty_feed_changes_nothing_and_ends_with_one(
    tresen: Tresen, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    code, _, complaint = tresen("products", "import", str(empty))
    assert code == 1
    assert complaint.startswith("tresen: ")


def test_a_file_that_is_not_there_is_wrong_usage(tresen: Tresen) -> None:
    assert tresen("products", "import", "nowhere.csv")[0] == 2


def test_history_is_imported_exported_and_erased(tresen: Tresen, tmp_path: Path) -> None:
    past = written(tmp_path / "past.jsonl", HISTORY)
    assert tresen("events", "import", past)[0] == 0
    _, exported, _ = tresen("visitors", "export", "v1")
    assert orjson.loads(exported)["events"][0]["event_id"] == "e1"
    assert tresen("visitors", "erase", "v1")[0] == 0
    assert orjson.loads(tresen("visitors", "export", "v1")[1])["events"] == []


def test_a_rollback_serves_what_was_learned_before_over_the_products_of_now_and_holds(
    tresen: Tresen, tmp_path: Path, feed: str
) -> None:
    tresen("products", "import", feed)
    tresen("train")
    assert tresen("snapshots", "rollback")[0] == 1, "nothing was learned before"
    tresen("train", "--no-publish")
    rows = [line.split("\t") for line in tresen("snapshots", "list")[1].splitlines()[1:]]
    assert tresen("snapshots", "publish", rows[-1][0])[0] == 0
    more = written(tmp_path / "more.jsonl", [{**FEED[0], "product_id": "p3"}])
    tresen("products", "import", more)
    assert tresen("snapshots", "rollback")[0] == 0
    served = tresen("snapshots", "list")[1].splitlines()[-1].split("\t")
    assert served[2:] == ["3", rows[-2][3], "served, pinned"]
    assert "a rollback holds" in tresen("train")[1]


def test_segments_are_reported_as_the_last_training_counted_them(
    tresen: Tresen, feed: str
) -> None:
    assert tresen("report", "segments")[0] == 1, "nobody was counted yet"
    tresen("products", "import", feed)
    tresen("train")
    code, said, _ = tresen("report", "segments")
    assert code == 0
    assert said.startswith("<5 people, counted 20")
    assert "bargain\tSchnäppchenjäger\t<5\tno data\t" in said


def test_two_snapshots_are_compared_side_by_side(tresen: Tresen, feed: str) -> None:
    tresen("products", "import", feed)
    tresen("train")
    ids = [line.split("\t")[0] for line in tresen("snapshots", "list")[1].splitlines()[1:]]
    code, said, _ = tresen("snapshots", "diff", ids[0], ids[-1])
    assert (code, said.splitlines()[0]) == (0, f"\t{ids[0]}\t{ids[-1]}")
    assert "\nproducts\t2\t2\n" in said
    assert tresen("snapshots", "diff", ids[0], "another")[0] == 1


def test_old_snapshots_are_pruned_and_the_served_one_stays(tresen: Tresen, feed: str) -> None:
    tresen("products", "import", feed)
    tresen("train")
    tresen("train", "--no-publish")
    code, said, _ = tresen("snapshots", "prune", "--keep", "1")
    assert (code, said) == (0, "deleted 0 snapshots\n")
    listed = tresen("snapshots", "list")[1].splitlines()
    tresen("snapshots", "publish", listed[-1].split("\t")[0])
    assert tresen("snapshots", "prune", "--keep", "1")[1] == "deleted 1 snapshots\n"
    assert tresen("train")[0] == 0


def test_settings_that_cannot_be_used_end_with_78_and_a_line_each(
    tresen: Tresen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRESEN_PORT", "many")
    monkeypatch.setenv("TRESEN_COLOUR", "blue")
    code, _, complaint = tresen("keys", "list")
    assert code == 78
    assert "TRESEN_PORT: " in complaint
    assert "TRESEN_COLOUR: " in complaint


def test_a_directory_that_cannot_be_used_is_named_in_one_line(
    tresen: Tresen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("TRESEN_DATA_DIR", str(tmp_path / "file" / "var"))
    for command in (("keys", "list"), ("train",), ("serve", "--port", "0")):
        code, _, complaint = tresen(*command)
        assert (code, len(complaint.splitlines())) == (1, 1)
        assert str(tmp_path / "file") in complaint


def test_a_file_that_is_no_database_is_named_with_what_to_do(
    tresen: Tresen, tmp_path: Path
) -> None:
    file = tmp_path / "tresen.db"
    file.write_bytes(b"\1\2\3" * 1_000)
    code, _, complaint = tresen("keys", "list")
    wrong, remedy = complaint.splitlines()
    assert (code, "not a database" in wrong) == (1, True)
    assert remedy.strip().startswith(f"{file}: ")
    assert "`tresen restore`" in remedy


def test_a_disk_without_room_is_named_with_what_to_do(tresen: Tresen, tmp_path: Path) -> None:
    (tmp_path / "stamps").mkdir()
    (tmp_path / "stamps" / ".backup").symlink_to("/dev/full")
    code, _, complaint = tresen("backup", str(tmp_path / "kept"))
    assert code == 1
    assert "No space left" in complaint
    assert "`tresen snapshots prune`" in complaint


@pytest.mark.parametrize(
    "origin", ["shop.example", "https://shop.example/", "https://Shop.example", "https://"]
)
def test_an_origin_that_no_browser_sends_is_refused(tresen: Tresen, origin: str) -> None:
    code, _, complaint = tresen("keys", "create", "--class", "public", "--origin", origin)
    assert code == 1
    assert origin in complaint


@pytest.mark.parametrize(
    "origin", ["*", "https://shop.example", "http://localhost:3000", "http://[::1]:80"]
)
def test_an_origin_as_browsers_send_it_is_taken(tresen: Tresen, origin: str) -> None:
    assert tresen("keys", "create", "--class", "public", "--origin", origin)[0] == 0


def test_a_second_service_on_one_sqlite_is_refused_and_the_way_out_named(
    tresen: Tresen, tmp_path: Path
) -> None:
    with closing(Lock(tmp_path)):
        code, _, complaint = tresen("serve", "--port", "0")
        assert code == 1
        assert "postgresql://" in complaint
        assert tresen("keys", "list")[0] == 0, "commands may work beside a service"


def test_a_demo_that_is_open_is_not_made_anew(tresen: Tresen, tmp_path: Path) -> None:
    kept = tmp_path / "demo" / "tresen.db"
    kept.parent.mkdir()
    kept.write_bytes(b"precious")
    with closing(Lock(kept.parent)):
        code, _, complaint = tresen("demo", "--port", "0", "--size", "10")
    assert code == 1
    assert "another process serves from" in complaint
    assert kept.read_bytes() == b"precious"


def test_sqlite_serves_one_process_and_the_way_out_is_named(tresen: Tresen) -> None:
    code, _, complaint = tresen("serve", "--workers", "2")
    assert code == 1
    assert "postgresql://" in complaint


def test_synonyms_come_from_a_file_and_go_to_one(tresen: Tresen, tmp_path: Path) -> None:
    file = tmp_path / "synonyms.txt"
    file.write_text("Sofa, Couch\nalleine\n", encoding="utf-8")
    code, report, _ = tresen("synonyms", "import", str(file), "--language", "de")
    assert (code, report.splitlines()[0]) == (1, "1 new, 0 unchanged, 1 refused")
    assert "synonyms.txt:2: " in report
    assert tresen("synonyms", "export")[1] == "Sofa, Couch\n"
    file.write_text("Sofa, Couch\n", encoding="utf-8")
    code, report, _ = tresen("synonyms", "import", str(file), "--language", "de")
    assert (code, report) == (0, "0 new, 1 unchanged, 0 refused\n")
    file.write_bytes(b"\xff")
    assert tresen("synonyms", "import", str(file))[0] == 1


def test_an_import_makes_what_is_new_findable_unless_told_not_to(
    tresen: Tresen, tmp_path: Path, feed: str
) -> None:
    assert tresen("products", "import", feed, "--no-refresh")[0] == 0
    assert "served" not in tresen("snapshots", "list")[1]
    assert "2 products" in tresen("refresh")[1]
    assert "nothing to refresh" in tresen("refresh")[1]
    more = written(tmp_path / "more.jsonl", [{**FEED[0], "product_id": "p3"}])
    assert tresen("products", "import", more)[0] == 0
    _, listed, _ = tresen("snapshots", "list")
    assert listed.splitlines()[-1].split("\t")[2::2] == ["3", "served"]


def test_what_fits_comes_from_a_table_and_goes_to_one(
    tresen: Tresen, tmp_path: Path, feed: str
) -> None:
    file = tmp_path / "fits.csv"
    file.write_text("product_id;with_product_id\np1;p2\np1\n", encoding="utf-8")
    code, report, _ = tresen("compatibility", "import", str(file))
    assert (code, report.splitlines()[0]) == (1, "1 new, 0 unchanged, 1 refused")
    assert "fits.csv:3: /with " in report
    assert "warning" not in report, "nothing is known of any product yet"
    lines = tresen("compatibility", "export")[1].splitlines()
    assert lines[1:] == ["fits,p1,,,p2,,,,"]
    assert tresen("products", "import", feed)[0] == 0
    file.write_text("\n".join([*lines, "fits,p1,,,p9,,,,"]), encoding="utf-8")
    code, report, _ = tresen("compatibility", "import", str(file))
    first, *warnings = report.splitlines()
    assert (code, first) == (0, "1 new, 1 unchanged, 0 refused")
    (one,) = warnings
    assert one.startswith("fits.csv:3: warning: /with/product_id there is no product 'p9'")


def test_synonyms_in_a_language_nobody_speaks_are_refused(
    tresen: Tresen, tmp_path: Path
) -> None:
    file = tmp_path / "synonyms.txt"
    file.write_text("Sofa, Couch\n", encoding="utf-8")
    code, _, complaint = tresen("synonyms", "import", str(file), "--language", "fr")
    assert code == 1
    assert "'fr'" in complaint


# a file that was just being opened is closed by whoever clears away
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_training_that_takes_too_long_leaves_what_is_served_and_nothing_behind(
    tresen: Tresen, tmp_path: Path, feed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tresen("products", "import", feed)
    before = tresen("snapshots", "list")[1]
    monkeypatch.setenv("TRESEN_TRAIN_HOURS", "0.000001")
    code, _, complaint = tresen("train")
    assert (code, "given up" in complaint) == (1, True)
    assert tresen("snapshots", "list")[1] == before
    assert not list((tmp_path / "snapshots").glob(".draft-*"))


def test_the_second_training_says_how_long_the_rest_takes(tresen: Tresen, feed: str) -> None:
    tresen("products", "import", feed)
    assert " left)" not in tresen("train")[1]
    assert "find robots (1 of " in tresen("train")[1]


def test_a_night_that_is_refused_ends_with_one_and_says_why(
    tresen: Tresen, feed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tresen("products", "import", feed)
    assert tresen("train")[0] == 0
    learn = Popularity.fit
    monkeypatch.setattr(
        Popularity,
        "fit",
        lambda *asked: {name: one - 1_000 for name, one in learn(*asked).items()},
    )
    code, _, complaint = tresen("train")
    assert code == 1
    assert "was refused and is not published" in complaint
    assert "refused: popularity has values below 0" in complaint
    assert tresen("snapshots", "list")[1].splitlines()[-1].endswith("\trefused")


def test_serve_says_in_one_line_that_no_snapshot_can_be_read(
    tresen: Tresen, tmp_path: Path, feed: str
) -> None:
    tresen("products", "import", feed)
    for manifest in (tmp_path / "snapshots").glob("*/manifest.json"):
        manifest.write_text("{")
    code, _, complaint = tresen("serve", "--port", "0")
    assert (code, len(complaint.splitlines())) == (1, 1)
    assert "`tresen train` makes a new one" in complaint


def test_serve_refuses_a_door_that_is_open_to_everybody(
    tresen: Tresen, monkeypatch: pytest.MonkeyPatch
) -> None:
    tresen("keys", "create", "--class", "public", "--origin", "*")
    monkeypatch.setenv("TRESEN_PUBLIC_RATE", "0")
    code, _, complaint = tresen("serve", "--host", "192.0.2.1", "--port", "0")
    assert code == 78
    assert len(complaint.strip().splitlines()) == 3
    assert "--origin" in complaint
    assert "TRESEN_PUBLIC_RATE" in complaint
