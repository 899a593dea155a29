"""Has what we depend on known holes? Ends with 0: none, 1: some, 2: nobody can say."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

AUDIT = (
    *(str(Path(sys.executable).with_name("pip-audit")), "--format", "json"),
    *("--progress-spinner", "off", "--disable-pip", "--require-hashes", "--requirement"),
)
SOUND, HOLES, UNKNOWN = 0, 1, 2


def judged(dependencies: Sequence[dict[str, Any]]) -> tuple[int, list[str]]:
    """Judge what pip-audit says of packages: what to exit with, a line for each fault."""
    lines = [
        f"{one['name']} {one['version']} has a known hole, {hole['id']}; mended in "
        f"{', '.join(hole['fix_versions']) or 'no version yet'}"
        for one in dependencies
        for hole in one.get("vulns", ())
    ]
    untold = [one["name"] for one in dependencies if "skip_reason" in one]
    if untold:
        lines.append(
            f"COULD NOT CHECK {len(untold)} of {len(dependencies)} packages ({untold[0]} …): "
            "the index asked has no advisories of them, as most mirrors; that does not mean "
            "they are sound: run it where the public index is reached"
        )
        return (HOLES if len(lines) > 1 else UNKNOWN), lines
    if lines:
        return HOLES, lines
    return SOUND, [f"no known hole in {len(dependencies)} packages"]


def asked(requirements: str) -> tuple[int, list[str]]:
    """Ask the advisory service about a requirements file."""
    done = subprocess.run([*AUDIT, requirements], capture_output=True, text=True, check=False)
    try:
        return judged(json.loads(done.stdout)["dependencies"])
    except ValueError:
        why = done.stderr.strip().rpartition("\n")[2]
        return UNKNOWN, [f"COULD NOT CHECK anything: {why or 'pip-audit says nothing'}"]


if __name__ == "__main__":
    code, lines = asked(sys.argv[1])
    print(*lines, sep="\n")  # noqa: T201 - what it is for
    raise SystemExit(code)
