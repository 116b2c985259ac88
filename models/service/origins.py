"""Web origins: which sites may show the questionnaire in a frame."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)", re.ASCII)
LONGEST_ORIGIN = 300
"""Characters of the longest origin read: a host's name has 253 at most."""

_DEFAULT_PORTS = {"http": 80, "https": 443}


def read_origin(text: str, *, wildcard: bool = False) -> str:
    """The origin in its one canonical form (`https://www.exemple.fr`, port only where unusual, accents as punycode).

    `wildcard` also accepts `https://*.exemple.fr`. Raises ValueError for anything that is more or less than an origin.
    """
    if len(text) > LONGEST_ORIGIN:
        raise ValueError("too long for an origin")
    parts = urlsplit(text)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError("not http:// or https:// followed by a host")
    if parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username is not None:
        raise ValueError("more than a scheme, a host and a port")
    host = parts.hostname
    starred = wildcard and host.startswith("*.")
    name = _read_host(host[2:] if starred else host)
    if starred and "." not in name:
        raise ValueError("a wildcard over a whole top-level domain")
    port = "" if parts.port in {None, _DEFAULT_PORTS[parts.scheme]} else f":{parts.port}"
    return f"{parts.scheme}://{'*.' if starred else ''}{name}{port}"


def _read_host(host: str) -> str:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        name = host.encode("idna").decode("ascii").lower()
        if not all(_LABEL.fullmatch(label) for label in name.split(".")):
            raise ValueError("not a host name") from None
        return name
    return f"[{address}]" if address.version == 6 else str(address)


def with_www_and_bare(origins: tuple[str, ...]) -> tuple[str, ...]:
    """Each origin followed by its twin with, or without, `www.`: a site answers on both, its owner writes one."""
    known: dict[str, None] = {}
    for origin in origins:
        known[origin] = None
        twin = _twin(origin)
        if twin:
            known[twin] = None
    return tuple(known)


def _twin(origin: str) -> str:
    scheme, _, rest = origin.partition("://")
    host = rest.partition(":")[0]
    if host.startswith(("*.", "[")) or "." not in host or host.replace(".", "").isdigit():
        return ""
    return f"{scheme}://{rest.removeprefix('www.')}" if host.startswith("www.") else f"{scheme}://www.{rest}"


def is_among(origin: str, allowed: tuple[str, ...]) -> bool:
    """Whether an origin, as a browser sends it, is one of those allowed (`*.` stands for one or more labels)."""
    try:
        canonical = read_origin(origin)
    except ValueError:
        return False
    if canonical in allowed:
        return True
    scheme, _, rest = canonical.partition("://")
    starred = (pattern.partition("://*.") for pattern in allowed if "://*." in pattern)
    return any(scheme == wanted and rest.endswith(f".{parent}") for wanted, _, parent in starred)
