from dataclasses import replace

from service.door.query_ids import Answer, digest_of, read_answer, sign_answer
from service.door.tokens import LIFETIME, HitTokens, Shown

TOKENS = HitTokens([b"a secret of thirty-two bytes ....."])
NOW = 1_700_000_000
ANSWER = Answer(
    answer=7,
    at=NOW,
    first=25,
    placement="search",
    snapshot_id="s-1",
    query="rote Schuhe",
    products=tuple(map(digest_of, ("a", "b", "ü"))),
    grades=(300, 128, 32_767),
    forced=frozenset({0}),
    chances={2: 0.25},
)


def test_a_query_id_gives_back_what_was_signed() -> None:
    assert read_answer(TOKENS, sign_answer(TOKENS, ANSWER), NOW) == ANSWER


def test_a_query_id_says_of_each_product_what_its_hit_token_would() -> None:
    read = read_answer(TOKENS, sign_answer(TOKENS, ANSWER), NOW)
    assert read is not None
    assert read.shown("a") == Shown(
        7, NOW, 25, "a", "search", "s-1", forced=True, match_grade=300
    )
    assert read.shown("ü") == Shown(
        7,
        NOW,
        27,
        "ü",
        "search",
        "s-1",
        explored=True,
        propensity=0.25,
        match_grade=32_767,
    )
    assert read.shown("c") is None


def test_where_the_match_did_not_matter_no_grade_is_proved() -> None:
    read = read_answer(TOKENS, sign_answer(TOKENS, replace(ANSWER, grades=())), NOW)
    assert read == replace(ANSWER, grades=())
    assert read.shown("b") == Shown(7, NOW, 26, "b", "search", "s-1")


def test_a_query_id_of_somebody_else_proves_nothing() -> None:
    forged = sign_answer(HitTokens([b"another secret of as many bytes .."]), ANSWER)
    assert read_answer(TOKENS, forged, NOW) is None
    assert read_answer(TOKENS, "0" * 32, NOW) is None
    assert read_answer(TOKENS, "ä", NOW) is None


def test_a_query_id_is_no_hit_token_and_a_hit_token_no_query_id() -> None:
    token = TOKENS.sign(Shown(7, NOW, 1, "a", "search", "s-1"))
    assert TOKENS.verify(sign_answer(TOKENS, ANSWER), NOW) is None
    assert read_answer(TOKENS, token, NOW) is None


def test_an_old_query_id_teaches_nothing() -> None:
    assert read_answer(TOKENS, sign_answer(TOKENS, ANSWER), NOW + LIFETIME + 1) is None


def test_a_long_query_is_cut() -> None:
    read = read_answer(TOKENS, sign_answer(TOKENS, replace(ANSWER, query="ö" * 500)), NOW)
    assert read is not None
    assert read.query == "ö" * 200
