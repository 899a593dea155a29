"""Shows the API to people: the OpenAPI document as one page of plain HTML without assets."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from service.door.errors import CODES

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Cache-Control": "no-cache",
}
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; }
summary { cursor: pointer; padding: .4rem 0; border-top: 1px solid #8884; }
code, pre { font: 14px/1.4 ui-monospace, monospace; }
pre { overflow-x: auto; background: #8881; padding: .8rem; }
table { border-collapse: collapse; } td, th { text-align: left; padding: .15rem 1rem .15rem 0; }
b { display: inline-block; width: 5rem; } :root { color-scheme: light dark; }
"""


def render_api(document: Mapping[str, Any]) -> str:
    """Write every operation and every schema of an OpenAPI document."""
    info = document["info"]
    parts = [f"<h1>{escape(info['title'])} {escape(info['version'])}</h1>"]
    parts.append(
        '<p><a href="/openapi.json">openapi.json</a> · <a href="/docs/errors">errors</a></p>'
    )
    for path, operations in sorted(document["paths"].items()):
        for method, operation in operations.items():
            parts += _operation(path, method, operation)
    parts.append("<h2>Schemas</h2>")
    for name, schema in sorted(document["components"]["schemas"].items()):
        parts.append(f"<details><summary>{escape(name)}</summary>{_json(schema)}</details>")
    return _page(info["title"], parts)


def render_errors() -> str:
    """Write what every error code means."""
    rows = (
        f"<tr id='{code}'><td><code>{code}</code><td>{status}<td>{escape(meaning)}"
        for code, (status, meaning) in CODES.items()
    )
    return _page("Errors", ["<h1>Errors</h1><table>", *rows, "</table>"])


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> Iterator[str]:
    summary = escape(operation.get("summary", ""))
    name = f"<b>{method.upper()}</b><code>{escape(path)}</code>"
    yield f"<details><summary>{name} {summary}</summary>"
    yield f"<p>{escape(operation.get('description', ''))}</p>"
    if parameters := operation.get("parameters"):
        rows = (
            f"<tr><td><code>{escape(one['name'])}</code><td>{one['in']}"
            f"<td>{escape(one.get('description', ''))}"
            for one in parameters
        )
        yield f"<table>{''.join(rows)}</table>"
    if body := operation.get("requestBody"):
        yield f"<h4>Body</h4>{_json(body['content'])}"
    yield f"<h4>Answers</h4>{_json(operation['responses'])}</details>"


def _json(value: object) -> str:
    return f"<pre>{escape(json.dumps(value, indent=1, ensure_ascii=False))}</pre>"


def _page(title: str, parts: list[str]) -> str:
    head = f"<meta charset=utf-8><title>{escape(title)}</title><style>{_STYLE}</style>"
    return (
        f"<!doctype html><html lang=en><head>{head}</head><body>{''.join(parts)}</body></html>"
    )
