"""How a content page is read."""

from datetime import UTC, datetime
from typing import Any

import pytest

from knowledge_base.content import read_content_page
from knowledge_base.errors import BadInput

PAGE = {"title": "Größenberater", "url": "/ratgeber/groessen"}


def places(body: object) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read_content_page("c1", body)
    return [one.place for one in caught.value.faults]


def test_a_page_is_read_and_its_markup_is_taken_off() -> None:
    more = {"text": "<p>So <b>misst</b> man.</p>\r\n", "keywords": ["Größe"], "language": "de"}
    page = read_content_page("c1", {**PAGE, **more})
    assert (page.title, page.text, page.keywords) == (
        "Größenberater",
        "So misst man.",
        ("Größe",),
    )


def test_a_page_speaks_its_language_or_all() -> None:
    german = read_content_page("c1", {**PAGE, "language": "de"})
    assert (german.speaks("de"), german.speaks("en")) == (True, False)
    assert read_content_page("c1", PAGE).speaks("en")


def test_a_page_is_shown_in_its_time() -> None:
    page = read_content_page("c1", {**PAGE, "from": "2026-03-01T00:00:00Z"})
    assert page.is_shown(datetime(2026, 3, 2, tzinfo=UTC))
    assert not page.is_shown(datetime(2026, 2, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, ["/title", "/url"]),
        ({**PAGE, "title": "<br>"}, ["/title"]),
        ({**PAGE, "url": "javascript:alert(1)"}, ["/url"]),
        ({**PAGE, "text": "a" * 20_001}, ["/text"]),
        ({**PAGE, "keywords": ["a"] * 101}, ["/keywords"]),
        ({**PAGE, "keywords": "a"}, ["/keywords"]),
        ({**PAGE, "keywords": ["a", "!?", "b" * 201]}, ["/keywords/1", "/keywords/2"]),
        ({**PAGE, "until": "tomorrow"}, ["/until"]),
        (
            {**PAGE, "from": "2026-03-02T00:00:00Z", "until": "2026-03-01T00:00:00Z"},
            ["/until"],
        ),
        ({**PAGE, "body": "x"}, ["/body"]),
    ],
)
def test_faults_are_named_with_their_places(body: dict[str, Any], wrong: list[str]) -> None:
    assert places(body) == wrong
