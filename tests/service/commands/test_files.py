"""Is what commands read on this machine, and never fetched from an address?"""

import pytest

from tests.service.commands.conftest import Tresen


@pytest.mark.parametrize(
    "command",
    [
        ("products", "import"),
        ("events", "import"),
        ("customers", "import"),
        ("rules", "import"),
        ("synonyms", "import"),
        ("compatibility", "import"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize(
    "address", ["http://169.254.169.254/latest", "https://shop.example/f", "file:///etc/passwd"]
)
def test_an_address_is_refused_with_what_to_do(
    tresen: Tresen, command: tuple[str, str], address: str
) -> None:
    code, _, said = tresen(*command, address)
    assert code == 2
    assert "fetch it first" in " ".join(said.split())


def test_a_file_that_is_not_there_is_named(tresen: Tresen) -> None:
    code, _, said = tresen("products", "import", "nowhere.xml")
    assert (code, "there is no file nowhere.xml" in " ".join(said.split())) == (2, True)


def test_no_address_hides_behind_an_option(tresen: Tresen) -> None:
    mapping = ("--mapping", "https://shop.example/mapping.toml")
    assert tresen("products", "import", *mapping, __file__)[0] == 2
