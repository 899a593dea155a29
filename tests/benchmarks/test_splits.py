import pytest

from benchmarks.splits import LIST, print_precision, read_verdicts, sampled
from knowledge_base.learned import Fact, LearnedKind

FACTS = [
    Fact(LearnedKind.COMPOUND, "haarspray", "haar + spray"),
    Fact(LearnedKind.COMPOUND, "vaseline", "vase + line"),
    Fact(LearnedKind.COMPOUND, "apfelsaft", "apfel + saft"),
    Fact(LearnedKind.UNIT, "ml", "volume"),
]


def test_every_split_of_the_list_has_a_verdict() -> None:
    verdicts = read_verdicts(LIST)

    assert len(verdicts) == 300
    assert set(verdicts.values()) == {"right", "wrong", "name"}


def test_only_compounds_are_judged() -> None:
    assert {word for word, _ in sampled(FACTS)} == {"haarspray", "vaseline", "apfelsaft"}


def test_names_and_what_nobody_judged_stand_beside_the_precision(
    capsys: pytest.CaptureFixture[str],
) -> None:
    verdicts = {("haarspray", "haar + spray"): "right", ("vaseline", "vase + line"): "name"}

    print_precision(FACTS, verdicts)

    printed = capsys.readouterr().out
    assert "precision  1.000" in printed
    assert "n = 1, names 1" in printed
    assert "not judged yet: 1; apfelsaft = apfel + saft" in printed
