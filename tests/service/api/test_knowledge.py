"""Does what people say of words, and what they write beside products, change the answers?"""

from datetime import UTC, datetime
from typing import Any

import pytest
from httpx2 import Response

from service.door.auth import KeyClass
from service.intake.entry_import import MOST_LINES
from service.nightly import train
from tests.service.api.conftest import Served

MERCHANDISER = KeyClass.MERCHANDISER
GUIDE = {
    "title": "Den richtigen Laufschuh finden",
    "url": "/ratgeber/laufschuhe",
    "text": "<p>Wer viel läuft, braucht gute <b>Dämpfung</b>.</p>",
    "language": "de",
}


def titles(served: Served, **params: Any) -> list[str]:
    """List the products of a search."""
    return [hit["product_id"] for hit in served.get("/v1/search", **params)["hits"]]


def said(served: Served, **body: Any) -> Response:
    """Write a synonym."""
    answer = served.write("POST", "/v1/synonyms", MERCHANDISER, body)
    assert answer.status_code == 201, answer.text
    return answer


def imported(served: Served, text: str | bytes, **params: Any) -> Any:
    """Import the lines of a synonyms.txt."""
    kind = {"Content-Type": "text/plain"}
    path = "/v1/synonyms/import"
    answer = served.ask("POST", path, MERCHANDISER, content=text, headers=kind, params=params)
    served.runtime.refresh()
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_synonym_finds_what_only_the_other_word_names(served: Served) -> None:
    assert "c1" not in titles(served, q="knipse")
    said(served, kind="two_way", words=["Knipse", "Kamera"])
    assert titles(served, q="knipsen") == titles(served, q="knipse") == ["c1"]


def test_a_replaced_word_is_not_searched_for(served: Served) -> None:
    said(served, kind="replacement", **{"from": ["Laufschuh"], "to": ["Kamera"]})
    assert titles(served, q="laufschuhe") == ["c1"]


def test_a_stop_word_need_not_be_on_the_product(served: Served) -> None:
    said(served, kind="stop_words", words=["supergünstig"])
    answer = served.get("/v1/search", q="supergünstige kamera")
    assert [hit["product_id"] for hit in answer["hits"]] == ["c1"]
    assert answer["interpretation"]["stage"] == "all_words"


def test_a_protected_word_is_not_corrected(served: Served) -> None:
    assert served.get("/v1/search", q="kamora ")["interpretation"]["corrected"]
    said(served, kind="protected_words", words=["Kamora"])
    assert served.get("/v1/search", q="kamora ")["interpretation"]["corrected"] is None


def test_a_vetoed_correction_is_not_made(served: Served) -> None:
    path = "/v1/learned/correction/Kamora"
    assert served.write("PUT", path, MERCHANDISER, {"veto": True}).status_code == 201
    assert served.get("/v1/search", q="kamora ")["interpretation"]["corrected"] is None
    assert served.write("DELETE", path, MERCHANDISER, None).status_code == 204
    assert served.get("/v1/search", q="kamora ")["interpretation"]["corrected"]


def test_a_synonym_holds_while_it_is_there(served: Served) -> None:
    made = said(served, kind="two_way", words=["Knipse", "Kamera"]).json()
    assert made["author"] == "the merchandiser one"
    path = f"/v1/synonyms/{made['id']}"
    assert served.write("DELETE", path, MERCHANDISER, None).status_code == 204
    assert titles(served, q="knipse") == []


@pytest.mark.parametrize(
    ("path", "body", "place"),
    [
        ("/v1/synonyms/s1", {"kind": "two_way", "words": ["a"]}, "/words"),
        ("/v1/synonyms/export", {"kind": "two_way", "words": ["a", "b"]}, "entry_id"),
        ("/v1/content/c1", {"title": "t", "url": "ftp://x"}, "/url"),
        ("/v1/learned/compound/haus", {"veto": False}, "/veto"),
        ("/v1/learned/compound/zwei häuser", {"veto": True}, "key"),
        ("/v1/learned/price/haus", {"veto": True}, "path.kind"),
    ],
)
def test_a_fault_is_named_with_its_place(
    served: Served, path: str, body: Any, place: str
) -> None:
    answer = served.write("PUT", path, MERCHANDISER, body)
    assert answer.status_code == 400
    assert [one["place"] for one in answer.json()["errors"]] == [place]


