"""Is it said where a file could not be written?"""

import errno
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.part_files import PartWriter


def test_an_array_for_which_there_is_no_room_is_named(tmp_path: Path) -> None:
    full = tmp_path / "column.npy"
    full.symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left") as refused:
        PartWriter(tmp_path).array("column", np.zeros(10_000))
    assert (refused.value.errno, refused.value.filename) == (errno.ENOSPC, str(full))
