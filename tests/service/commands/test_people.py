"""Do the commands about people do what they say, to the last file?"""

import shutil
from pathlib import Path

import orjson
import pytest

from tests.service.commands.conftest import Tresen

BOUGHT = (
    "type;customer_id;product_id;order_id;price;at;consent\n"
    "purchase;canary-4f1c;p1;A1;79.95;2026-03-01T10:00:00Z;personalization\n"
    "purchase;canary-4f1c;p2;A1;9.95;2026-03-01T10:00:00Z;personalization\n"
    "return;canary-4f1c;p2;A1;;2026-03-09T10:00:00Z;personalization\n"
)
CRM = "customer_id;group;child_age\ncanary-4f1c;club;5\n;club;\n"


def found(folder: Path) -> set[str]:
    """Name the files below a folder that have the customer's id in them."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.name for path in files if b"canary-4f1c" in path.read_bytes()}


def test_a_customer_of_the_store_is_known_erased_and_erased_again_after_a_restore(
    tresen: Tresen, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "store.csv").write_text(BOUGHT)
    (outside / "crm.csv").write_text(CRM)
    assert tresen("events", "import", str(outside / "store.csv"))[0] == 0
    code, said, _ = tresen("customers", "import", str(outside / "crm.csv"))
    assert (code, "2 read, 1 new, 0 changed, 0 unchanged, 1 refused" in said) == (1, True)
    assert "1 summaries folded anew" in tresen("visitors", "rebuild")[1]
    kept = orjson.loads(tresen("visitors", "export", "canary-4f1c")[1])
    (row,) = kept["facts"]
    assert (row["summary"]["purchases"], row["summary"]["orders"]) == (2, 1)
    assert row["summary"]["returned"].keys() == {"p2"}
    assert row["facts"]["group"] == "club"
    shutil.copy(tmp_path / "tresen.db", outside / "backup.db")
    assert tresen("visitors", "erase", "canary-4f1c")[1] == "erased 4 rows\n"
    assert found(tmp_path) == set()
    shutil.copy(outside / "backup.db", tmp_path / "tresen.db")
    assert found(tmp_path) == {"tresen.db"}
    assert tresen("visitors", "replay")[1] == "erased 1 people again\n"
    assert found(tmp_path) == set()
