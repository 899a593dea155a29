import gzip
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from service.scripts.files import FOLDER, WidgetFiles
from service.scripts.joining import Module, joined
from service.scripts.stripping import stripped


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=[Mount("/", WidgetFiles())])) as client:
        yield client


def test_a_module_comes_stripped_and_for_those_who_can_read_it_compressed(
    client: TestClient,
) -> None:
    plain = client.get("/visit.js", headers={"Accept-Encoding": "identity"})
    packed = client.get("/visit.js", headers={"Accept-Encoding": "gzip"})
    source = (FOLDER / "visit.js").read_text("utf-8")
    modules = {"visit.js": Module.read("visit.js", stripped(source))}
    assert plain.text == packed.text == joined("visit.js", modules)
    assert "/**" in source
    assert "/**" not in plain.text
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) == len(gzip.compress(plain.content))
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


def test_a_module_the_browser_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/tresen.js")
    again = client.get("/tresen.js", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/page.js", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_every_module_is_served_and_nothing_else(client: TestClient) -> None:
    for module in FOLDER.glob("*.js"):
        answer = client.get(f"/{module.name}")
        assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert client.get("/tresen.css").headers["content-type"] == "text/css; charset=utf-8"
    for path in ("/", "/page", "/page.js/", "/%2e%2e/README.md", "/../service/app.py"):
        assert client.get(path).status_code == 404