def test_the_lines_of_a_file_become_synonyms_and_bad_ones_are_named(served: Served) -> None:
    done = imported(served, "# Wörter\nKnipse, Kamera\nalleine\na => b => c\n", language="de")
    assert (done["accepted"], done["new"]) == (1, 1)
    assert [(one["line"], bool(one["detail"])) for one in done["refused"]] == [
        (3, True),
        (4, True),
    ]
    assert titles(served, q="knipse") == ["c1"]


def test_a_file_imported_again_changes_nothing(served: Served) -> None:
    imported(served, "Knipse, Kamera\n")
    (entry,) = served.get("/v1/synonyms", MERCHANDISER)["synonyms"]
    path = f"/v1/synonyms/{entry['id']}"
    served.write("PUT", path, MERCHANDISER, {**entry, "enabled": False})
    again = imported(served, "Knipse, Kamera\nSofa, Couch\n")
    assert (again["accepted"], again["new"], again["unchanged"]) == (2, 1, 1)
    assert served.get(path, MERCHANDISER)["enabled"] is False


def test_what_was_written_can_be_taken_along_as_a_file(served: Served) -> None:
    lines = "Sofa, Couch\nSneaker => Sneaker, Turnschuh\n"
    imported(served, lines, language="de")
    said(served, kind="two_way", words=["pants", "trousers"], language="en")
    for params, expected in (({"language": "de"}, lines), ({}, f"{lines}pants, trousers\n")):
        answer = served.ask("GET", "/v1/synonyms/export", MERCHANDISER, params=params)
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert sorted(answer.text.splitlines()) == sorted(expected.splitlines())


@pytest.mark.parametrize(
    "body",
    [
        b"sofa, couch\n\xff, b\n",
        b"".join(b"a%d, b%d\n" % (number, number) for number in range(MOST_LINES + 1)),
        b"",
    ],
)
def test_a_file_that_cannot_be_used_is_refused_as_a_whole(served: Served, body: bytes) -> None:
    kind = {"Content-Type": "text/plain"}
    path = "/v1/synonyms/import"
    answer = served.ask("POST", path, MERCHANDISER, content=body, headers=kind)
    assert answer.status_code == 400
    assert answer.json()["errors"]
    assert served.get("/v1/synonyms", MERCHANDISER)["synonyms"] == []


def test_a_content_page_is_found_beside_the_products(served: Served) -> None:
    served.write("PUT", "/v1/content/guide", MERCHANDISER, GUIDE)
    (page,) = served.get("/v1/search", q="laufschuhe ")["content"]
    assert page == {
        "content_id": "guide",
        "title": GUIDE["title"],
        "url": GUIDE["url"],
        "image_url": None,
        "highlight": {"title": [[14, 23]], "snippet": []},
        "snippet": "Wer viel läuft, braucht gute Dämpfung.",
    }
    (suggested,) = served.get("/v1/suggest", q="laufsch")["content"]
    assert (suggested["title"], suggested["url"]) == (GUIDE["title"], GUIDE["url"])
    assert served.get("/v1/search", q="laufschuhe ", language="en")["content"] == []
    assert served.get("/v1/search")["content"] == []


def test_a_deleted_page_is_found_no_longer(served: Served) -> None:
    served.write("PUT", "/v1/content/guide", MERCHANDISER, GUIDE)
    served.write("DELETE", "/v1/content/guide", MERCHANDISER, None)
    assert served.get("/v1/search", q="laufschuhe")["content"] == []


