import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.language.words import Analyser
from ranking.query import Query, Reading, Span, Term, Why
from search.compounds import Split
from search.highlighting import Marks, highlight
from search.understanding import understand
from tests.search.shop import Shop

GERMAN = Analyser("de")
SPLITS = {
    "regenjacke": Split(("reg", "jack"), ("regen", "jacke"), 1.0),
    "fussballschuhe": Split(("fussball", "schuh"), ("fussball", "schuhe"), 1.0),
    "hundeha\u0308user": Split(("hund", "haus"), ("hund", "haus"), 1.0),
    "hundehäuser": Split(("hund", "haus"), ("hund", "haus"), 1.0),
}


def marked(text: str, *terms: Term, unfinished: bool = False) -> list[str]:
    """Return the pieces of a text that are marked for some words."""
    typed = " ".join(one.text for one in terms) + " " * (not unfinished)
    marks = Marks.of(
        Query(typed, "de", terms), GERMAN, lambda word: [SPLITS[word]] if word in SPLITS else []
    )
    return [text[start:end] for start, end in marks.places(text)]


def word(text: str, why: Why | None = None, *stems: str) -> Term:
    """Make a word of a query, with a reading or without."""
    readings = (Reading(why, stems),) if why else ()
    return Term(text, GERMAN.stem(text), 0, len(text), known=True, readings=readings)


@pytest.mark.parametrize(
    ("title", "compound", "part"),
    [
        ("Rote Regenjacke, leicht", "regenjack", "jacke"),
        ("Die REGENJACKE", "regenjack", "JACKE"),
        ("Winter-Regenjacke", "regenjack", "jacke"),
    ],
)
def test_inside_a_compound_only_the_part_is_marked(
    title: str, compound: str, part: str
) -> None:
    assert marked(title, word("jacken", Why.COMPOUND, compound)) == [part]


def test_a_part_is_marked_with_what_links_it_to_the_next() -> None:
    stem = GERMAN.stem("hundehäuser")
    assert marked("Zwei Hundehäuser", word("hund", Why.MODIFIER, stem)) == ["Hunde"]
    assert marked("Zwei Hundehäuser", word("haus", Why.COMPOUND, stem)) == ["häuser"]


def test_a_part_of_a_word_with_signs_of_several_letters_is_marked_where_it_stands() -> None:
    stem = GERMAN.stem("fussballschuhe")
    assert marked("Neu: Fußballschuhe", word("schuh", Why.COMPOUND, stem)) == ["schuhe"]
    assert marked("Neu: Fußballschuhe", word("fussball", Why.MODIFIER, stem)) == ["Fußball"]


def test_letters_with_marks_of_their_own_are_marked_whole() -> None:
    title = "Blaue Ku\u0308hlschra\u0308nke"
    assert marked(title, word("kühlschrank")) == ["Ku\u0308hlschra\u0308nke"]
    stem = GERMAN.stem("hundehäuser")
    title = "Zwei Hundeha\u0308user, gro\u00df"
    assert marked(title, word("haus", Why.COMPOUND, stem)) == ["ha\u0308user"]


def test_a_compound_nobody_takes_apart_is_marked_from_the_word_on() -> None:
    assert marked("Lederjacke", word("jacke", Why.COMPOUND, "lederjack")) == ["jacke"]


def test_what_a_word_was_taken_for_is_marked() -> None:
    assert marked("Laufschuhe", word("laufschue", Why.SPELLING, "laufschuh")) == ["Laufschuhe"]
    assert marked("Ein Sofa", word("couch", Why.SYNONYM, "sofa")) == ["Sofa"]


def test_words_written_apart_or_as_one_are_marked() -> None:
    assert marked("T-Shirt Basic", word("tshirt")) == ["T-Shirt"]
    assert marked("Red Bull Dose", word("redbull", Why.SPLIT, "red", "bull")) == ["Red", "Bull"]
    assert marked("Redbull", word("red", Why.JOINED, "redbull")) == ["Redbull"]


def test_a_word_that_begins_like_the_unfinished_one_is_marked() -> None:
    assert marked("Die Laufschuhe", word("lauf"), unfinished=True) == ["Laufschuhe"]
    assert marked("Die Laufschuhe", word("lauf")) == []


@pytest.mark.parametrize(
    ("title", "quantity"), [("Kabel 200 cm", "200 cm"), ("Kabel 2m", "2m"), ("2 Kabel 3 m", "")]
)
def test_a_quantity_is_marked_in_whatever_unit(title: str, quantity: str) -> None:
    none = np.zeros(0, dtype=np.int32)
    span = Span("length", "2 m", 0, 2, none, none.astype(np.float32))
    terms = (word("2"), Term("m", "m", 2, 3, known=True))
    query = Query("2 m ", "de", terms, spans=(span,))
    places = highlight(title, query, GERMAN)
    assert [title[start:end] for start, end in places] == [quantity] * bool(quantity)


@pytest.mark.parametrize("text", ["spa 2600", "spa2600/00 ", "SPA-2600"])
def test_a_code_is_marked_however_it_is_written(shop: Shop, text: str) -> None:
    lexicon = shop.searchers["de"].lexicon
    title = "Patrone SPA2600/00 schwarz"
    place, *_ = highlight(title, understand(text, lexicon), lexicon.analyser)
    assert title[slice(*place)].startswith("SPA2600")


@given(st.text(max_size=60), st.text(max_size=20))
def test_places_lie_inside_the_text_in_order(title: str, text: str) -> None:
    terms = tuple(Term(w.text, s, w.start, w.end, known=True) for w, s in GERMAN.terms(text))
    places = highlight(title, Query(text, "de", terms), GERMAN)
    flat = [one for place in places for one in place]
    assert flat == sorted(flat)
    assert all(0 <= start < end <= len(title) for start, end in places)
