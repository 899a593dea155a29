"""Whatever is typed, the answer is bounded, and so is the work for it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.families import families
from knowledge_base.language.words import LONGEST
from search.index import TextIndex
from search.interpretation import interpretation
from search.searcher import Found, Searcher
from search.understanding import MOST_WORDS
from tests.search.shop import CAMERAS, Shop, open_shop, product

LONG = 10_000
PIECES = [
    *("kamera", "laufschuhe ", "t-shirt", "für ", "garten", "haus", "levi's", "spa2600/00"),
    *("3 m ", "100 x 200 cm ", "1,5", "1.", "½", "4er-", '13"', "225/45 R17 ", "1", "0"),
    *("AND ", "OR ", "NOT ", "+", "-", '"', "*", ":", "^", "~", "/", "\\", "[", "]", "(", ")"),
    *("{!", "title:", "' OR 1=1 --", "%00", "\x00", "\x1b", "\t", "\n", "\x7f", "\ufffd"),
    *("\u0301", "a\u0301\u0300\u0302", "\u0e01\u0e47", "\ufdfa", "\u1100\u1161", "ß", "İ", "ﬁ"),
    *(
        "👩\u200d👩",
        "🇩🇪",
        "\u202e",
        "\u2066",
        "\u200f",
        "שלום ",
        "مرحبا ",
        "相机",
        "²",
        "\ufeff",
    ),
    *("\ue000", "\U000e0001", "\U0010ffff", "x" * 65),
]
FLOODS = {
    **{ascii(piece): piece * (LONG // len(piece)) for piece in PIECES},
    "marks on one letter": "a" + "\u0301" * LONG,
    "digits apart": "1 " * (LONG // 2),
    "letters apart": "a " * (LONG // 2),
    "words that hang together": "a-" * (LONG // 2),
    "a compound without end": "gartenhaus" * (LONG // 10),
}


def answer(shop: Shop, text: str, language: str = "de") -> Found:
    """Do all that search does for a text, and check what always holds."""
    searcher = shop.searchers[language]
    query = searcher.understand(text)
    found = searcher.find(query)
    candidates = found.candidates
    assert len(query.terms) <= MOST_WORDS
    assert all(0 < len(one.text) <= LONGEST for one in query.terms)
    assert all(0 <= one.start < one.end <= len(text) for one in query.terms)
    assert len(set(candidates.rows.tolist())) == len(candidates) <= shop.catalogue.products
    assert candidates.tier.tolist() == sorted(candidates.tier.tolist())
    assert sum(one.products for one in found.tiers) == len(candidates)
    assert interpretation(found)["stage"] == found.stage.value
    for title in ("Laufschuhe für Kinder", "T-Shirt, 3 m Größe", ""):
        flat = [place for pair in searcher.marked(found.query)(title) for place in pair]
        assert flat == sorted(flat)
    return found


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=60))
def test_no_text_breaks_search(shop: Shop, pieces: list[str]) -> None:
    answer(shop, "".join(pieces))
    answer(shop, "".join(pieces), "en")


@given(st.sampled_from(PIECES), st.sampled_from([2, 33, 700, LONG]))
@settings(max_examples=40)
def test_no_flood_breaks_search(shop: Shop, piece: str, times: int) -> None:
    answer(shop, (piece * times)[:LONG])


@pytest.mark.parametrize("name", FLOODS)
def test_ten_thousand_characters_get_an_answer(shop: Shop, name: str) -> None:
    answer(shop, FLOODS[name])


# --- signs that mean something elsewhere ----------------------------------------------------


@pytest.mark.parametrize("sign", [*'+-"*:^~/\\[](){}!?&|<>=@#$%;,.`', "&&", "||", "*:*", "~2"])
def test_signs_of_query_languages_mean_nothing(shop: Shop, sign: str) -> None:
    plain = shop.find("kamera ")
    assert plain
    sign_only = sign.rstrip("2")
    for text in (f"{sign_only}kamera ", f"kamera{sign_only} ", f"{sign_only} kamera "):
        assert shop.find(text) == plain


@pytest.mark.parametrize(
    "text", ["-kamera ", "NOT kamera ", "title:kamera ", "kamera AND kompakt ", "kamera OR x "]
)
def test_nothing_is_excluded_and_no_field_is_named(shop: Shop, text: str) -> None:
    assert "cam-2" in shop.find(text)


@pytest.mark.parametrize(
    "text",
    [
        *("\u202ekamera\u202c ", "\u2066kamera\u2069 ", "\u200fkamera\u200e ", "ka\u00admera "),
        *(
            "\ufeffkamera ",
            "kam\u200bera ",
            "\x00kamera\x00 ",
            "📷 kamera 📷 ",
            "\uff2b\uff21MERA ",
        ),
        *("kamera\u0301\u0301\u0301\u0301 ", "\tkamera\r\n"),
    ],
)
def test_what_nobody_sees_makes_no_difference(shop: Shop, text: str) -> None:
    assert shop.find(text) == shop.find("kamera ")


@pytest.mark.parametrize("text", ["👟", "\u202e\u2066\u200f", "\x00\x01\x02", '+-"*:^~/[]()'])
def test_without_a_word_there_is_nothing_to_search_for(shop: Shop, text: str) -> None:
    assert shop.searchers["de"].understand(text * 50).terms == ()


def test_a_flood_of_digits_is_one_word_and_no_other_number(shop: Shop) -> None:
    found = answer(shop, "0012502615620" * 700)
    (term,) = found.query.terms
    assert len(term.text) == LONGEST
    assert found.query.corrected is None
    assert len(found.candidates) == 0


# --- how much work it is --------------------------------------------------------------------


@contextmanager
def counting() -> Iterator[Callable[[], int]]:
    """Count the calls of functions, which do not depend on the machine or its load."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield lambda: calls
    finally:
        sys.setprofile(before)


