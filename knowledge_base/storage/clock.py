"""Moments as the database keeps them: whole milliseconds since 1970, by its own clock."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class moment(FunctionElement[int]):  # noqa: N801 - stands in SQL like any other function
    """The moment at which the statement runs; stamps rows, so that nobody passes a time."""

    type = BigInteger()
    inherit_cache = True


@compiles(moment, "sqlite")
def _sqlite(_element: moment, _compiler: Any, **_options: Any) -> str:
    return "CAST(unixepoch('subsec') * 1000 AS INTEGER)"


@compiles(moment, "postgresql")
def _postgresql(_element: moment, _compiler: Any, **_options: Any) -> str:
    return "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)"


def to_ms(when: datetime) -> int:
    """Return a moment as milliseconds since 1970."""
    return (when - _EPOCH) // _MILLISECOND


def from_ms(ms: int) -> datetime:
    """Return milliseconds since 1970 as a moment in UTC."""
    return _EPOCH + ms * _MILLISECOND
