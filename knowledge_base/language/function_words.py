"""Words that hold a sentence together and describe no product."""

_WORDS = {
    "de": "als am an auf aus bei beim bis das dem den der des die ein eine einem einen einer"
    " eines für im in ins ist mit oder sich sowie und vom von vor zu zum zur über",
    "en": "a an and are as at by for from in into is of on or the this to with your",
}
FUNCTION_WORDS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
"""By language, normalised. Words that change what is meant (ohne, not, unter) are missing."""
