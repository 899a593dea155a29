"""What a visitor has allowed: decides what is stored and what may be used."""

from enum import IntEnum

from knowledge_base.errors import BadInput, Fault


class Consent(IntEnum):
    """Ordered levels; a missing one counts as NONE."""

    NONE = 0
    STATISTICS = 1
    PERSONALIZATION = 2

    @property
    def word(self) -> str:
        """Say the level the way the API spells it."""
        return self.name.lower()


def parse_consent(word: str | None) -> Consent:
    """Read a consent word; absent means none. Raises BadInput for any other word."""
    if not word:
        return Consent.NONE
    try:
        return Consent[word.upper()]
    except KeyError:
        detail = f"'{word}' is not one of none, statistics, personalization"
        raise BadInput(detail, Fault("consent", detail)) from None
