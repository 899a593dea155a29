"""Counts what an import does and keeps what it refused, so that nothing is lost unseen."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from knowledge_base.errors import BadInput, Fault
from knowledge_base.feeds.entries import Line, Unreadable

_REFUSED = "refused"
_SHOWN = 20
"""Faults that a report spells out; all of them stand in the file."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One field of a line, or the whole of it (no field), that could not be used."""

    file: str
    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        what = f"{self.field}: {self.reason}" if self.field else self.reason
        return f"{self.file}:{self.line}: {what}"


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did; `counts` says what became of the lines that were not refused."""

    read: int
    refused: int
    counts: Mapping[str, int]
    refusals: Sequence[Refusal] = ()
    warnings: Mapping[str, int] = field(default_factory=dict)
    refused_to: Path | None = None
    dry_run: bool = False
    objections: Sequence[str] = ()
    """Why the feed was refused as a whole, and nothing of it written."""

    @property
    def refused_share(self) -> float:
        """Return the share of the lines read that was refused, 0 to 1."""
        return self.refused / max(self.read, 1)

    def lines(self) -> Iterator[str]:
        """Write the report for people."""
        counts = {"read": self.read, **self.counts, "refused": self.refused}
        yield ", ".join(f"{number:,} {what}" for what, number in counts.items())
        for warning, number in self.warnings.items():
            yield f"note: {warning}: {number:,}"
        yield from map(str, self.refusals)
        if self.refused and self.refused_to:
            yield f"every refused line and why: {self.refused_to}"
        for objection in self.objections:
            yield f"refused: {objection}; with --force it is imported all the same"
        if self.dry_run or self.objections:
            yield f"{'dry run' if self.dry_run else 'refused'}: nothing was changed"


def refused_file(folder: Path, kind: str) -> Path:
    """Name the file of a data directory that keeps the lines an import had no use for."""
    return folder / _REFUSED / f"{kind}.jsonl"


def refused_files(folder: Path) -> Iterator[Path]:
    """Yield all of those that there are: who is erased must not be left in one."""
    return (folder / _REFUSED).glob("*.jsonl")


class Tally:
    """Counts lines while they go by, and writes the refused ones to a file of JSON Lines."""

    def __init__(self, refused_to: Path | None) -> None:
        self.read = 0
        self.refused = 0
        self.warnings: Counter[str] = Counter()
        self.refusals: list[Refusal] = []
        self.refused_to = refused_to
        self._open = ExitStack()
        self._out: TextIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._open.close()

    def lines(self, file: Path, entries: Iterable[Line | Unreadable]) -> Iterator[Line]:
        """Count what a reader yields, and yield what are lines; the rest is refused."""
        for entry in entries:
            self.read += 1
            if isinstance(entry, Line):
                yield entry
            else:
                self.refuse(file, entry, [Fault("", entry.detail, "unreadable")])

    def check_usable(self, usable: int) -> None:
        """Raise BadInput where no line can be used."""
        if usable:
            return
        if not self.read:
            raise BadInput("there is a header, but no line below it")
        why = f"; {self.refusals[0]}" if self.refusals else ""
        raise BadInput(f"not one of {self.read:,} lines can be used{why}")

    def refuse(self, file: Path, entry: Line | Unreadable, faults: Sequence[Fault]) -> None:
        """Note a line that cannot be used, with every reason."""
        self.refused += 1
        room = _SHOWN - len(self.refusals)
        self.refusals += [
            Refusal(file.name, entry.number, fault.place, fault.detail)
            for fault in faults[: max(room, 0)]
        ]
        self._write(
            {
                "file": file.name,
                "line": entry.number,
                "errors": [
                    {"field": one.place, "reason": one.detail, "code": one.code}
                    for one in faults
                ],
                "raw": entry.raw if isinstance(entry, Line) else entry.text,
            }
        )

    def report(
        self,
        counts: Mapping[str, int],
        *,
        dry_run: bool = False,
        objections: Sequence[str] = (),
    ) -> Report:
        """Return what was counted."""
        return Report(
            read=self.read,
            refused=self.refused,
            counts=counts,
            refusals=tuple(self.refusals),
            warnings=dict(self.warnings),
            refused_to=self.refused_to,
            dry_run=dry_run,
            objections=objections,
        )

    def _write(self, line: Mapping[str, Any]) -> None:
        if self.refused_to is None:
            return
        if self._out is None:
            self.refused_to.parent.mkdir(parents=True, exist_ok=True)
            self._out = self._open.enter_context(self.refused_to.open("w", encoding="ascii"))
        # json and not orjson: a refused text may be one that is no Unicode
        self._out.write(json.dumps(line, default=str) + "\n")
