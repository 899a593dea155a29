"""Does every answer look the way the OpenAPI document says, with no field left out of it?"""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from service.door.auth import KeyClass
from tests.service.api.conftest import Served

READS = [
    ("/v1/search", "SearchAnswer", {"q": "blaue sneaker 42"}),
    ("/v1/search", "SearchAnswer", {"q": "sneekar"}),
    ("/v1/search", "SearchAnswer", {"q": "quietschschuhe"}),
    ("/v1/search", "SearchAnswer", {"q": "sneaker", "filter": "colour:Blau"}),
    ("/v1/search", "SearchAnswer", {"q": "", "explain": "true"}),
    ("/v1/suggest", "SuggestAnswer", {"q": "sne"}),
    ("/v1/suggest", "SuggestAnswer", {"q": ""}),
    ("/v1/recommendations/home", "Recommendations", {}),
    ("/v1/recommendations/product_bundle?product_id=s1", "Recommendations", {}),
    ("/v1/recommendations/product_set?product_id=s1", "Recommendations", {}),
    ("/v1/recommendations/free_shipping?basket=s1:2", "Recommendations", {}),
]

EXPLAINED = [
    ("/v1/explain", "Explanation", {"q": "sneaker", "product_id": "s1"}),
    ("/v1/explain", "Explanation", {"q": "sne", "product_id": "s1", "placement": "suggest"}),
    ("/v1/explain", "Explanation", {"q": "sne", "product_id": "no", "placement": "suggest"}),
    ("/v1/explain", "Explanation", {"product_id": "s1", "placement": "home"}),
]
EVERY = [
    *((*one, key) for one in READS for key in (KeyClass.PUBLIC, KeyClass.MERCHANDISER)),
    *((*one, KeyClass.MERCHANDISER) for one in EXPLAINED),
]


@pytest.mark.parametrize(("path", "name", "asked", "key"), EVERY)
def test_an_answer_is_what_its_description_says(
    read_only: Served, path: str, name: str, asked: dict[str, str], key: KeyClass
) -> None:
    document = read_only.client.get("/openapi.json").json()
    body = read_only.get(path, key, **asked)
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    assert [str(one) for one in jsonschema_rs.validator_for(schema).iter_errors(body)] == []
    assert list(undescribed(body, schema, document["components"]["schemas"])) == []


def test_every_operation_says_what_it_does_without_words_of_the_code(read_only: Served) -> None:
    paths = read_only.client.get("/openapi.json").json()["paths"]
    operations = [one for methods in paths.values() for one in methods.values()]
    assert [one for one in operations if " " not in one["summary"]] == []
    assert [one for one in operations if "Raises" in one.get("description", "")] == []


def undescribed(value: Any, schema: Any, known: Any, place: str = "") -> Iterator[str]:
    """Yield the places of the fields that no schema knows."""
    schema = resolved(value, schema, known)
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from undescribed(one, schema.get("items", {}), known, f"{place}/{number}")
    if isinstance(value, dict) and "properties" in schema:
        yield from (f"{place}/{field}" for field in value.keys() - schema["properties"])
        for field, inside in schema["properties"].items():
            yield from undescribed(value.get(field), inside, known, f"{place}/{field}")


def resolved(value: Any, schema: Any, known: Any) -> Any:
    """Return the schema that is referred to, of several the one that the value is of."""
    if "$ref" in schema:
        return resolved(value, known[schema["$ref"].rpartition("/")[2]], known)
    for way in schema.get("anyOf", schema.get("oneOf", ())):
        if jsonschema_rs.is_valid({**way, "components": {"schemas": known}}, value):
            return resolved(value, way, known)
    return schema
