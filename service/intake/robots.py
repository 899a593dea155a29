"""Judges by what a request says of itself whether a robot sent it."""

import re
from typing import Any

from starlette.datastructures import Headers

SURE = 100
"""The score of what calls itself a robot, loads pages ahead, or follows what nobody sees."""
PROGRAM = 40
"""The score of a program without a browser: it may be the shop's own, passing events on."""
HONEYPOT = "honeypot"
"""The placement of a link that people cannot see: only robots follow it."""

_ROBOT = re.compile(
    r"(?<!cu)bots?\b|crawl|spider|slurp|archiver|facebookexternalhit|lighthouse|preview\b|"
    r"pingdom|uptime|scrapy|phantomjs",
    re.IGNORECASE,
)
"""Cubot makes telephones."""
_BROWSER = re.compile(r"mozilla/|opera/", re.IGNORECASE)
_AHEAD = ("purpose", "sec-purpose", "x-moz")


def robot_score(headers: Headers) -> int:
    """Return how surely the sender of a request is no person, 0 to 100."""
    agent = headers.get("user-agent", "")
    loads_ahead = any("prefetch" in headers.get(name, "").lower() for name in _AHEAD)
    if loads_ahead or _ROBOT.search(agent):
        return SURE
    return 0 if _BROWSER.match(agent) else PROGRAM


def is_trapped(raw: dict[str, Any]) -> bool:
    """Say whether an event follows what people cannot see."""
    return raw.get("placement") == HONEYPOT
