"""Do rules come from querqy's file and go to one on the command line?"""

from pathlib import Path

from tests.service.commands.conftest import Tresen


def test_a_rules_file_is_imported_and_printed_again(tresen: Tresen, tmp_path: Path) -> None:
    file = tmp_path / "rules.txt"
    file.write_text('jeans =>\n  FILTER: * brand:nike\n  @_id: "r1"\n', encoding="utf-8")
    assert tresen("rules", "import", str(file))[:2] == (
        0,
        "1 new, 0 unchanged, 0 refused\n",
    )
    assert tresen("rules", "export")[1].splitlines()[:2] == [
        "jeans =>",
        '  FILTER: * brand:"nike"',
    ]
    file.write_text("hose =>\n  SYNONYM: jeans\n  LIFT: x\n", encoding="utf-8")
    code, said, _ = tresen("rules", "import", str(file))
    assert code == 1
    assert "rules.txt:1: line 3 there is no such instruction" in said
