"""What the shop's own books say of a customer: birthday, group, children, loyalty, and more."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any

from knowledge_base import amounts, cells
from knowledge_base import event_values as values
from knowledge_base.errors import BadInput, Fault

Fact = str | float | bool
"""What a fact of the shop's own may be; a whole number stays one."""

_YEAR = timedelta(days=365.25)
_OLDEST = 120
_MOST_FREE = 50
_LONGEST = 200
_NAME = re.compile(r"\w[\w.-]{0,63}")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a customer from elsewhere; `more` is what the shop names itself.

    Of a child the birthday is kept, since an age would be wrong within a year.
    """

    birthday: date | None = None
    group: str | None = None
    loyalty_status: str | None = None
    child_birthday: date | None = None
    more: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))

    def words(self, today: date) -> dict[str, Any]:
        """Return the facts the way the API shows them, with the age a child has today."""
        named = {
            "birthday": _day(self.birthday),
            "group": self.group,
            "loyalty_status": self.loyalty_status,
            "child_birthday": _day(self.child_birthday),
            "child_age": age(self.child_birthday, today),
        }
        return {**{name: one for name, one in named.items() if one is not None}, **self.more}


def read_customer(raw: Mapping[str, Any], *, today: date) -> tuple[str, Facts]:
    """Read a line with a customer's id. Raises BadInput with one fault for each bad field."""
    rest = {name: value for name, value in raw.items() if name != "customer_id"}
    faults: list[Fault] = []
    customer_id = _read("customer_id", raw.get("customer_id"), values.identifier, faults)
    if customer_id is None and not faults:
        faults.append(Fault("customer_id", "is missing", "missing"))
    facts = _facts(rest, today, faults)
    if customer_id is None or faults:
        raise BadInput("; ".join(f"{one.place}: {one.detail}" for one in faults), *faults)
    return customer_id, facts


def _facts(raw: Mapping[str, Any], today: date, faults: list[Fault]) -> Facts:
    """Read every fact that can be read, and note the faults of the others."""
    readers: Mapping[str, Callable[[Any], Any]] = {
        **_NAMED,
        "child_age": partial(_born, today=today),
    }
    found = {
        name: _read(name, value, readers.get(name, _free), faults)
        for name, value in raw.items()
    }
    free = {name: one for name, one in found.items() if name not in readers and one is not None}
    faults += [
        Fault(name, "is no name for a fact") for name in free if not _NAME.fullmatch(name)
    ]
    if len(free) > _MOST_FREE:
        faults.append(Fault("facts", f"are more than {_MOST_FREE}"))
    return Facts(
        birthday=found.get("birthday"),
        group=found.get("group"),
        loyalty_status=found.get("loyalty_status"),
        child_birthday=found.get("child_birthday") or found.get("child_age"),
        more=free,
    )


def _read(
    name: str, value: object, reader: Callable[[Any], Any], faults: list[Fault]
) -> Any | None:
    if value is None or value == "":
        return None
    try:
        return reader(value)
    except ValueError as wrong:
        faults.append(Fault(name, str(wrong)))
        return None


def _birthday(value: object) -> date:
    return cells.moment(value).date()


def _born(value: object, today: date) -> date:
    """Return a day so many years ago, and a half: nobody tells the exact age of a child."""
    years = amounts.number(value)
    if not 0 <= years <= _OLDEST:
        raise ValueError(f"is not between 0 and {_OLDEST}")
    return today - _YEAR * (years + 0.5 if years.is_integer() else years)


def _free(value: object) -> Fact:
    """Read a fact of the shop's own: a text, a number or a truth."""
    if isinstance(value, bool | int | float):
        amounts.number(float(value))
        return value
    return _text(value)


def _text(value: object) -> str:
    written = cells.text(value, _LONGEST)
    if values.EMAIL.search(written):
        raise ValueError("is an e-mail address, which is not needed here")
    return written


_NAMED: Mapping[str, Callable[[Any], Any]] = {
    "birthday": _birthday,
    "group": _text,
    "loyalty_status": _text,
    "child_birthday": _birthday,
}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def age(born: date | None, today: date) -> int | None:
    """Return full years, as people count them."""
    if born is None:
        return None
    is_before = (today.month, today.day) < (born.month, born.day)
    return today.year - born.year - is_before
