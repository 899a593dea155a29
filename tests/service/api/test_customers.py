"""May the shop's server, and nobody else, tell what it knows of a customer?"""

import pytest

from service.door.auth import KeyClass
from tests.service.api.conftest import Served

FACTS = {"birthday": "1980-05-17", "group": "club", "child_age": 5, "points": 12}


def test_facts_are_kept_shown_replaced_and_erased(served: Served) -> None:
    path, who = "/v1/customers/c1", KeyClass.PRIVATE
    assert served.ask("GET", path, who).status_code == 404
    kept = served.ask("PUT", path, who, json=FACTS).json()
    assert kept["customer_id"] == "c1"
    assert kept["facts"].items() >= FACTS.items()
    assert served.get(path, who) == kept
    served.ask("PUT", path, who, json={"group": "guest"})
    assert served.get(path, who)["facts"] == {"group": "guest"}
    assert served.get("/v1/visitors/c1", who)["facts"][0]["facts"]["group"] == "guest"
    assert served.ask("DELETE", path, who).json() == {"erased": 1}
    assert served.ask("GET", path, who).status_code == 404


def test_a_bad_fact_is_named_and_nothing_is_kept(served: Served) -> None:
    path, who = "/v1/customers/c1", KeyClass.PRIVATE
    answer = served.ask("PUT", path, who, json={"birthday": "soon", "mail": "a@b.de"})
    assert answer.status_code == 400
    assert {one["place"] for one in answer.json()["errors"]} == {"birthday", "mail"}
    assert served.ask("GET", path, who).status_code == 404


@pytest.mark.parametrize("who", [KeyClass.PUBLIC, KeyClass.MERCHANDISER])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_nobody_but_the_shops_server_gets_near_customers(
    served: Served, who: KeyClass, method: str
) -> None:
    body = {"json": FACTS} if method == "PUT" else {}
    assert served.ask(method, "/v1/customers/c1", who, **body).status_code == 403
