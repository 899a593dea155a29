import pytest

from service.joining import joined


def test_a_module_comes_with_what_it_imports_each_in_a_scope_of_its_own() -> None:
    sources = {
        "shop.js": 'import{add as plus,ONE}from"./sums.js";\nexport const two=plus(ONE,ONE);\n',
        "sums.js": "export const ONE=1;\nexport function add(a,b){return a + b}\n",
    }
    assert joined("shop.js", sources) == (
        "const $sums=(()=>{const ONE=1;\nfunction add(a,b){return a + b}\n"
        "return{ONE,add}})();\n"
        "const{add:plus,ONE}=$sums;\nconst two=plus(ONE,ONE);\nexport{two};\n"
    )


def test_what_several_import_runs_once_and_first() -> None:
    sources = {
        "all.js": 'import"./left.js";\nimport"./right.js";\n',
        "left.js": 'import*as looks from"./looks.js";\nlooks.a;\n',
        "right.js": 'export{a}from"./looks.js";\n',
        "looks.js": "export class a{}\n",
    }
    whole = joined("all.js", sources)
    assert whole.count("class a{}") == 1
    assert whole.index("$looks") < whole.index("$left") < whole.index("$right")


def test_what_stays_apart_is_imported_once_from_where_it_is() -> None:
    sources = {
        "all.js": 'import{one}from"./one.js";\nimport{tresen}from"./client.js";\none(tresen)\n',
        "one.js": 'import{tresen}from"./client.js";\nexport const one=tresen\n',
        "client.js": "export const tresen={}\n",
    }
    whole = joined("all.js", sources, ["client.js"])
    assert whole.startswith('import*as $client from"./client.js";\n')
    assert whole.count("client.js") == 1
    assert joined("client.js", sources, ["client.js"]) == "const tresen={}\nexport{tresen};\n"


def test_what_is_imported_while_running_stays_where_it_is() -> None:
    assert 'import("./later.js")' in joined("now.js", {"now.js": 'import("./later.js");\n'})


def test_a_circle_and_what_is_not_known_here_are_refused() -> None:
    circle = {"a.js": 'import"./b.js";\n', "b.js": 'import"./a.js";\n'}
    with pytest.raises(ValueError, match="imports itself"):
        joined("a.js", circle)
    with pytest.raises(ValueError, match="export default"):
        joined("a.js", {"a.js": "export default 1;\n"})
