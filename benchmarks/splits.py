"""How often is a learned split right? By a list of 300 that were judged by hand."""

import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from benchmarks.figures import with_interval
from knowledge_base.learned import Fact, LearnedKind

LIST = Path(__file__).with_name("german_splits.tsv")
SAMPLE = 300
"""Words looked at: those with the smallest crc32 of all that were learned."""

Verdicts = Mapping[tuple[str, str], str]
"""Whether a word's parts are right, wrong, or it is a name, by word and parts."""


def read_verdicts(path: Path) -> Verdicts:
    """Read the list; its comments and its first line say what it is."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {(word, parts): verdict for word, parts, verdict in rows[1:]}


def sampled(facts: Iterable[Fact]) -> list[tuple[str, str]]:
    """Return words and parts of the splits that are to be judged."""
    splits = [(one.key, one.what) for one in facts if one.kind is LearnedKind.COMPOUND]
    return sorted(splits, key=lambda one: zlib.crc32(one[0].encode()))[:SAMPLE]


def print_precision(facts: Iterable[Fact], verdicts: Verdicts) -> None:
    """Print the share of right splits, names beside it, and what is to be judged anew."""
    sample = sampled(facts)
    found = [verdicts.get(one, "not judged") for one in sample]
    judged = np.array([float(one == "right") for one in found if one in ("right", "wrong")])
    print(f"\nlearned splits, the {len(sample)} with the smallest crc32")
    print(
        f"  precision {with_interval(judged)}, n = {len(judged)}, names {found.count('name')}"
    )
    unknown = [
        one for one, verdict in zip(sample, found, strict=True) if verdict == "not judged"
    ]
    print(
        f"  not judged yet: {len(unknown)}", *(f"{w} = {p}" for w, p in unknown[:10]), sep="; "
    )
