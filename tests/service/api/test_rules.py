"""Does result management keep its word: conditions, consequences, versions, the way back?"""

from datetime import UTC, datetime
from typing import Any

from knowledge_base.hours import WEEKDAYS
from service.door.auth import KeyClass
from tests.service.api.conftest import Served

MERCHANDISER = KeyClass.MERCHANDISER
REDIRECT = {"redirect": "/here"}


def put(served: Served, rule_id: str, *then: Any, **more: Any) -> Any:
    """Write a rule under an id."""
    body = {"name": rule_id, "then": list(then), **more}
    answer = served.write("PUT", f"/v1/rules/{rule_id}", MERCHANDISER, body)
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


def undo(served: Served, rule_id: str, **headers: str) -> Any:
    """Undo the last change of a rule."""
    path = f"/v1/rules/{rule_id}/undo"
    answer = served.ask("POST", path, MERCHANDISER, headers=headers)
    served.runtime.refresh()
    return answer


def redirected(served: Served, **asked: Any) -> bool:
    return bool(served.get("/v1/search", **asked)["redirect"] == "/here")


HOLDS: list[tuple[dict[str, Any], list[dict[str, str]], list[dict[str, str]]]] = [
    ({"query": "laufschuh"}, [{"q": "Laufschuhe"}, {"q": "laufschue "}], [{"q": "kamera"}]),
    ({"query": "lauf*"}, [{"q": "laufschuhe"}], [{"q": "kamera"}]),
    ({"category": "Mode"}, [{"filter": "category:Mode/Schuhe"}], [{"filter": "category:Foto"}]),
    ({"placement": "search"}, [{"q": "kamera"}], [{"q": ""}]),
    ({"placement": "category"}, [{"q": ""}], [{"q": "kamera"}]),
    ({"language": "en"}, [{"q": "camera", "language": "en"}], [{"q": "kamera"}]),
    ({"campaign": "spring"}, [{"campaign": "spring"}], [{"campaign": "autumn"}, {}]),
    ({"device": "phone"}, [{"device": "phone"}], [{"device": "desktop"}, {}]),
    (
        {"referrer": "google"},
        [{"referrer": "https://www.google.de/search?q=x"}, {"referrer": "google.com"}],
        [{"referrer": "https://idealo.de"}, {"referrer": "//"}, {}],
    ),
    ({"weekdays": [*WEEKDAYS], "hours": "0..24"}, [{}], []),
    ({"from": "2020-01-01T00:00:00Z"}, [{}], []),
    ({"until": "2020-01-01T00:00:00Z"}, [], [{}]),
]
"""Conditions, requests for which they hold, and others for which they do not."""


def test_a_rule_holds_where_its_conditions_do(served: Served) -> None:
    for when, asked, others in HOLDS:
        put(served, "r", REDIRECT, when=when)
        assert all(redirected(served, **one) for one in asked), when
        assert not any(redirected(served, **one) for one in others), when


def test_an_undone_change_is_as_it_was_and_can_be_done_again(served: Served) -> None:
    put(served, "r", REDIRECT, note="first")
    put(served, "r", REDIRECT, enabled=False)
    back = undo(served, "r")
    assert (back.status_code, back.json()["note"], back.json()["version"]) == (200, "first", 3)
    assert redirected(served)
    assert undo(served, "r").json()["enabled"] is False
    assert not redirected(served)


def test_a_deleted_rule_comes_back_when_the_deletion_is_undone(served: Served) -> None:
    put(served, "r", REDIRECT)
    assert served.write("DELETE", "/v1/rules/r", MERCHANDISER, None).status_code == 204
    assert undo(served, "r").status_code == 200
    assert redirected(served)


def test_before_the_first_version_there_was_nothing(served: Served) -> None:
    put(served, "r", REDIRECT)
    assert undo(served, "r").status_code == 204
    assert served.ask("GET", "/v1/rules/r", MERCHANDISER).status_code == 404
    authors = {
        one["author"] for one in served.get("/v1/rules/r/history", MERCHANDISER)["history"]
    }
    assert authors == {"the merchandiser one"}
    assert undo(served, "never").status_code == 404


def test_nobody_undoes_what_somebody_else_wrote_meanwhile(served: Served) -> None:
    read = put(served, "r", REDIRECT)
    put(served, "r", REDIRECT, note="somebody else's")
    answer = undo(served, "r", **{"If-Match": f'"{read["version"]}"'})
    assert (answer.status_code, answer.json()["code"]) == (412, "version_conflict")


