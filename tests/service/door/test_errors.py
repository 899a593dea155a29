"""Does a caller hear what went wrong, and nothing that is the operator's alone?"""

import logging

import orjson
import pytest

from knowledge_base.errors import Outage, Unavailable
from knowledge_base.storage.database import open_database
from service.door.errors import problem_of


@pytest.fixture(scope="module")
def outage() -> Outage:
    """Ask a server for something that does not run."""
    database = open_database("postgresql://anna:secret@127.0.0.1:1/shop")
    with pytest.raises(Outage) as caught, database.read():
        pass
    database.close()
    return caught.value


def test_the_operator_is_told_where_the_database_is_not_and_which_setting_says_so(
    outage: Outage,
) -> None:
    assert "127.0.0.1" in outage.detail
    assert [one.place for one in outage.faults] == ["TRESEN_DATABASE_URL"]


def test_callers_are_not_told_where_the_database_is_and_the_log_is(
    outage: Outage, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        answer = problem_of(outage)
    body = orjson.loads(answer.body)
    assert (answer.status_code, body["code"], body["errors"]) == (503, "unavailable", [])
    assert b"127.0.0.1" not in answer.body
    assert "127.0.0.1" in caplog.text


def test_callers_are_told_of_what_is_no_secret() -> None:
    answer = problem_of(Unavailable("the service is starting"))
    assert orjson.loads(answer.body)["detail"] == "the service is starting"
