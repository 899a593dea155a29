from knowledge_base.census import Census, Counted, Liking, Overlap
from knowledge_base.norms import Norms, Taste
from knowledge_base.segments import Segment, read_segment
from service.segment_report import report_segments

WHEN = "2026-03-01T03:00:00+00:00"
SHOES = Liking("type", {"de": "Schuhe"}, 2.5)
FANS = 'interest("category:*") >= 0.5'
CENSUS = Census(
    people=200,
    segments=(
        Counted("regulars", "orders >= 3", 50, 0, (SHOES,)),
        Counted("few", "orders >= 9", None),
        Counted("changed", "orders >= 1", 90),
        Counted("fans:Mode", FANS, 20),
    ),
    overlaps=(Overlap("regulars", "fans:Mode", 12),),
    found=(
        Counted("t1", "", 40, likes=(SHOES,)),
        Counted("t2", "", 30),
        Counted("t3", "", None),
    ),
    norms=Norms(
        top_spent=800.0,
        tastes=tuple(Taste(one, {"de": f"Name {one}"}, {}) for one in ("t1", "t2", "t3")),
    ),
)


def segment(segment_id: str, condition: str, **more: object) -> Segment:
    return read_segment(segment_id, {"condition": condition, **more})


SEGMENTS = (
    segment("regulars", "orders >= 3"),
    segment("few", "orders >= 9"),
    segment("changed", "orders >= 2"),
    segment("fans", FANS, name="Fans von *"),
    segment("photo", 'taste == "t2"'),
)
REPORT = report_segments(CENSUS, WHEN, SEGMENTS)
ROWS = {one["id"]: one for one in REPORT["segments"]}


def test_a_segment_is_reported_with_its_size_and_what_it_likes() -> None:
    assert (ROWS["regulars"]["people"], ROWS["regulars"]["share"]) == (50, 0.25)
    (like,) = ROWS["regulars"]["likes"]
    assert like == {"trait": "type", "labels": {"de": "Schuhe"}, "times": 2.5}


def test_fewer_than_five_people_are_said_to_be_so() -> None:
    assert (ROWS["few"]["people"], ROWS["few"]["share"]) == ("<5", None)


def test_what_was_written_since_is_not_counted_yet() -> None:
    assert ROWS["changed"]["people"] is None


def test_how_many_share_a_taste_is_known_as_soon_as_it_is_switched_on() -> None:
    assert ROWS["photo"]["people"] == 30


def test_of_a_family_those_are_reported_that_people_are_in() -> None:
    assert ROWS["fans:Mode"]["name"] == "Fans von Mode"
    assert "fans" not in ROWS


def test_overlaps_are_reported() -> None:
    assert REPORT["overlaps"] == [{"segments": ["regulars", "fans:Mode"], "people": 12}]


def test_a_taste_nobody_uses_is_proposed_with_the_entry_that_switches_it_on() -> None:
    (proposed,) = REPORT["proposed"]
    assert (proposed["id"], proposed["people"]) == ("taste-t1", 40)
    switched_on = read_segment("own", proposed["entry"])
    assert (switched_on.name, switched_on.condition.text) == ("Name t1", 'taste == "t1"')


def test_a_segment_that_is_switched_off_is_not_counted() -> None:
    off = segment("regulars", "orders >= 3", enabled=False)
    (row,) = report_segments(CENSUS, WHEN, [off])["segments"]
    assert (row["enabled"], row["people"]) == (False, None)


def test_before_the_first_training_nobody_was_counted() -> None:
    report = report_segments(Census(), "", SEGMENTS)
    assert (report["counted_at"], report["people"]) == (None, "<5")
    assert [one["people"] for one in report["segments"]] == [None] * 4