def work(searcher: Searcher, text: str) -> int:
    """Return how many calls it takes to understand a text and find what it means."""
    with counting() as calls:
        searcher.find(searcher.understand(text))
    return calls()


@pytest.mark.parametrize("name", FLOODS)
def test_work_is_linear_in_the_letters(shop: Shop, name: str) -> None:
    searcher, flood = shop.searchers["de"], FLOODS[name]
    half, whole = flood[: LONG // 2], flood[:LONG]
    for text in (half, whole):
        work(searcher, text)  # from here on words are known to caches
    assert work(searcher, whole) <= 2.1 * work(searcher, half) + 500


ENDS = ("atu", "obi", "upe", "iro", "elda", "onko", "umi", "arzo")
COMMON = [f"{start}{end}" for start in ("lam", "ker", "sol", "bin") for end in ENDS]
UNKNOWN = [f"{start}x{end}" for start in ("lam", "ker", "sol", "bin") for end in ENDS]
GLUED = [f"{word}-" for word in COMMON]


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Open a shop where products have most of many words, and none has eight in a row."""
    lines = []
    for number in range(len(COMMON)):
        title = " ".join(word for at, word in enumerate(COMMON) if (at - number) % 8)
        lines.append(product(f"p{number}", (title, title), CAMERAS, "Uhu", "1.00"))
    return open_shop(tmp_path_factory.mktemp("crowd"), list(families(lines)), [])


@pytest.mark.parametrize("words", [COMMON, UNKNOWN, GLUED], ids=["common", "unknown", "glued"])
def test_work_is_linear_in_the_words(crowd: Shop, words: list[str]) -> None:
    searcher = crowd.searchers["de"]
    least, some, all_of_them = (
        work(searcher, " ".join(words[:count]) + " ") for count in (8, 16, MOST_WORDS)
    )
    assert some <= 2.5 * least
    assert all_of_them <= 2.5 * some


@pytest.mark.parametrize("words", [COMMON, UNKNOWN, GLUED], ids=["common", "unknown", "glued"])
def test_few_questions_are_asked_of_the_index(
    crowd: Shop, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    for name in ("meeting_all", "meeting_anywhere"):
        whole = getattr(TextIndex, name)

        def count(
            index: TextIndex, clauses: list[object], whole: Callable[..., object] = whole
        ) -> object:
            asked.append(len(clauses))
            return whole(index, clauses)

        monkeypatch.setattr(TextIndex, name, count)
    answer(crowd, " ".join(words) + " ")
    assert 0 < len(asked) <= 2 * MOST_WORDS
    assert sum(asked) <= 8 * MOST_WORDS


def test_words_beyond_the_limit_cost_next_to_nothing(crowd: Shop) -> None:
    searcher = crowd.searchers["de"]
    text = " ".join(COMMON) + " "
    for count in (1, 2, 20):
        work(searcher, text * count)
    once, twice, often = (work(searcher, text * count) for count in (1, 2, 20))
    assert twice - once < once / 4
    assert often - once < 20 * (twice - once) + 100


@pytest.mark.parametrize(
    "stuff", ["garten", "laufschuhe", "abcdefghijk", "a", "haus", "kamera", "9a"]
)
def test_one_long_word_costs_no_more_than_its_first_letters(shop: Shop, stuff: str) -> None:
    searcher = shop.searchers["de"]
    long = (stuff * LONG)[: LONG - 1]
    cut, whole = searcher.understand(long[:LONGEST]), searcher.understand(long)
    assert [one.text for one in whole.terms] == [one.text for one in cut.terms]
    assert [one.readings for one in whole.terms] == [one.readings for one in cut.terms]
    half = work(searcher, (stuff * LONG)[: LONGEST // 2] + " ")
    assert work(searcher, long[1:] + " ") <= 10 * half + 2_000
