"""Are the rules of querqy's file read for what they say, and the rest named by its line?"""

from typing import Any

import pytest

from knowledge_base.querqy_rules import read_blocks

EXAMPLE = """
# the example of its documentation, nearly
"red shoes" =>
  UP(50): * brand:nike
  DOWN(5): * brand:"Tom Tailor"
  UP(1000): * lens\\ mount:EF
  FILTER: * category:shoes
  FILTER: * -price:[* TO 10]
  FILTER: * -product_id:p9
  DECORATE: REDIRECT /sale
  @_id: "r17"
  @{
    priority: 10,
    note: "until {the} end"
  }@

kinder* =>
  FILTER: * age:kids
"""


def one(text: str) -> Any:
    (block,) = read_blocks(text)
    return block


def faults(text: str) -> list[str]:
    return [fault.place for block in read_blocks(text) for fault in block.faults]


def test_instructions_become_consequences_and_quotes_the_ends_of_a_query() -> None:
    shoes, kids = read_blocks(EXAMPLE)
    assert (shoes.line, shoes.entry_id, shoes.faults) == (3, "r17", [])
    assert shoes.when == {"query": "red shoes", "match": "exact"}
    assert shoes.then == [
        {"boost": {"filter": "brand:nike", "strength": "medium"}},
        {"bury": {"filter": "brand:Tom Tailor", "strength": "low"}},
        {"boost": {"filter": "lens mount:EF", "strength": "high"}},
        {"filter": "category:shoes"},
        {"hide": {"filter": "price:..10"}},
        {"hide": {"product_id": "p9"}},
        {"redirect": "/sale"},
    ]
    assert (shoes.rule["priority"], shoes.rule["note"]) == (10, "until {the} end")
    assert (kids.when, kids.then) == ({"query": "kinder*"}, [{"filter": "age:kids"}])


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("jeans =>", {"query": "jeans"}),
        ('"blue jeans =>', {"query": "blue jeans", "match": "starts_with"}),
        ('blue jeans" =>', {"query": "blue jeans", "match": "ends_with"}),
        ("* =>", {}),
    ],
)
def test_the_input_says_which_queries_are_meant(text: str, when: dict[str, str]) -> None:
    assert one(text).when == when


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        (
            "sneaker =>\nSYNONYM(0.8): turnschuh",
            {"kind": "one_way", "from": ["sneaker"], "to": ["turnschuh"], "weight": 80},
        ),
        ("cheap =>\nDELETE", {"kind": "stop_words", "words": ["cheap"]}),
        (
            "cheap blue jeans =>\nDELETE: cheap",
            {"kind": "replacement", "from": ["cheap blue jeans"], "to": ["blue jeans"]},
        ),
    ],
)
def test_what_is_said_of_words_becomes_a_synonym(lines: str, body: dict[str, Any]) -> None:
    block = one(lines)
    assert (block.synonyms, block.then, block.faults) == ({2: body}, [], [])


def test_a_word_left_out_of_a_whole_query_replaces_the_query() -> None:
    assert one('"cheap jeans" =>\nDELETE: cheap').then == [{"replace_query": "jeans"}]


@pytest.mark.parametrize(
    "instruction",
    [
        "BOOST: * brand:nike",
        "UP(viel): * brand:nike",
        "UP(-3): * brand:nike",
        "UP(5): kids",
        "UP(5): * brand:nike brand:puma",
        "FILTER: * size:[1 TO 5]",
        "SYNONYM:",
        "SYNONYM(x): y",
        "DELETE: hose",
        "DECORATE: BANNER /b",
        "DECORATE(key): value",
        '@tenant: ["DE"]',
        "@_id: r17",
        '@_id: "r 17"',
        "@{ _id: ",
        "nonsense",
    ],
)
def test_what_has_no_meaning_here_is_named_with_its_line(instruction: str) -> None:
    block = one(f"jeans =>\n  FILTER: * brand:nike\n  {instruction}")
    assert [fault.place for fault in block.faults] == ["line 3"]
    assert block.faults[0].detail


@pytest.mark.parametrize(
    "text", ["UP: * brand:nike", "(a OR b) =>", "a NOT b =>", "*schuh =>", '"" =>', 'a"b =>']
)
def test_an_input_that_cannot_be_used_is_named_with_its_line(text: str) -> None:
    assert faults(f"\n{text}\n") == ["line 2"]


def test_a_synonym_for_beginnings_or_whole_queries_is_refused() -> None:
    assert faults("kinder* =>\nSYNONYM: kinder $1") == ["line 2"]
    assert faults('"jeans" =>\nSYNONYM: hose') == ["line 2"]
