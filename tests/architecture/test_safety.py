"""Is nothing in the rooms that runs what data say: no pickle, no eval, no SQL put together?"""

import ast
import importlib
import re
import signal
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from types import FrameType

import pytest

from tests.architecture.test_tree import ROOMS, ROOT, modules

ROOMS_AND_DEMO = (*ROOMS, "demo")
RUNS_DATA = {
    *("pickle", "cPickle", "_pickle", "dill", "joblib", "cloudpickle", "marshal", "shelve"),
    *("code", "codeop", "runpy", "pty"),
}
"""Modules that run, or turn into code, what they are given."""
REACHES_OUT = {
    *("aiohttp", "ftplib", "httpx", "httpx2", "requests", "smtplib", "urllib3", "websockets"),
    *("http.client", "telnetlib", "urllib.request", "xmlrpc"),
}
"""Modules by which a program speaks to others first; PostgreSQL and traces have drivers."""
EXPAT = {"defusedxml", "plistlib", "pyexpat", "xml"}
"""What reads XML by Expat, of which systems bring old ones; feeds are read by libxml2."""
CALLS = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "system",
    "popen",
    "spawnl",
    "fromstring_unsafe",
}
SQL = {"text", "exec_driver_sql", "execute", "executemany", "executescript"}

CPU_SECONDS = 0.3
"""What one look at 10,000 letters may take of the processor, a hundred times the usual."""
LETTERS = 10_000


@cache
def trees(*rooms: str) -> list[tuple[str, ast.Module]]:
    """Read every module of some rooms."""
    return [
        (str(path), ast.parse((ROOT / path).read_text(encoding="utf-8")))
        for path in modules(*rooms)
    ]


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the modules that a module imports, wherever it does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def called(node: ast.Call) -> str:
    """Name what a call calls."""
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def dangers(tree: ast.AST) -> Iterator[str]:
    """Yield what in a module runs data, or might."""
    yield from (one for one in imported(tree) if {one, one.split(".")[0]} & RUNS_DATA)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        is_pattern = isinstance(node.func, ast.Attribute) and called(node) == "compile"
        if called(node) in CALLS and not is_pattern:
            yield f"{called(node)} in line {node.lineno}"
        for keyword in node.keywords:
            is_on = not (
                isinstance(keyword.value, ast.Constant) and keyword.value.value is False
            )
            if keyword.arg in {"shell", "allow_pickle"} and is_on:
                yield f"{keyword.arg} in line {node.lineno}"


def is_put_together(node: ast.AST) -> bool:
    """Say whether a text is made of parts that are not all written here."""
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        texts = (node.left, node.right)
        return any(isinstance(one, ast.Constant | ast.JoinedStr) for one in texts)
    return isinstance(node, ast.Call) and called(node) in {"format", "join", "replace"}


