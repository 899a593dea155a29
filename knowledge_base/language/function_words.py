"""Words that hold a sentence together, or announce a value, and describe no product."""

_GERMAN = (
    "am an auf aus bei beim bis das dem den der des die ein eine einem einen einer eines für"
    " grösse im in ins mit sich sowie und vom von zu zum zur über"
    " als ist oder vor"  # codespell:ignore als,ist,oder,vor
)
_ENGLISH = "a an and are as at by for from in into is of on or size the this to with your"

FUNCTION_WORDS = {
    "de": frozenset(_GERMAN.split()),
    "en": frozenset(_ENGLISH.split()),
}
"""By language, normalised. Words that change what is meant (ohne, without) are not here."""
