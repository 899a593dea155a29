"""Parts of a week by the clock on the shop's wall: days, and hours of a day."""

import re
from dataclasses import dataclass

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""In the order of `datetime.weekday`."""
HOURS = r"(1?[0-9]|2[0-3])[.][.]([1-9]|1[0-9]|2[0-4])"
"""How hours are written."""
_DAY = 24


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of a day from `begin` to before `end`: 18..22, over midnight 22..6.

    Where both are one, it is the whole day.
    """

    begin: int
    end: int

    def __str__(self) -> str:
        return f"{self.begin}..{self.end}"

    @property
    def every(self) -> frozenset[int]:
        """Return the hours, each by its number from 0 to 23."""
        last = self.end if self.end > self.begin else self.end + _DAY
        return frozenset(hour % _DAY for hour in range(self.begin, last))


ALL_DAY = Hours(0, _DAY)


def parse_hours(text: str) -> Hours:
    """Read hours such as 18..22. Raises ValueError."""
    if not re.fullmatch(HOURS, text):
        msg = "must be hours of a day such as 18..22, over midnight 22..6"
        raise ValueError(msg)
    begin, _, end = text.partition("..")
    return Hours(int(begin), int(end))
