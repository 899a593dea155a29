"""Is it said where an index could not be written?"""

import errno
import subprocess
import sys
from pathlib import Path

WRITING = """
import resource, sys
from pathlib import Path
from knowledge_base.part_files import PartWriter
from search.prose import ProseWriter
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
try:
    with ProseWriter(PartWriter(Path(sys.argv[1])), "prose") as prose:
        for row in range(2_000):
            prose.add(row, f"lampe{row}")
except OSError as refused:
    print(refused.errno, refused.filename)
"""
"""Fills a disk that takes a thousand bytes of each file."""


def test_an_index_for_which_there_is_no_room_is_named(tmp_path: Path) -> None:
    said = subprocess.check_output(
        [sys.executable, "-c", WRITING, str(tmp_path)], cwd=Path(__file__).parents[2], text=True
    )
    assert said.split() == [str(errno.EFBIG), str(tmp_path / "prose")]
