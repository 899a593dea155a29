"""What can go wrong, in one small hierarchy that names the place and the remedy.

TresenError
├── BadInput          the caller sent something we cannot use          400
│   └── UnknownName   a filter, placement, snapshot … we do not have   404
├── Refused           the caller may not do this                       401, 403
├── Conflict          somebody else was there first                    409, 412
└── Unavailable       we cannot right now, try again                   503
    └── Outage        the database does not answer, or cannot          503, without why
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where, and what to do about it."""

    place: str
    detail: str
    code: str = "invalid"


class TresenError(Exception):
    """Anything Tresen says no to, with a stable code and the faults found."""

    code = "error"

    def __init__(self, detail: str, *faults: Fault, code: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = faults
        self.code = code or type(self).code


class BadInput(TresenError):
    """The caller sent something that cannot be used."""

    code = "bad_input"


class UnknownName(BadInput):
    """The caller named something that does not exist here."""

    code = "unknown_name"


class Refused(TresenError):
    """The caller may not do this."""

    code = "refused"


class Conflict(TresenError):
    """The thing has changed, or exists already."""

    code = "conflict"


class Unavailable(TresenError):
    """Not possible right now; the same call may succeed later."""

    code = "unavailable"


class Outage(Unavailable):
    """The database does not answer; where it is, and why not, only the operator is told."""

    told_to_callers = "the database does not answer; the log says why"
