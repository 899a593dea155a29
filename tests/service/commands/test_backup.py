"""Do the commands leave a trace of when they went well, and only then?"""

import shutil
from pathlib import Path

import pytest

from service.watching.stamps import Work, stamped
from tests.service.commands.conftest import Tresen

FEED = "id\ttitle\tprice\tlink\tavailability\n" + "".join(
    f"p{n}\tKamera {n}\t{n}0.00 EUR\thttps://shop.example/{n}\tin_stock\n" for n in range(1, 4)
)


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("outside")


@pytest.fixture
def shop(tresen: Tresen, tmp_path: Path, outside: Path) -> Path:
    """Have a shop with three cameras."""
    (outside / "feed.tsv").write_text(FEED)
    assert tresen("products", "import", str(outside / "feed.tsv"))[0] == 0
    assert stamped(tmp_path, Work.FEED)
    return tmp_path


def test_a_backup_and_its_drill_are_noted(tresen: Tresen, shop: Path, outside: Path) -> None:
    code, said, _ = tresen("backup", str(outside / "kept"))
    assert (code, "rows" in said) == (0, True)
    assert stamped(shop, Work.BACKUP)
    code, said, _ = tresen("drill", str(outside / "kept"))
    assert code == 0, said
    assert "(RTO)" in said
    assert stamped(shop, Work.DRILL)


def test_a_drill_that_fails_is_not_noted(tresen: Tresen, shop: Path, outside: Path) -> None:
    tresen("backup", str(outside / "kept"))
    (proof,) = (outside / "kept").glob("*/backup.json")
    proof.write_text(proof.read_text().replace('"products":3', '"products":4'))
    code, said, _ = tresen("drill", str(outside / "kept"))
    assert (code, "products: 3 instead of 4" in said) == (1, True)
    assert stamped(shop, Work.DRILL) is None


def test_a_shop_is_brought_back_into_an_empty_place(
    tresen: Tresen, shop: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tresen("backup", str(outside / "kept"))
    assert tresen("restore", str(outside / "kept"))[0] == 1
    monkeypatch.setenv("TRESEN_DATA_DIR", str(shop / "new"))
    assert tresen("restore", str(outside / "kept"))[0] == 0
    assert "p1" in tresen("explain", "kamera")[1]


def test_what_hosts_share_comes_back_whole_with_their_depot_or_without(
    tresen: Tresen, tmp_path: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRESEN_SNAPSHOTS", f"file://{outside}/kept")
    (outside / "feed.tsv").write_text(FEED)
    assert tresen("products", "import", str(outside / "feed.tsv"))[0] == 0
    _, listed, _ = tresen("snapshots", "list")
    assert tresen("backup", str(outside / "backups"))[0] == 0
    for depot in ("kept", "lost"):
        monkeypatch.setenv("TRESEN_SNAPSHOTS", f"file://{outside}/{depot}")
        monkeypatch.setenv("TRESEN_DATA_DIR", str(tmp_path / depot))
        assert tresen("restore", str(outside / "backups"))[0] == 0
        shutil.rmtree(tmp_path / depot / "snapshots")  # as another host, that fetches all
        assert "p1" in tresen("explain", "kamera")[1]
        assert tresen("snapshots", "list")[1] == listed
