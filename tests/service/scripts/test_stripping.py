import re
from pathlib import Path

import pytest

from service.scripts.files import FOLDER
from service.scripts.stripping import stripped

MODULES = sorted(FOLDER.glob("*.js"))


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("/** What for. */\nconst a = 1; // one\n", "const a=1;\n"),
        ("a\n/* over\n  lines */\n  b\n", "a\nb\n"),
        ("const a /* why */ of b", "const a of b\n"),
        ('say("http://shop.example/*not*/");', 'say("http://shop.example/*not*/");\n'),
        ("'it\\'s // not'  +  1", "'it\\'s // not'+1\n"),
        ("a + +b - -c", "a+ +b- -c\n"),
        ("return /[/\"']\\/ /g.test(a) // yes", "return /[/\"']\\/ /g.test(a)\n"),
        ("n = a / b / c", "n=a / b / c\n"),
        ("` a // ${ b /* c */ } \\` {  d } `", "` a // ${b} \\` {  d } `\n"),
        ("`${ { a: `x  ${ { b } }  y` } }  /* z */`", "`${{a:`x  ${{b}}  y`}}  /* z */`\n"),
        ("sheet( `\n.a :is(b, c) { d: e f; }\n` )", "sheet(`.a :is(b,c){d:e f}`)\n"),
        ("f({\n  a,\n  b,\n});\nc()", "f({a,b});c()\n"),
        ("if (a) {\n  b();\n}\nc();\n#d\n(e)", "if(a){b()}c();#a\n(e)\n"),
        ("const a = {}\n[b]\n  .c", "const a={}\n[b].c\n"),
        ('import "a";\nexport const b = 1;', 'import"a";\nexport const b=1;\n'),
        ("sheets(`.a { d: e; }`)", "sheets(`.a { d: e; }`)\n"),
        ("#private = 1\n#other\nthis.#private", "#a=1\n#b\nthis.#a\n"),
        ("'#private' + `#private ${ one.#private }`", "'#private'+`#private ${one.#a}`\n"),
    ],
)
def test_only_what_says_nothing_is_left_out(source: str, kept: str) -> None:
    assert stripped(source) == kept


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_stripping_twice_changes_nothing_more(module: Path) -> None:
    once = stripped(module.read_text("utf-8"))
    assert stripped(once) == once


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_module_keeps_every_text_it_had(module: Path) -> None:
    source = re.sub(r"/\*\*.*?\*/", "", module.read_text("utf-8"), flags=re.DOTALL)
    texts = re.compile(r'"[^"\n]*"')
    lines = [line.split(" // ")[0] for line in source.splitlines()]
    assert texts.findall(stripped(source)) == texts.findall("\n".join(lines))


def test_what_never_ends_is_refused_with_its_line() -> None:
    with pytest.raises(ValueError, match="line 2"):
        stripped("const a = 1;\nconst b = `open")
