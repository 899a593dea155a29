"""Do PostgreSQL's programs get in where a password is asked for, and nobody sees it?"""

import os
from pathlib import Path

from knowledge_base.storage.backup import copy_back

PROGRAM = """#!/bin/sh
printf '%s\\n' "$PGPASSWORD" "$@" >"$HEARD"
"""
"""Notes what it is told."""


def test_a_password_goes_by_the_environment_and_never_by_an_argument(tmp_path: Path) -> None:
    restore, heard = tmp_path / "pg_restore", tmp_path / "heard"
    restore.write_text(PROGRAM)
    restore.chmod(0o700)
    environment = {"PATH": f"{tmp_path}{os.pathsep}{os.defpath}", "HEARD": str(heard)}
    url = "postgresql://anna:se%2Fcret@db.example:5433/shop?sslmode=require"
    copy_back(tmp_path / "dump", url, environment)
    password, *orders = heard.read_text().splitlines()
    assert password == "se/cret"
    assert orders[-1] == "--dbname=postgresql://anna@db.example:5433/shop?sslmode=require"
