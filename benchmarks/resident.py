"""What a process keeps in memory that serves a snapshot: started for each figure anew."""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.mixture import FACETS
from benchmarks.shops import open_engine
from ranking.context import Context
from service.answering.searching import SearchAsk, search


def resident() -> str:
    """Return what the system counts as this process's memory, its own and that of files."""
    status = Path("/proc/self/status").read_text()
    found = dict(re.findall(r"^(VmRSS|RssAnon|RssFile):\s+(\d+) kB", status, re.MULTILINE))
    return ", ".join(f"{name} {int(kib) / 1024:.0f} MiB" for name, kib in found.items())


def main() -> None:
    """Open the snapshots of a folder, answer the queries of the standard input, and print."""
    folder, language = sys.argv[1:]
    print(f"resident: after the imports {resident()}")
    engine = open_engine(Path(folder), datetime.now(UTC))
    print(f"  after opening {resident()}")
    for text in sys.stdin.read().splitlines():
        context = Context(datetime.now(UTC), "search", language)
        search(engine, SearchAsk(context, text, facets=FACETS), None)
    print(f"  after answering {resident()}")


if __name__ == "__main__":
    main()
