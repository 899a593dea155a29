"""What the benchmark of typing counts."""

from collections.abc import Sequence

from benchmarks.keystrokes import KINDS, Panel, Stroke, strokes
from knowledge_base.language.words import Analyser

GERMAN = Analyser("de")
NOTHING = Stroke(is_empty=True, lost=0, fitting=0)


def typed(text: str, offered: Sequence[Sequence[str]]) -> list[Stroke]:
    """Type a text into a box that offers so much behind each letter."""

    def panel(begun: str) -> Panel:
        queries = [{"text": one} for one in offered[len(begun) - 1]]
        return {**dict.fromkeys(KINDS, ()), "queries": queries}

    return list(strokes(text, panel, GERMAN))


def test_what_still_fits_and_is_gone_is_lost() -> None:
    offered = [["Tee", "Tasche"], ["Tee", "Teller"], ["Teekanne"]]
    assert typed("tee", offered)[1:] == [
        Stroke(is_empty=False, lost=0, fitting=1),
        Stroke(is_empty=False, lost=1, fitting=1),
    ]


def test_behind_a_space_only_the_word_in_full_fits() -> None:
    offered = [["Teekanne", "Grüner Tee"]] * 3 + [["Grüner Tee"]]
    assert typed("tee ", offered)[-1] == Stroke(is_empty=False, lost=0, fitting=1)


def test_a_panel_without_anything_is_empty() -> None:
    assert typed("xy", [[], []]) == [NOTHING, NOTHING]
