"""Does the audit tell holes, no holes and no answer apart?"""

from typing import Any

import pytest

from tests.architecture.audit import HOLES, SOUND, UNKNOWN, judged

WELL = {"name": "fine", "version": "1.0", "vulns": []}
HOLED = {
    "name": "holed",
    "version": "2.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}],
}
UNTOLD = {"name": "untold", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("dependencies", "code", "word"),
    [
        ([WELL], SOUND, "no known hole in 1"),
        ([WELL, HOLED], HOLES, "holed 2.0 has a known hole, PYSEC-1; mended in 2.1"),
        ([WELL, UNTOLD], UNKNOWN, "COULD NOT CHECK 1 of 2"),
        ([HOLED, UNTOLD], HOLES, "COULD NOT CHECK 1 of 2"),
    ],
)
def test_what_nobody_can_say_is_not_taken_for_sound(
    dependencies: list[dict[str, Any]], code: int, word: str
) -> None:
    found, lines = judged(dependencies)
    assert found == code
    assert any(word in one for one in lines)
