"""Which words a misspelled word may stand for."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.language.words import Analyser
from search.spelling import Corrections, Spelling
from search.vocabulary import Vocabulary


def spelling(
    counts: Mapping[str, int], language: str = "de", asked: Mapping[str, int] | None = None
) -> Spelling:
    analyser = Analyser(language)
    return Spelling(Vocabulary.of(counts, analyser), analyser, asked)


def words(found: Corrections) -> list[str]:
    return [one.shown for one in found]


WORDS = {
    "kamera": 20,
    "kammer": 2,
    "laufschuhe": 30,
    "hose": 9,
    "rose": 12,
    "kühlschrank": 5,
    "bohrmaschine": 7,
    "pfeffer": 40,
    "petersilie": 60,
    "rhythmus": 4,
    "garten": 50,
    "haustür": 6,
    "wh1000xm4": 3,
    "ab1xyz": 9,
}
SHOP = spelling(WORDS)


def test_the_first_letter_is_let_go_only_when_asked_to() -> None:
    assert SHOP.correct("famera") == ()
    assert words(SHOP.loosely("famera")) == ["kamera"]


def test_nobody_errs_in_the_first_letter_and_once_more() -> None:
    lined = spelling({"ungefüttert": 40})
    assert lined.correct("hundefutter") == lined.complete("hundefutter") == ()
    assert words(lined.correct("ingefüttert")) == ["ungefüttert"]


def test_a_short_word_may_lack_a_letter_of_a_longer_one() -> None:
    shop = spelling({"shoes": 30, "shop": 20}, "en")
    assert words(shop.correct("shes")) == ["shoes"]
    assert shop.correct("shep") == ()


@pytest.mark.parametrize("others", [["bossa", "bos"], ["bos", "bossa"]])
def test_of_words_equally_probable_the_first_by_its_letters_comes_first(
    others: list[str],
) -> None:
    shop = spelling(dict.fromkeys(others, 4), "en")
    assert words(shop.correct("bosss")) == ["bos", "bossa"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kammera", "kamera"),
        ("laufschue", "laufschuhe"),
        ("laufshcuhe", "laufschuhe"),
        ("kuehlschrnak", "kühlschrank"),
        ("kühlschrnak", "kühlschrank"),
        ("bohrmashcinne", "bohrmaschine"),
        ("ohrmaschine", "bohrmaschine"),
        ("pfefer", "pfeffer"),
    ],
)
def test_a_slip_leads_to_the_word_that_was_meant(typed: str, meant: str) -> None:
    assert words(SHOP.correct(typed))[0] == meant


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("hsoe", id="four letters are too few to tell"),
        pytest.param("tamera", id="the first letter of a short word is right"),
        pytest.param("lxufscxe", id="two edits below nine letters"),
        pytest.param("lxufscxuxe", id="three edits"),
        pytest.param("wh1000xm5", id="a code"),
        pytest.param("abxyz", id="correct only to words without digits"),
        pytest.param("qqqqqqq", id="nothing like it"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_too_far_away_stays_as_it_is(typed: str) -> None:
    assert SHOP.correct(typed) == ()


def test_a_letter_doubled_or_not_is_no_edit_but_costs() -> None:
    assert words(SHOP.correct("pefer")) == ["pfeffer"]
    missing, doubled = SHOP.correct("pefffer")[0], SHOP.correct("pfefer")[0]
    assert (doubled.edits, doubled.frequency) == (1, 40)
    assert doubled.cost < missing.cost


def test_a_letter_lost_between_two_alike_is_one_edit() -> None:
    assert words(spelling({"okeeffes": 2}).correct("okefefes")) == ["okeeffes"]


def test_of_two_words_equally_near_the_more_frequent_was_meant() -> None:
    shop = {"kanne": 40, "kante": 2}
    assert words(spelling(shop).correct("kanfe")) == ["kanne", "kante"]


@pytest.mark.parametrize(
    ("typed", "meant", "other"),
    [
        pytest.param("tatse", "taste", "tasse", id="letters change places"),
        pytest.param("beten", "betten", "besten", id="a letter stands there once"),
        pytest.param("seperat", "separat", "semperat", id="a vowel for another"),
        pytest.param("rytmen", "rythmen", "rystmen", id="a letter that is not heard"),
        pytest.param("kabte", "kante", "karte", id="a key beside the right one"),
        pytest.param("schranke", "schranken", "chranke", id="the first letter is seldom wrong"),
    ],
)
def test_of_two_words_equally_frequent_the_likelier_slip_was_made(
    typed: str, meant: str, other: str
) -> None:
    assert words(spelling({meant: 3, other: 3}).correct(typed)) == [meant, other]


def test_the_most_probable_word_wins_neither_the_nearest_nor_the_most_frequent() -> None:
    near, far = "waschmaschixen", "waschmaschinen"
    assert words(spelling({near: 1, far: 9000}).correct("waschmaschixem"))[0] == far
    assert words(spelling({near: 1, far: 9}).correct("waschmaschixem"))[0] == near


def test_keys_are_neighbours_on_the_keyboard_of_the_language() -> None:
    shop = {"partz": 5, "partk": 5}
    assert words(spelling(shop).correct("partt"))[0] == "partz"
    shop = {"party": 5, "partk": 5}
    assert words(spelling(shop, "en").correct("partt"))[0] == "party"


def test_a_correction_is_looked_up_by_its_stem_and_forms_of_a_word_are_one() -> None:
    shop = spelling({"kamera": 20, "kameras": 7})
    assert [(one.stem, one.shown) for one in shop.correct("kanera")] == [("kamera", "kamera")]


@pytest.mark.parametrize(
    ("typed", "language", "written"),
    [
        ("kamra", "de", "kameras"),
        ("lmape", "de", "lampen"),
        ("handshuh", "de", "handschuhe"),
        ("schrnk", "de", "schränke"),
        ("camra", "en", "cameras"),
        ("brsh", "en", "brushes"),
    ],
)
def test_a_slip_in_the_singular_leads_to_what_is_only_written_as_a_plural(
    typed: str, language: str, written: str
) -> None:
    assert words(spelling({written: 3}, language).correct(typed)) == [written]


def test_what_is_no_plural_has_no_singular() -> None:
    assert spelling({"kinder": 9}).correct("kunde") == ()


def test_words_that_visitors_found_something_with_are_corrected_to() -> None:
    shop = spelling(WORDS, asked={"sneaker": 12, "kamera": 3})
    assert words(shop.correct("snaeker")) == ["sneaker"]
    assert shop.correct("kanera")[0].frequency == 23


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("lafsch", "laufschuhe"),
        ("lafsc", "laufschuhe"),
        ("bohrmsa", "bohrmaschine"),
        ("bohrmashci", "bohrmaschine"),
        ("khlsch", "kühlschrank"),
        ("petresi", "petersilie"),
    ],
)
def test_a_beginning_with_a_slip_is_completed(typed: str, word: str) -> None:
    assert words(SHOP.complete(typed))[0] == word


def test_a_beginning_with_a_slip_is_completed_to_its_most_frequent_words() -> None:
    shop = {f"gartenm{end}": 1 for end in ("auer", "ond", "arkt")}
    found = spelling({**shop, "gartenmöbel": 9, "gartenmesser": 5}).complete("garetn")
    assert words(found)[:2] == ["gartenmöbel", "gartenmesser"]


def test_a_known_word_has_likelier_neighbours_only_if_they_are_much_more_frequent() -> None:
    shop = spelling(
        {"tischt": 1, "tische": 20, "kanne": 10, "kante": 4, "kamera": 1, "kameras": 90}
    )
    assert words(shop.likelier("tischt")) == ["tische"]
    assert shop.likelier("kante") == ()
    assert shop.likelier("kamera") == (), "an inflection finds the same"


def test_how_a_word_sounds_is_the_last_resort() -> None:
    assert SHOP.correct("rütmus") == ()
    assert words(SHOP.sounds_like("rütmus")) == ["rhythmus"]
    assert words(spelling({"phosphor": 2}, "en").sounds_like("fosfer")) == ["phosphor"]
    assert spelling({"phosphor": 2}, "fr").sounds_like("fosfer") == ()


@pytest.mark.parametrize(
    ("typed", "word"), [("laufhose", "laufschuhe"), ("laufhose", "luvos"), ("leiter", "leder")]
)
def test_what_sounds_alike_must_be_written_a_little_alike(typed: str, word: str) -> None:
    assert spelling({word: 500}).sounds_like(typed) == ()


def test_two_known_words_written_together_are_heard_as_nothing_else() -> None:
    assert words(spelling({"ratzmuhs": 4}).sounds_like("rutzmuss")) == ["ratzmuhs"]
    assert spelling({"ratzmuhs": 4, "rutz": 1, "muss": 1}).sounds_like("rutzmuss") == ()


@pytest.mark.parametrize(
    ("typed", "word"), [("kappe", "kalle"), ("tasse", "talle"), ("mitte", "millke")]
)
def test_a_short_word_is_not_taken_for_one_that_few_would_slip_to(
    typed: str, word: str
) -> None:
    assert spelling({word: 500}).correct(typed) == ()


def test_two_slips_in_one_part_make_another_word() -> None:
    shop = spelling({"windeltasche": 40, "tasche": 90})
    assert shop.correct("wandertasche") == ()
    assert words(shop.correct("wnideltashce")) == ["windeltasche"]
    assert words(shop.correct("windetasche")) == ["windeltasche"]
    assert words(spelling({"windeltasche": 40}).correct("wandertasche")) == ["windeltasche"]


def test_two_words_that_are_known_are_no_slip_for_a_compound_with_one_of_them() -> None:
    shop = spelling({"wasserglas": 9, "wasser": 50, "fall": 4})
    assert shop.correct("wasserfall") == ()
    assert words(shop.correct("wasserglsa")) == ["wasserglas"]
    assert words(spelling({"wasserglas": 9, "wasser": 50}).correct("wasserfall"))


def test_a_slip_inside_a_compound_that_no_product_has_is_corrected() -> None:
    assert words(SHOP.compound("gartnhaustür"))[0] == "gartenhaustür"
    assert words(SHOP.compound("gartenhausrtür"))[0] == "gartenhaustür"
    assert spelling(WORDS, "en").compound("gartnhaustür") == ()


def test_an_empty_vocabulary_corrects_nothing() -> None:
    shop = spelling({})
    ways = (shop.correct, shop.complete, shop.likelier, shop.sounds_like, shop.compound)
    assert all(way("laufschuhe") == () for way in ways)


LETTERS = st.text("abens", min_size=5, max_size=12)


@given(word=LETTERS, data=st.data())
def test_every_single_edit_behind_the_first_letter_is_found(
    word: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, len(word) - 1))
    letter = data.draw(st.sampled_from("abens"))
    typed = data.draw(
        st.sampled_from(
            [
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1 :],
                word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
            ]
        )
    )
    if len(typed) >= 5:
        assert word in words(spelling({word: 1}, "en").correct(typed))


@given(st.text(max_size=80))
def test_any_letters_are_read(typed: str) -> None:
    for way in (SHOP.correct, SHOP.complete, SHOP.likelier, SHOP.sounds_like, SHOP.compound):
        assert len(way(typed)) <= 3
