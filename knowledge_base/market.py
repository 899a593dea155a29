"""The one market an installation serves: its languages and its currency."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Market:
    """`languages` begins with the default one; `currency` is an ISO 4217 code."""

    languages: tuple[str, ...]
    currency: str
