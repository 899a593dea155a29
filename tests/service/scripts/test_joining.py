import pytest

from service.scripts.joining import Module, joined


def together(entry: str, **sources: str) -> str:
    """Join modules named without their ending."""
    modules = {f"{name}.js": Module.read(f"{name}.js", text) for name, text in sources.items()}
    return joined(f"{entry}.js", modules)


def test_a_module_comes_with_what_it_imports_under_short_names() -> None:
    shop = 'import{add as plus,ONE}from"./sums.js";\nexport const two=plus(ONE,ONE);\n'
    sums = "export const ONE=1;\nexport function add(left,right){return left+right}\n"
    assert together("shop", shop=shop, sums=sums) == (
        "const c=1;\nfunction d(a,b){return a+b}\nconst e=d(c,c);\nexport{e as two};\n"
    )


def test_names_that_two_modules_have_are_two_variables() -> None:
    one = 'import{a as b}from"./other.js";\nconst a=1;\nexport const both=[a,b];\n'
    other = "export const a=2;\n"
    assert together("one", one=one, other=other) == (
        "const a=2;\nconst b=1;\nconst c=[b,a];\nexport{c as both};\n"
    )


def test_what_several_import_runs_once_and_first() -> None:
    whole = together(
        "all",
        all='import"./left.js";\nimport"./right.js";\n',
        left='import{looks as mine}from"./looks.js";\nmine.left;\n',
        right='export{looks}from"./looks.js";\n"right";\n',
        looks="export class looks{}\n",
    )
    assert whole == 'class a{}\na.left;\n"right";\n'


def test_what_is_handed_on_keeps_its_name_for_those_outside() -> None:
    all_ = 'export{inner as outer}from"./one.js";\nimport{own}from"./two.js";\nexport{own};\n'
    one, two = "const secret=1;\nexport{secret as inner};\n", "export const own=2;\n"
    whole = together("all", all=all_, one=one, two=two)
    assert whole == "const a=1;\nconst b=2;\nexport{a as outer,b as own};\n"


def test_a_short_name_is_never_one_of_the_browsers() -> None:
    whole = together("one", one="const long=a(b);\nconst other=(c)=>c+long+d;\n")
    assert whole == "const e=a(b);\nconst f=(c)=>c+e+d;\n"


def test_what_is_imported_while_running_stays_where_it_is() -> None:
    later = 'import("./later.js").then(({Late})=>new Late());\n'
    assert together("now", now=later) == 'import("./later.js").then(({Late:a})=>new a());\n'


def test_a_circle_and_what_is_not_known_here_are_refused() -> None:
    with pytest.raises(ValueError, match="imports itself"):
        together("a", a='import"./b.js";\n', b='import"./a.js";\n')
    for unknown in ("export default 1;\n", 'import*as all from"./b.js";\n'):
        with pytest.raises(ValueError, match=r"a\.js"):
            together("a", a=unknown, b="")
