"""Would the import contracts notice, if somebody broke a wall?"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("service", "search", "recommenders", "ranking", "knowledge_base", "demo")

BREACHES = [
    ("ranking/peek.py", "import search\n", "imports point down"),
    ("search/peek.py", "import recommenders\n", "imports point down"),
    ("knowledge_base/peek.py", "def late():\n    import ranking\n", "imports point down"),
    ("ranking/peek.py", "import knowledge_base.storage\n", "the database"),
    ("ranking/peek.py", "import demo\n", "the demo shop"),
    ("demo/peek.py", "import knowledge_base\n", "is a customer"),
    ("service/peek.py", "import sqlalchemy.orm\n", "SQL stays"),
    ("ranking/peek.py", "import pydantic\n", "The web"),
    ("search/peek.py", "import starlette.requests\n", "Pages"),
    ("search/peek.py", "import tantivy\n", "tantivy has one door"),
    ("search/peek.py", "import rapidfuzz\n", "rapidfuzz has one door"),
    ("recommenders/peek.py", "import implicit\n", "implicit has one door"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the rooms and their contracts to where they may be broken."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=lambda _, names: {"__pycache__"} & {*names},
        )
    return tmp_path


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    """Hold a tree against its own contracts."""
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=tree,
        check=False,
        capture_output=True,
        text=True,
    )


def broken(report: str) -> list[str]:
    """List the names of the contracts that a report calls broken."""
    return [
        line.removesuffix(" BROKEN") for line in report.splitlines() if line.endswith(" BROKEN")
    ]


def test_the_tree_as_it_is_keeps_every_contract(copy: Path) -> None:
    report = lint(copy)
    assert (report.returncode, broken(report.stdout)) == (0, []), report.stdout + report.stderr


@pytest.mark.parametrize(("where", "what", "contract"), BREACHES)
def test_a_breach_is_noticed(copy: Path, where: str, what: str, contract: str) -> None:
    (copy / where).write_text(f'"""A breach."""\n\n{what}')
    report = lint(copy)
    assert report.returncode == 1
    assert any(contract in name for name in broken(report.stdout)), report.stdout


def test_a_cycle_is_noticed(copy: Path) -> None:
    (copy / "ranking/hen.py").write_text('"""First."""\n\nimport ranking.egg\n')
    (copy / "ranking/egg.py").write_text('"""First, too."""\n\nimport ranking.hen\n')
    assert "No cycles between neighbours, at any depth" in broken(lint(copy).stdout)