def put_together(tree: ast.AST) -> Iterator[int]:
    """Yield the lines where SQL is made of parts: in the call, or under a name before it."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Module):
            continue
        made = {
            target.id
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and is_put_together(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and called(node) in SQL and node.args:
                first = node.args[0]
                is_made = isinstance(first, ast.Name) and first.id in made
                if is_made or is_put_together(first):
                    yield node.lineno


@pytest.mark.parametrize("room", ROOMS_AND_DEMO)
def test_nothing_runs_what_data_say(room: str) -> None:
    found = {path: list(dangers(tree)) for path, tree in trees(room)}
    assert {path: one for path, one in found.items() if one} == {}


@pytest.mark.parametrize(
    "code",
    [
        "import pickle",
        "from joblib import load",
        "def f(x):\n    import marshal",
        "eval(x)",
        "exec(x)",
        "os.system(x)",
        "subprocess.run(x, shell=True)",
        "np.load(x, allow_pickle=True)",
        "np.load(x, allow_pickle=flag)",
    ],
)
def test_whatever_runs_data_would_be_seen(code: str) -> None:
    assert list(dangers(ast.parse(code)))


@pytest.mark.parametrize("room", ROOMS_AND_DEMO)
def test_no_sql_is_put_together_from_texts(room: str) -> None:
    found = {
        path: [*{*put_together(tree)}]
        for path, tree in trees(room)
        if "sqlalchemy" in {one.split(".")[0] for one in imported(tree)}
        and "versions" not in path  # migrations name their own tables, and are history
    }
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "code",
    [
        'c.execute(f"SELECT {x}")',
        'c.exec_driver_sql("SELECT " + x)',
        'c.execute(text("SELECT %s" % x))',
        'c.execute(text("SELECT {}".format(x)))',
        'def f(c, x):\n    sql = f"DROP {x}"\n    c.execute(text(sql))',
    ],
)
def test_sql_put_together_would_be_seen(code: str) -> None:
    assert list(put_together(ast.parse(code)))


@pytest.mark.parametrize("room", ROOMS)  # the demo shop is a customer, and speaks HTTP
def test_nobody_speaks_to_other_hosts_first(room: str) -> None:
    found = {path: {*imported(tree)} & REACHES_OUT for path, tree in trees(room)}
    assert {path: one for path, one in found.items() if one} == {}


@pytest.mark.parametrize("room", ROOMS_AND_DEMO)
def test_xml_is_read_by_libxml2_alone(room: str) -> None:
    found = {
        path: {one.split(".")[0] for one in imported(tree)} & EXPAT
        for path, tree in trees(room)
    }
    assert {path: one for path, one in found.items() if one} == {}


OUR_OWN = {"service/scripts/stripping.py"}
"""What reads nothing but our own files."""
LOOKS = {"search", "match", "fullmatch"}
ALIKE = {"finditer": "search", "findall": "search", "sub": "search", "split": "search"}


def asked(tree: ast.AST, name: str) -> set[str]:
    """Say how a module uses what has a name, or the module `re` itself."""
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    }
    return {ALIKE.get(one, one) for one in used} & LOOKS


def patterns() -> dict[str, tuple[re.Pattern[str], set[str]]]:
    """Return the patterns of all modules, by name or place, with how they are used."""
    found: dict[str, tuple[re.Pattern[str], set[str]]] = {}
    for path, tree in trees(*ROOMS_AND_DEMO):
        if "migrations" in path or path.endswith("__main__.py") or path in OUR_OWN:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (look := in_place(node)):
                found[f"{path}:{node.lineno}"] = (
                    re.compile(ast.literal_eval(node.args[0])),
                    {look},
                )
        module = importlib.import_module(path.removesuffix(".py").replace("/", "."))
        found |= {
            f"{path} {name}": (value, asked(tree, name) or {"search"})
            for name, value in vars(module).items()
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str)
        }
    return found


def in_place(node: ast.Call) -> str | None:
    """Say how a pattern that stands in the call itself is used; None for anything else."""
    function = node.func
    is_ours = (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
        and bool(node.args)
        and isinstance(node.args[0], ast.Constant)
    )
    look = ALIKE.get(called(node), called(node))
    return look if is_ours and look in LOOKS else None


PATTERNS = patterns()


def hostile(pattern: re.Pattern[str]) -> Iterator[str]:
    """Yield texts of 10,000 letters that almost fit: what a pattern itself names, repeated."""
    named = sorted({*re.sub(r"\\.", "", pattern.pattern)} - set("()[]{}|?*+^$"))[:8]
    seeds = [*named, "a", "A", "1", " ", "-", *(f"1{one}" for one in named)]
    for seed in dict.fromkeys(seeds):
        yield f"{(seed * LETTERS)[:LETTERS]}\0"


class TooLongError(Exception):
    """A pattern took more of the processor than it may."""


def slow(pattern: re.Pattern[str], looks: Iterable[str]) -> str | None:
    """Return the beginning of a text that keeps a pattern busy, None where there is none."""

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGVTALRM, give_up)
    text = ""
    try:
        for text, look in product(hostile(pattern), looks):
            signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SECONDS)
            getattr(pattern, look)(text)
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except TooLongError:
        return text[:10]
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return None


def test_patterns_are_found_by_name_and_in_calls() -> None:
    assert len(PATTERNS) > 80


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_is_kept_busy_by_what_somebody_sends(name: str) -> None:
    assert slow(*PATTERNS[name]) is None


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(\w|1)*x", r"(1+-?)*$"])
def test_patterns_that_can_be_kept_busy_would_be_seen(pattern: str) -> None:
    assert slow(re.compile(pattern), LOOKS) is not None
