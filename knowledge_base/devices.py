"""What somebody shops with, as coarsely as people of the shop decide by it."""

from enum import StrEnum


class Device(StrEnum):
    """How large the screen is; nothing else of a browser is looked at."""

    PHONE = "phone"
    TABLET = "tablet"
    DESKTOP = "desktop"


_BROWSERS = ("mozilla/", "opera/")
"""How every browser begins to tell its name; scripts and servers say who they are."""


def device_of(user_agent: str, mobile: str = "") -> Device | None:
    """Tell the device from what a browser says of itself; None for what is no browser.

    `mobile` is the header Sec-CH-UA-Mobile, "?1" where it is one. An iPad that calls itself a
    Macintosh is a desktop.
    """
    told = user_agent.casefold()
    if not told.startswith(_BROWSERS):
        return None
    if "ipad" in told or "tablet" in told:
        return Device.TABLET
    if mobile == "?1" or "mobi" in told or "opera mini" in told:
        return Device.PHONE
    return Device.TABLET if "android" in told else Device.DESKTOP
