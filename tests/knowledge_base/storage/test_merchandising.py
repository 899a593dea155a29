"""Is everything people wrote kept, with every version, and never written over unseen?"""

import pytest

from knowledge_base.errors import Conflict
from knowledge_base.storage.database import Database
from knowledge_base.storage.merchandising import (
    delete_entry,
    entries,
    entry,
    history,
    put_entry,
    read_all,
)


def test_an_entry_comes_back_with_its_author_and_version(database: Database) -> None:
    with database.write() as connection:
        written = put_entry(connection, "rules", "r1", {"name": "Jeans"}, author="Ada")
    with database.read() as connection:
        assert entry(connection, "rules", "r1") == written
        assert entry(connection, "rules", "r2") is None
        assert entry(connection, "segments", "r1") is None
    assert (written.body, written.author, written.version) == ({"name": "Jeans"}, "Ada", 1)


def test_an_entry_keeps_its_birthday_when_it_is_changed(database: Database) -> None:
    with database.write() as connection:
        first = put_entry(connection, "rules", "r1", {"n": 1}, author="Ada")
    with database.write() as connection:
        second = put_entry(connection, "rules", "r1", {"n": 2}, author="Bob")
    assert second.created_at == first.created_at
    assert (second.version, second.author) == (2, "Bob")


@pytest.mark.parametrize("expected", [0, 1, 3])
def test_nobody_writes_over_what_they_have_not_seen(database: Database, expected: int) -> None:
    with database.write() as connection:
        put_entry(connection, "rules", "r1", {"n": 1}, author="Ada", expected_version=0)
        put_entry(connection, "rules", "r1", {"n": 2}, author="Ada", expected_version=1)
    with pytest.raises(Conflict), database.write() as connection:
        put_entry(connection, "rules", "r1", {"n": 3}, author="Bob", expected_version=expected)
    with pytest.raises(Conflict), database.write() as connection:
        delete_entry(connection, "rules", "r1", author="Bob", expected_version=expected)
    with database.read() as connection:
        assert [one.body for one in entries(connection, "rules")] == [{"n": 2}]


def test_a_deleted_entry_is_gone_but_its_history_stays(database: Database) -> None:
    with database.write() as connection:
        put_entry(connection, "rules", "r1", {"n": 1}, author="Ada")
        assert delete_entry(connection, "rules", "r1", author="Bob")
        assert not delete_entry(connection, "rules", "r1", author="Bob")
        assert entries(connection, "rules") == []
        again = put_entry(connection, "rules", "r1", {"n": 2}, author="Ada", expected_version=0)
    with database.read() as connection:
        past = history(connection, "rules", "r1")
    assert again.version == 3
    assert [(one.version, one.body, one.author) for one in past] == [
        (3, {"n": 2}, "Ada"),
        (2, None, "Bob"),
        (1, {"n": 1}, "Ada"),
    ]


def test_every_write_raises_the_version_of_the_whole(database: Database) -> None:
    versions = []
    with database.write() as connection:
        versions.append(read_all(connection)[0])
        put_entry(connection, "rules", "r1", {"n": 1}, author="Ada")
        versions.append(read_all(connection)[0])
        put_entry(connection, "segments", "s1", {"n": 1}, author="Ada")
        versions.append(read_all(connection)[0])
        delete_entry(connection, "rules", "r1", author="Ada")
        version, by_kind = read_all(connection)
    assert versions == sorted(set(versions))
    assert version > versions[-1]
    assert by_kind["rules"] == []
    assert [one.entry_id for one in by_kind["segments"]] == ["s1"]
