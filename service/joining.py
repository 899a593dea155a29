"""Joins a module with all it imports into one, so that a page asks once, not step by step."""

import re
from collections.abc import Collection, Mapping

_IMPORT = re.compile(
    r"^(?P<way>import|export)\b\s*(?P<names>\*\s*as\s+\w+|\{[^{}]*\})?\s*(?:from\s*)?"
    r"\"\./(?P<module>[\w.-]+)\";\n?",
    re.MULTILINE,
)
_DECLARED = re.compile(
    r"^export (?=(?:const|class|(?:async )?function) ([\w$]+))", re.MULTILINE
)
_LISTED = re.compile(r"^export\s*\{([^{}]*)\};\n?", re.MULTILINE)
_LEFT = re.compile(r"^(?:import\b(?!\()|export\b).*", re.MULTILINE)


def joined(entry: str, sources: Mapping[str, str], apart: Collection[str] = ()) -> str:
    """Return a module that does what an entry and everything it imports do together.

    Every module keeps a scope of its own and runs once, after those it imports; those ``apart``
    and what is imported while running stay where they are. Raises ValueError for a circle, and
    for what is written in a way not known here.
    """
    body = "".join(_scopes(entry, sources, (), dict.fromkeys({*apart} - {entry}, "")).values())
    scopes = {name: _scope_name(name) for name in apart}
    kept = [name for name, scope in scopes.items() if f"={scope};" in body]
    return "".join(f'import*as {scopes[name]} from"./{name}";\n' for name in kept) + body


def _scopes(
    name: str, sources: Mapping[str, str], above: tuple[str, ...], done: dict[str, str]
) -> dict[str, str]:
    """Add a module to those that are done, after what it imports."""
    if name in above:
        raise ValueError(f"{name} imports itself by way of {above[-1]}")
    if name not in done:
        source = sources[name]
        for found in _IMPORT.finditer(source):
            _scopes(found["module"], sources, (*above, name), done)
        done[name] = _scope(name, source) if above else _entry(name, source)
    return done


def _scope(name: str, source: str) -> str:
    """Put a module into a function that returns what it exports."""
    body, exported = _read(name, source)
    return f"const {_scope_name(name)}=(()=>{{{body}return{{{','.join(exported)}}}}})();\n"


def _entry(name: str, source: str) -> str:
    body, exported = _read(name, source)
    return body + (f"export{{{','.join(exported)}}};\n" if exported else "")


def _read(name: str, source: str) -> tuple[str, list[str]]:
    """Take a module apart: what it does, and the names of what it exports."""
    exported: list[str] = []

    def imported(found: re.Match[str]) -> str:
        names, scope = found["names"] or "", _scope_name(found["module"])
        if found["way"] == "export":
            exported.extend(_names(names))
        if names.startswith("*"):
            return f"const {names.split()[-1]}={scope};\n"
        return f"const{re.sub(r' as ', ':', names)}={scope};\n" if names else ""

    body = _IMPORT.sub(imported, source)
    exported += _DECLARED.findall(body)
    body = _DECLARED.sub("", body)
    for listed in _LISTED.findall(body):
        exported += _names(listed)
    body = _LISTED.sub("", body)
    if left := _LEFT.search(body):
        raise ValueError(f"{name}: {left[0]}")
    return body, exported


def _names(listed: str) -> list[str]:
    return [one for part in listed.strip("{}").split(",") if (one := part.strip())]


def _scope_name(module: str) -> str:
    """Name the scope of a module; no name in a module begins so."""
    return "$" + re.sub(r"\W", "_", module.removesuffix(".js"))
