"""Does the API erase a person down to the last byte, and never keep an address?"""

from datetime import UTC, datetime
from pathlib import Path

from service.door.auth import KeyClass
from tests.databases import SQLITE_ONLY
from tests.service.api.conftest import Served

pytestmark = SQLITE_ONLY  # looks at every byte of the files, the database's among them
CANARY = "canary-4f1c"
ADDRESS = "203.0.113.77"
NOW = datetime.now(UTC).isoformat()


def found(folder: Path, text: str) -> bool:
    """Say whether any file of a folder has a text in it."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return any(text.encode() in path.read_bytes() for path in files)


def test_a_visitor_is_known_then_erased_to_the_last_byte(
    served: Served, tmp_path: Path
) -> None:
    looks = [
        {"event_id": f"e{one}", "type": "view", "product_id": "s1", "at": NOW}
        | {"visitor_id": CANARY, "session_id": f"{CANARY}-s", "consent": "personalization"}
        for one in range(20)
    ]
    refused = {"event_id": "x", "type": "view", "visitor_id": CANARY, "url": f"/?v={CANARY}"}
    sent = served.ask(
        "POST",
        "/v1/events",
        json=[*looks, refused],
        headers={"X-Forwarded-For": ADDRESS, "User-Agent": "agent-7c1d"},
    )
    assert sent.json()["accepted"] == 20
    assert served.get(f"/v1/visitors/{CANARY}", KeyClass.PRIVATE)["events"]
    assert found(tmp_path, CANARY)
    erased = served.ask("DELETE", f"/v1/visitors/{CANARY}", KeyClass.PRIVATE).json()["erased"]
    assert erased >= 20
    assert not found(tmp_path, CANARY)
    assert served.ask("GET", f"/v1/visitors/{CANARY}", KeyClass.PRIVATE).status_code == 404


def test_no_file_ever_has_the_address_or_the_browser_of_who_asks(
    served: Served, tmp_path: Path
) -> None:
    headers = {"X-Forwarded-For": ADDRESS, "User-Agent": "agent-7c1d"}
    look = {"event_id": "e", "type": "view", "product_id": "s1", "visitor_id": CANARY}
    served.ask(
        "POST", "/v1/events", json=[look | {"consent": "personalization"}], headers=headers
    )
    served.ask(
        "GET", "/v1/search", params={"q": "schuh", "visitor_id": CANARY}, headers=headers
    )
    assert found(tmp_path, CANARY)
    assert not found(tmp_path, ADDRESS)
    assert not found(tmp_path, "testclient")
    assert not found(tmp_path, "agent-7c1d")