def test_a_preview_answers_for_a_stranger_a_segment_and_a_visitor(served: Served) -> None:
    rule = {"then": [{"hide": {"product_id": "c1"}}]}
    for who in ({}, {"segment": "bargain"}, {"visitor_id": "v-1"}):
        body = {"rule": rule, "query": "kamera", **who}
        answer = served.write("POST", "/v1/rules/preview", MERCHANDISER, body)
        assert answer.status_code == 200, answer.text
        assert [one["change"] for one in answer.json()["changes"]] == ["gone"]
    assert [one["product_id"] for one in served.get("/v1/search", q="kamera")["hits"]] == ["c1"]


def test_a_draft_that_means_nothing_is_refused_with_its_place(read_only: Served) -> None:
    wrong = [
        ({"rule": {"then": []}}, 400, "/then"),
        ({}, 400, "rule"),
        ({"id": "r9"}, 404, "id"),
        ({"rule": {"then": [REDIRECT]}, "segment": "nobody"}, 404, "segment"),
        ({"rule": {"then": [REDIRECT]}, "placement": "nowhere"}, 404, "placement"),
    ]
    for body, status, place in wrong:
        answer = read_only.ask("POST", "/v1/rules/preview", MERCHANDISER, json=body)
        faults = answer.json()["errors"]
        assert (answer.status_code, faults[0]["place"]) == (status, place)


def test_a_replay_tells_what_it_has_looked_at(served: Served) -> None:
    event = {"event_id": "e1", "type": "search", "query": "kamera", "consent": "none"}
    assert served.ask("POST", "/v1/events", json=[event]).status_code == 202
    body = {"rule": {"when": {"query": "kamera"}, "then": [{"hide": {"product_id": "c1"}}]}}
    answer = served.write("POST", "/v1/rules/replay", MERCHANDISER, body).json()
    assert answer["looked_at"] == {"searches": 1, "queries": 1, "complete": True}
    assert answer["touched"] == {"searches": 1, "queries": 1}
    assert answer["top_ten"]["overlap"] == 0


LINES = """laufschuh =>
  FILTER: * brand:Adler
  SYNONYM: renner
  @_id: "shoes"
kamera =>
  UP(5): kids
"""


def test_rules_come_from_querqys_file_and_go_to_one(served: Served) -> None:
    plain = {"Content-Type": "text/plain"}
    path = "/v1/rules/import"
    for new in (1, 0):
        answer = served.ask("POST", path, MERCHANDISER, content=LINES, headers=plain).json()
        assert (answer["new"], answer["synonyms"]["new"]) == (new, new)
        assert [one["line"] for one in answer["refused"]] == [5]
        assert answer["refused"][0]["errors"][0]["place"] == "line 6"
    served.runtime.refresh()
    assert [one["product_id"] for one in served.get("/v1/search", q="laufschuh")["hits"]] == [
        "s1"
    ]
    written = served.ask("GET", "/v1/rules/export", MERCHANDISER).text
    assert written.splitlines() == [
        "laufschuh =>",
        '  FILTER: * brand:"Adler"',
        '  @_id: "shoes"',
        "",
    ]


def test_problems_and_uses_of_rules_are_listed(served: Served) -> None:
    put(served, "first", REDIRECT, when={"query": "kamera"}, priority=1)
    put(served, "second", REDIRECT, when={"query": "kamera"})
    assert redirected(served, q="kamera")
    served.runtime.engine.uses.write(served.runtime.database, datetime.now(UTC))
    found = served.get("/v1/rules/problems", MERCHANDISER)
    assert [(one["rule"], one["code"]) for one in found["problems"]] == [
        ("second", "redirect_shadowed")
    ]
    assert found["uses"]["first"]["uses"] == 1
    taken = served.write("PUT", "/v1/rules/problems", MERCHANDISER, {"then": [REDIRECT]})
    assert (taken.status_code, taken.json()["errors"][0]["place"]) == (400, "entry_id")


def test_complaint_23_a_rule_says_whose_it_is_what_for_and_when_it_last_held(
    served: Served,
) -> None:
    """smui#9: rules have no owner, no note and no life."""
    rule = {"note": "until the stock is gone", "then": [{"redirect": "/sale"}]}
    path = "/v1/rules/sale"
    served.write("PUT", path, MERCHANDISER, rule)
    served.get("/v1/search", q="kamera")
    served.runtime.engine.uses.write(served.runtime.database, datetime.now(UTC))
    told = served.get(path, MERCHANDISER)
    assert (told["author"], told["note"]) == ("the merchandiser one", rule["note"])
    served.write("PUT", path, MERCHANDISER, {**rule, "note": "for good"})
    past = served.get(f"{path}/history", MERCHANDISER)["history"]
    last = served.get("/v1/rules/problems", MERCHANDISER)["uses"]["sale"]["last_on"]
    assert last == datetime.now(UTC).date().isoformat()
    assert [one["body"]["note"] for one in past] == ["for good", rule["note"]]
