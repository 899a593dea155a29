"""Is a robot that says so believed, and a browser too?"""

import pytest
from starlette.datastructures import Headers

from knowledge_base.events import ROBOT
from service.intake.robots import PROGRAM, SURE, robot_score

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"


@pytest.mark.parametrize(
    ("headers", "score"),
    [
        ({"user-agent": FIREFOX}, 0),
        ({"user-agent": IPHONE}, 0),
        ({"user-agent": "Mozilla/5.0 (Linux; Android 14; Cubot P80)"}, 0),
        ({"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://x.example)"}, SURE),
        ({"user-agent": "Mozilla/5.0 (compatible; AhrefsBot/7.0)"}, SURE),
        ({"user-agent": "SomeSpider 1.0"}, SURE),
        ({"user-agent": FIREFOX, "sec-purpose": "prefetch;prerender"}, SURE),
        ({"user-agent": "curl/8.5.0"}, PROGRAM),
        ({"user-agent": "python-requests/2.32"}, PROGRAM),
        ({}, PROGRAM),
    ],
)
def test_what_a_request_says_of_itself_is_its_score(
    headers: dict[str, str], score: int
) -> None:
    assert robot_score(Headers(headers)) == score


def test_a_program_alone_is_not_yet_a_robot() -> None:
    assert PROGRAM < ROBOT <= SURE
