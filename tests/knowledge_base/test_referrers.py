import pytest

from knowledge_base.referrers import host_of, is_from


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://www.google.de/search?q=laufschuhe", "google.de"),
        ("http://Blog.Example.com:8080/test", "blog.example.com"),
        ("google.de", "google.de"),
        ("www.idealo.de/preisvergleich", "idealo.de"),
        ("Google", "google"),
        ("https://", None),
        ("http://[::1", None),
        ("two words", None),
        ("", None),
    ],
)
def test_of_an_address_only_the_host_is_kept(text: str, host: str | None) -> None:
    assert host_of(text) == host


@pytest.mark.parametrize(
    ("host", "site", "expected"),
    [
        ("google.de", "google.de", True),
        ("news.google.de", "google.de", True),
        ("notgoogle.de", "google.de", False),
        ("google.co.uk", "google", True),
        ("notgoogle.de", "google", False),
        (None, "google", False),
    ],
)
def test_a_site_is_itself_and_all_below_it(
    host: str | None, site: str, *, expected: bool
) -> None:
    assert is_from(host, site) is expected
