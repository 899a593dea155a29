"""What a file of synonyms leaves behind."""

from knowledge_base.storage.database import Database
from knowledge_base.storage.merchandising import entries, put_entry
from service.intake.synonyms import KIND, export_synonyms, import_synonyms


def lines(number: int) -> str:
    return "".join(f"wort{one}, ding{one}\n" for one in range(number))


def test_more_entries_than_are_written_at_once_are_all_written(database: Database) -> None:
    done = import_synonyms(database, lines(501), "Eva")
    assert (done.new, done.unchanged) == (501, 0)
    again = import_synonyms(database, lines(502), "Eva")
    assert (again.new, again.unchanged) == (1, 501)
    with database.read() as connection:
        stored = entries(connection, KIND)
    assert len(stored) == 502
    assert {one.author for one in stored} == {"Eva"}


def test_a_line_that_stands_there_twice_is_one_entry(database: Database) -> None:
    done = import_synonyms(database, "a, b\na, b\n", "Eva")
    assert (done.new, done.unchanged) == (1, 1)


def test_the_same_words_in_two_languages_are_two_entries(database: Database) -> None:
    for language in ("de", "en"):
        assert import_synonyms(database, "a, b\n", "Eva", language).new == 1
    assert list(export_synonyms(database, "de")) == ["a, b"]
    assert list(export_synonyms(database)) == ["a, b", "a, b"]


def test_what_cannot_be_read_or_is_switched_off_is_not_exported(database: Database) -> None:
    with database.write() as connection:
        put_entry(connection, KIND, "broken", {"kind": "from an older version"}, author="Eva")
        off = {"kind": "two_way", "words": ["a", "b"], "enabled": False}
        put_entry(connection, KIND, "off", off, author="Eva")
    assert list(export_synonyms(database)) == []
