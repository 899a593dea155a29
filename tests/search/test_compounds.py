"""Compounds are learned from the shop's own words, and nothing is cut into nonsense."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import pytest

from knowledge_base.language.words import Analyser, split_words
from knowledge_base.learned import LearnedKind
from knowledge_base.manifest import CATALOGUE
from knowledge_base.snapshots import SnapshotStore
from search.compound_learning import Evidence
from search.compounds import Compounds
from search.heads import head_of
from search.vocabulary import Vocabulary

GERMAN = [
    *("Garten Stuhl", "Gartenstuhl", "Gartenstuhl grün", "Auflage", "Auflage weich"),
    *("Stuhl", "Stuhl weiß", "Gartenhaus", "Haus", "Haus am See", "Garten", "Gartentür"),
    *("Tür", "Tür weiß", "Haustür", "Hundefutter", "Katzenfutter", "Futter für Hunde"),
    *("Futter", "Hund", "Hunde", "Katzen", "Katzen", "Jacke", "Jacke rot", "Regenjacke"),
    *("Regenhose", "Regenschirm", "Hose", "Hose", "Schirm", "Schirm", "Kinder", "Kinder"),
    *("Kinderregenjacke", "Ring", "Ring", "Ohr", "Ohr", "Ohrring", "Zahn", "Zahn"),
    *("Löwen", "Löwen", "Löwenzahn", "Schule", "Schule", "Tasche", "Tasche", "Schultasche"),
    *("Schulheft", "Heft", "Heft", "Staub", "Staub", "Becken", "Becken", "Ecken", "Ecken"),
    *("Stau", "Stau", "Staubecken", "Schutz", "Schutz", "Feuchte", "Feuchte", "Fe", "Tee"),
    *("Tee", "Öl", "Öl", "Oliven", "Oliven", "Olivenöl", "Wissen", "Wissen", "Schaft"),
    *("Schaft", "Drucker", "Drucker", "Messer", "Slip", "Slip", "Per", "Per", "Ringe"),
    *("Alkohol", "Menthol", "Sonnenwelt", "Sonnen", "Sonnen", "Welt", "Welt"),
]


def learn(
    titles: Sequence[str],
    language: str = "de",
    brands: Mapping[str, int] = MappingProxyType({}),
    **more: object,
) -> Compounds:
    """Learn from titles alone."""
    analyser = Analyser(language)
    words: Counter[str] = Counter()
    for title in titles:
        words.update({word.text for word in split_words(title)})
    heads = Counter(head for title in titles if (head := head_of(title, language)))
    evidence = Evidence(len(titles), heads, brands, **more)  # type: ignore[arg-type] # one test's
    return Compounds.build(Vocabulary.of(words, analyser), evidence)


@pytest.fixture(scope="module")
def german() -> Compounds:
    return learn(GERMAN)


def parts(compounds: Compounds, word: str) -> list[str]:
    return [" ".join(one.shown) for one in compounds.split(word)]


@pytest.mark.parametrize(
    ("word", "made_of"),
    [
        ("haustür", "haus tür"),
        ("hundefutter", "hunde futter"),
        ("gartenhäuser", "garten haus"),
        ("olivenöl", "oliven öl"),
        ("schultasche", "schule tasche"),
        ("ohrring", "ohr ring"),
        ("feuchteschutz", "feuchte schutz"),
        ("haustuer", "haus tür"),
    ],
)
def test_a_compound_is_cut_where_its_words_meet(
    german: Compounds, word: str, made_of: str
) -> None:
    assert parts(german, word)[0] == made_of


@pytest.mark.parametrize(
    "word",
    [
        *("fährt", "slipper", "wissenschaft", "löwenzahn", "druckerei", "garten", "messer"),
        *("alkohol", "menthol", "jacke", "tür", "", "39", "a7", "t"),
    ],
)
def test_what_is_one_word_stays_whole(german: Compounds, word: str) -> None:
    assert german.split(word) == ()


def test_a_word_the_catalogue_lacks_is_cut_coarsely_and_finely(german: Compounds) -> None:
    assert parts(german, "gartenstuhlauflage") == [
        "gartenstuhl auflage",
        "garten stuhl auflage",
    ]


def test_a_word_of_many_parts_is_cut_though_none_of_its_pairs_is_known(
    german: Compounds,
) -> None:
    assert parts(german, "katzenhausauflage") == ["katzen haus auflage"]


def test_parts_are_shown_as_the_word_spells_them(german: Compounds) -> None:
    assert parts(german, "schultuer") == ["schule tuer"]
    assert parts(german, "schultür") == ["schule tür"]
    assert parts(german, "tuerstuhl") == ["tuer stuhl"]


def test_the_head_is_the_last_stem(german: Compounds) -> None:
    assert german.split("kinderstühle")[0].stems[-1] == Analyser("de").stem("stuhl")


def test_a_word_that_can_be_read_in_two_ways_is_cut_in_both() -> None:
    learned = learn([title for title in GERMAN if title != "Staubecken"])
    assert set(parts(learned, "staubecken")) == {"staub ecken", "stau becken"}


def test_what_no_product_has_alone_may_stand_before_several_heads(german: Compounds) -> None:
    assert parts(german, "regenjacke") == ["regen jacke"]
    assert parts(german, "kinderregenjacke")[-1] == "kinder regen jacke"


def test_kinds_of_a_thing_are_found_by_its_name_at_any_depth(german: Compounds) -> None:
    assert set(german.with_head("jack")) == {"regenjack", "kinderregenjack"}


def test_compounds_are_found_by_what_they_have_to_do_with(german: Compounds) -> None:
    assert set(german.with_modifier("gart")) == {"gartenstuhl", "gartenhaus", "gartentur"}


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("haus tür", ("haustur",)),
        ("hund futter", ("hundefutter",)),
        ("futter für hunde", ("hundefutter",)),
        ("futter für den hund", ("hundefutter",)),
        ("tür zum haus", ("haustur",)),
        ("schule taschen", ("schultasch",)),
        ("kinder regen jacke", ("kinderregenjack",)),
        ("futter hunde", ()),
        ("tür", ()),
        ("für", ()),
        ("", ()),
    ],
)
def test_words_written_apart_lead_to_the_compound(
    german: Compounds, text: str, stems: tuple[str, ...]
) -> None:
    assert german.joined(text.split()) == stems


def test_brands_stay_whole() -> None:
    assert learn(GERMAN).split("sonnenwelt")
    assert learn(GERMAN, brands={"sonnenwelt": 1}).split("sonnenwelt") == ()


@pytest.mark.parametrize("veto", ["haustür", "haustur"])
def test_a_veto_keeps_a_word_whole_everywhere(german: Compounds, veto: str) -> None:
    vetoed = german.without(frozenset({veto}))
    assert vetoed.split("haustür") == ()
    assert vetoed.joined(["haus", "tür"]) == ()
    assert "haustur" not in vetoed.with_head("tur")
    assert german.split("haustür"), "what was opened stays as it is"


def test_a_veto_holds_inside_longer_words(german: Compounds) -> None:
    vetoed = german.without(frozenset({"gartenstuhl"}))
    assert parts(vetoed, "gartenstuhlauflage") == ["gartenstuhl auflage"]


def test_every_learned_compound_comes_with_what_speaks_for_it(german: Compounds) -> None:
    learned = {one.key: one for one in german.learned()}
    chair = learned["gartenstuhl"]
    assert (chair.kind, chair.what) == (LearnedKind.COMPOUND, "garten + stuhl")
    assert chair.evidence["products"] == 2
    assert chair.evidence["heads"] >= 2
    assert chair.evidence["begins"] >= 2
    assert 0 < chair.evidence["score"] <= 1


def test_what_is_learned_survives_storing(german: Compounds, tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    with store.draft() as draft:
        german.save(draft.part(CATALOGUE), "compounds/de")
        manifest = draft.finish(datetime(2024, 5, 1, tzinfo=UTC))
    opened = Compounds.open(store.read(manifest, CATALOGUE), "compounds/de", german.vocabulary)
    assert opened.learned() == german.learned()
    assert opened.split("gartenstuhlauflage") == german.split("gartenstuhlauflage")
    assert opened.with_head("jack") == german.with_head("jack")


def test_learning_twice_gives_the_same(german: Compounds) -> None:
    assert learn(GERMAN).learned() == german.learned()


def test_parts_that_products_have_together_are_preferred() -> None:
    def together(one: str, other: str) -> int:
        return 9 if (one, other) == ("stau", "beck") else 0

    titles = [*GERMAN, "Staubecken"]
    assert parts(learn(titles, together=together), "staubecken")[0] == "stau becken"


def test_a_word_that_is_more_than_a_brand_is_cut_as_any_other() -> None:
    shops = learn([*GERMAN, *["Gartenhaus"] * 3], brands={"gartenhaus": 1})
    assert parts(shops, "gartenhaus") == ["garten haus"]


ENGLISH = ["handbag", "hand cream", "hand soap", "bag", "bag", "key", "key", "board", "board"]


def test_english_cuts_only_what_it_also_writes_apart() -> None:
    def together(one: str, other: str) -> int:
        return int((one, other) == ("hand", "bag"))

    english = learn([*ENGLISH, "keyboard"], "en", together=together)
    assert [one.key for one in english.learned()] == ["handbag"]
    assert english.joined(["hand", "bag"]) == ("handbag",)
    assert english.joined(["bag", "for", "hand"]) == ("handbag",)


@pytest.mark.parametrize(
    ("language", "titles", "word", "made_of"),
    [
        (
            "nl",
            ["hond", "honden", "honden", "voer", "voer", "mand"],
            "hondenvoer",
            "honden voer",
        ),
        ("sv", ["regn", "regn", "jacka", "jacka", "byxor"], "regnjacka", "regn jacka"),
        ("da", ["barn", "barn", "vogn", "vogn"], "barnevogn", "barn vogn"),
        ("no", ["barn", "barn", "klær", "klær"], "barneklær", "barn klær"),
    ],
)
def test_neighbouring_languages_have_links_of_their_own(
    language: str, titles: list[str], word: str, made_of: str
) -> None:
    assert parts(learn(titles, language), word) == [made_of]


@pytest.mark.parametrize("word", ["a" * 64, "hunde" * 12, "ß" * 30, "katzenhaus" * 4])
def test_a_word_of_any_length_is_answered(german: Compounds, word: str) -> None:
    assert len(german.split(word)) <= 3


def test_of_a_word_with_rare_parts_the_head_alone_is_understood(german: Compounds) -> None:
    assert german.head("regenfutter") == (("futter",), ("futter",), 0.0)
    assert german.head("xylofutter") is None, "what is before it begins nothing"
    assert german.without(frozenset({"regenfutter"})).head("regenfutter") is None
