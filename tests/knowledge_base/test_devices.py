import pytest

from knowledge_base.devices import Device, device_of

_MOZILLA = "Mozilla/5.0"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (f"{_MOZILLA} (iPhone; CPU iPhone OS 17_5 like Mac OS X) Mobile/15E148", Device.PHONE),
        (f"{_MOZILLA} (Linux; Android 14; Pixel 8) Chrome/126.0 Mobile Safari", Device.PHONE),
        (f"{_MOZILLA} (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0", Device.PHONE),
        ("Opera/9.80 (J2ME/MIDP; Opera Mini/7.1) Presto/2.8", Device.PHONE),
        (f"{_MOZILLA} (iPad; CPU OS 12_5 like Mac OS X) Mobile/15E148", Device.TABLET),
        (f"{_MOZILLA} (Linux; Android 13; SM-X700) Chrome/126.0 Safari", Device.TABLET),
        (f"{_MOZILLA} (Android 14; Tablet; rv:128.0) Gecko/128.0", Device.TABLET),
        (f"{_MOZILLA} (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari", Device.DESKTOP),
        (f"{_MOZILLA} (Macintosh; Intel Mac OS X 14_5) Version/17.5 Safari", Device.DESKTOP),
        ("python-httpx/0.28", None),
        ("", None),
    ],
)
def test_a_browser_tells_how_large_its_screen_is(
    user_agent: str, device: Device | None
) -> None:
    assert device_of(user_agent) is device


def test_a_browser_may_say_outright_that_it_is_a_phone() -> None:
    assert device_of(f"{_MOZILLA} (X11; Linux x86_64)", mobile="?1") is Device.PHONE
    assert device_of(f"{_MOZILLA} (X11; Linux x86_64)", mobile="?0") is Device.DESKTOP
