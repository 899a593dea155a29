"""The words in which answers and bodies are described: JSON Schema, put together from few."""

from collections.abc import Mapping
from typing import Any

from knowledge_base.consent import Consent
from knowledge_base.devices import Device

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
NUMBER: Schema = {"type": "integer"}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
FLAG: Schema = {"type": "boolean"}
CONSENT: Schema = {"type": "string", "enum": [one.word for one in Consent]}
DEVICE: Schema = {"type": "string", "enum": [*map(str, Device)]}


def shape(required: Mapping[str, Schema], **more: Schema) -> Schema:
    """Describe an object by its fields, those it always has first."""
    return {
        "type": "object",
        "properties": {**required, **more},
        "required": list(required),
    }


def some(schema: Schema, most: int | None = None) -> Schema:
    """Describe a list."""
    return {"type": "array", "items": schema} | ({"maxItems": most} if most else {})


def maybe(schema: Schema) -> Schema:
    """Describe something that may be null."""
    return {"anyOf": [schema, {"type": "null"}]}


def named(name: str) -> Schema:
    """Refer to one of the document's schemas."""
    return {"$ref": f"#/components/schemas/{name}"}
