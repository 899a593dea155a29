"""Where somebody came from: the host of the page that led here, and nothing more of it."""

from urllib.parse import urlsplit

LONGEST = 253
"""Letters of a host (RFC 1035)."""


def host_of(text: str) -> str | None:
    """Return the host of an address, or of one that is written without scheme; no "www.".

    None where there is none.
    """
    address = text if "//" in text else f"//{text}"
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return None
    host = (host or "").removeprefix("www.").rstrip(".")
    return host if 0 < len(host) <= LONGEST and host.isprintable() and " " not in host else None


def is_from(host: str | None, site: str) -> bool:
    """Say whether a host is a site or lies below it; "google" is google in any country.

    A site without a dot is a name: any part of the host may be it.
    """
    if host is None:
        return False
    if "." not in site:
        return site in host.split(".")
    return host == site or host.endswith(f".{site}")
