"""Do descriptions answer by product, and is it said where no index could be written?"""

import errno
import subprocess
import sys
from pathlib import Path

import numpy as np
import tantivy

from knowledge_base.part_files import PartWriter
from search.prose import MOST_MATCHES, Prose, ProseWriter

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


def test_all_that_answer_come_by_their_rows_and_of_too_many_the_best(tmp_path: Path) -> None:
    rare, often = MOST_MATCHES - 1, 2
    with ProseWriter(PartWriter(tmp_path), "prose") as written:
        for row in range(2 * MOST_MATCHES):
            # what says little else is the better match
            written.add(row, "lampe" if row >= MOST_MATCHES else "lampe neben anderem")
            if row % often:
                written.add(
                    2 * MOST_MATCHES + row, "leuchte" if row < often * rare else "licht"
                )
    prose = Prose(tantivy.Index.open(str(tmp_path / "prose")))
    lamps, lights = (prose.match([prose.any_of(((one,),))]) for one in ("lampe", "leuchte"))
    assert lamps.tolist() == [*range(MOST_MATCHES, 2 * MOST_MATCHES)]
    assert len(lights) == rare
    assert (np.diff(lights) > 0).all()