def test_a_veto_is_listed_with_who_wrote_it_and_why(served: Served) -> None:
    body = {"veto": True, "note": "ein Schuh"}
    served.write("PUT", "/v1/learned/compound/Slipper", MERCHANDISER, body)
    served.write("PUT", "/v1/learned/unit/km/h", MERCHANDISER, {"veto": True})
    (listed,) = served.get("/v1/learned", MERCHANDISER, q="SLIP", vetoed=True)["learned"]
    assert (listed["kind"], listed["key"], listed["note"]) == (
        "compound",
        "slipper",
        "ein Schuh",
    )
    assert (listed["vetoed"], listed["author"]) == (True, "the merchandiser one")
    (unit,) = served.get("/v1/learned", MERCHANDISER, kind="unit", vetoed=True)["learned"]
    assert unit["key"] == "km/h"
    past = served.get("/v1/learned/unit/km/h/history", MERCHANDISER)["history"]
    assert [one["version"] for one in past] == [1]


def test_what_was_learned_is_listed_page_by_page(served: Served) -> None:
    first = served.get("/v1/learned", MERCHANDISER, per_page=1)
    every = served.get("/v1/learned", MERCHANDISER, per_page=500)
    assert first["total"] == every["total"] == len(every["learned"])
    assert first["learned"] == every["learned"][:1]
    beyond = served.get("/v1/learned", MERCHANDISER, page=10_000)
    assert beyond["learned"] == []
    answer = served.ask("GET", "/v1/learned", MERCHANDISER, params={"knd": "unit"})
    assert answer.status_code == 400


GARDEN = [
    "Gartenhaus mit Dach",
    "Gartenhaus aus Holz",
    "Holzhaus für Kinder",
    "Haus rot",
    "Haus blau",
    "Garten Bank",
    "Gartenbank aus Holz",
    "Garten Schlauch 20 m",
    "Gartenschlauch 30 m",
    "Schlauch 10 m",
]


@pytest.fixture
def garden(served: Served) -> Served:
    """Serve a shop that has enough of a kind to learn from it."""
    feed = [
        {"product_id": f"g{number}", "title": title, "price": "9.00", "stock": 1}
        for number, title in enumerate(GARDEN)
    ]
    served.write("PUT", "/v1/products", KeyClass.PRIVATE, feed)
    runtime = served.runtime
    train(runtime.database, runtime.store, runtime.market, now=datetime.now(UTC))
    runtime.refresh()
    return served


def learned(served: Served, kind: str, key: str) -> Any:
    """Read what was learned of a word in German."""
    params = {"kind": kind, "q": key, "language": "de"}
    listed = served.get("/v1/learned", MERCHANDISER, **params)["learned"]
    return next((one for one in listed if one["key"] == key), None)


def test_a_vetoed_compound_stays_whole(garden: Served) -> None:
    fact = learned(garden, "compound", "gartenhaus")
    assert (fact["what"], fact["vetoed"]) == ("garten + haus", False)
    assert fact["evidence"]["products"] == 2
    assert {"g0", "g2"} < set(titles(garden, q="haus "))
    garden.write("PUT", "/v1/learned/compound/Gartenhaus", MERCHANDISER, {"veto": True})
    assert learned(garden, "compound", "gartenhaus")["vetoed"]
    assert "g0" not in titles(garden, q="haus ")
    assert "g2" in titles(garden, q="haus ")


def test_a_vetoed_unit_is_a_word_like_others(garden: Served) -> None:
    assert learned(garden, "unit", "m")["evidence"]["products"] == 3
    near = garden.get("/v1/search", q="schlauch 21 m ")
    assert near["interpretation"]["stage"] == "all_words"
    assert near["hits"][0]["product_id"] == "g7"
    garden.write("PUT", "/v1/learned/unit/m", MERCHANDISER, {"veto": True})
    assert garden.get("/v1/search", q="schlauch 21 m ")["interpretation"]["stage"] == "relaxed"
