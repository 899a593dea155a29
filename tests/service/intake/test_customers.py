"""Do files of a CRM come in as they are, with a true report?"""

from datetime import date
from pathlib import Path
from zipfile import ZipFile

from knowledge_base.storage.customers import facts_of
from knowledge_base.storage.database import Database
from service.intake.customers import import_customers

TODAY = date(2026, 3, 1)
FILE = (
    "customer_id;birthday;group;child_age\n1;17.05.1980;club;5\n2;;guest;\n;1.1.2000;;\n4;x;;\n"
)


def test_a_file_is_imported_and_every_refused_line_named(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "crm.csv"
    path.write_text(FILE)
    report = import_customers(database, [path], today=TODAY, refused_to=tmp_path / "no.jsonl")
    assert (report.read, report.refused) == (4, 2)
    assert report.counts == {"new": 2, "changed": 0, "unchanged": 0}
    assert [(one.line, one.field) for one in report.refusals] == [
        (4, "customer_id"),
        (5, "birthday"),
    ]
    with database.read() as connection:
        known = facts_of(connection, "1")
    assert known is not None
    assert known.words(TODAY) == {
        "birthday": "1980-05-17",
        "group": "club",
        "child_birthday": known.words(TODAY)["child_birthday"],
        "child_age": 5,
    }


def test_a_packed_file_is_read_and_its_faults_named_by_its_own_name(
    database: Database, tmp_path: Path
) -> None:
    packed = tmp_path / "crm.zip"
    with ZipFile(packed, "w") as archive:
        archive.writestr("customers.csv", FILE)
    report = import_customers(database, [packed], today=TODAY)
    assert report.counts == {"new": 2, "changed": 0, "unchanged": 0}
    assert [one.file for one in report.refusals] == ["crm.zip"] * 2


def test_a_dry_run_reports_the_same_and_keeps_nothing(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "crm.csv"
    path.write_text(FILE)
    rehearsed = import_customers(database, [path], today=TODAY, dry_run=True)
    with database.read() as connection:
        assert facts_of(connection, "1") is None
    assert rehearsed.counts == import_customers(database, [path], today=TODAY).counts
    assert import_customers(database, [path], today=TODAY).counts["unchanged"] == 2
