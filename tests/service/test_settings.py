"""Are the settings one table: checked at start, every row of it in the documents?"""

from pathlib import Path

import pytest

from knowledge_base.errors import BadInput
from service.settings import Settings, load_settings, variable

OPERATOR = Path(__file__).parents[2] / "docs" / "operator.md"


def faults(monkeypatch: pytest.MonkeyPatch, **variables: str) -> dict[str, str]:
    """Return what load_settings says about an environment, by place."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadInput) as caught:
        load_settings()
    return {fault.place: fault.detail for fault in caught.value.faults}


def test_a_service_needs_no_settings() -> None:
    settings = load_settings()
    assert settings.database_url == f"sqlite:///{Path('var/tresen.db').absolute()}"
    assert settings.embedded
    assert settings.market.languages == ("de", "en")


def test_the_database_lies_in_the_data_directory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TRESEN_DATA_DIR", str(tmp_path))
    assert load_settings().database_url == f"sqlite:///{tmp_path / 'tresen.db'}"


def test_what_a_command_chooses_goes_before_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TRESEN_PORT", "9000")
    assert load_settings(port=9001).port == 9001


def test_a_misspelled_setting_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert faults(monkeypatch, TRESEN_DATABSE_URL="x") == {
        "TRESEN_DATABSE_URL": "there is no such setting"
    }


def test_every_fault_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = faults(
        monkeypatch, TRESEN_PORT="many", TRESEN_LANGUAGES="german", TRESEN_CURRENCY="€"
    )
    assert found.keys() == {"TRESEN_PORT", "TRESEN_LANGUAGES", "TRESEN_CURRENCY"}


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://shop", "sqlite://", "postgresql://shop:port/tresen"]
)
def test_what_is_no_address_of_a_database_is_found_at_the_start(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    (detail,) = faults(monkeypatch, TRESEN_DATABASE_URL=url).values()
    assert detail.startswith("the database URL")
    assert url not in detail  # a password may stand in it


def test_a_data_directory_that_is_a_file_is_found_at_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert faults(monkeypatch, TRESEN_DATA_DIR=__file__).keys() == {"TRESEN_DATA_DIR"}


def test_variables_of_tests_and_benchmarks_are_none_of_our_business(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TRESEN_TEST_POSTGRES", "postgresql://elsewhere")
    assert load_settings().embedded


def test_nobody_may_trust_every_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "TRESEN_TRUSTED_PROXIES" in faults(monkeypatch, TRESEN_TRUSTED_PROXIES="*")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_stands_in_the_operators_handbook(name: str) -> None:
    row = f"| `{variable(name)}` |"
    line = next(
        (one for one in OPERATOR.read_text("utf-8").splitlines() if one.startswith(row)), ""
    )
    assert f"| {Settings.model_fields[name].description} |" in line


def test_a_proxy_is_an_address_or_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    found = faults(monkeypatch, TRESEN_TRUSTED_PROXIES="10.0.0.0/8,::1,loadbalancer")
    assert "'loadbalancer'" in found["TRESEN_TRUSTED_PROXIES"]
