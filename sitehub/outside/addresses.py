"""Which addresses may be reached: those of the public internet, and no other."""

import ipaddress
import socket
import threading
from dataclasses import dataclass

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from .errors import OutsideError, Trouble

PORTS = {"http": 80, "https": 443}
NAT64 = ipaddress.ip_network("64:ff9b::/96")
LONGEST = 2000


@dataclass(frozen=True)
class Target:
    """Where a request goes: ``host`` as the server is called, ``path`` with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self):
        """The value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self):
        """The whole address."""
        return f"{self.scheme}://{self.authority}{self.path}"


def target_of(url, ports=frozenset()):
    """Read ``url``; raise OutsideError(ADDRESS) for what is no plain web address.

    ``ports`` are numbers that are taken beside the schemes' own; for tests.
    """
    if len(url) > LONGEST or any(ord(one) <= 32 or ord(one) == 127 or one == "\\" for one in url):
        raise OutsideError(Trouble.ADDRESS)
    try:
        parts = parse_url(url)
    except LocationParseError:
        raise OutsideError(Trouble.ADDRESS) from None
    host = (parts.host or "").strip("[]").rstrip(".")
    if parts.scheme not in PORTS or not host or parts.auth is not None or "%" in host:
        raise OutsideError(Trouble.ADDRESS)
    port = parts.port if parts.port is not None else PORTS[parts.scheme]
    if port != PORTS[parts.scheme] and port not in ports:
        raise OutsideError(Trouble.ADDRESS)
    return Target(parts.scheme, host, port, parts.request_uri)


def is_public(address):
    """Whether ``address`` (text) is one of the public internet, however it is wrapped."""
    address = ipaddress.ip_address(address.partition("%")[0])
    inner = _inner(address)
    if inner is not None:
        return is_public(str(inner))
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def _inner(address):
    """The IPv4 address that an IPv6 one stands for, or None."""
    if address.version == 4:
        return None
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    compatible = int(address) >> 32 == 0 and int(address) > 1
    if compatible:
        return ipaddress.IPv4Address(int(address))
    return address.ipv4_mapped or address.sixtofour or teredo


def look_up(host, port, seconds):
    """The addresses of ``host``, in the resolver's order; OutsideError(NAME) where it has none.

    In a thread of its own: the resolver knows no time-out.
    """
    found = []
    asking = threading.Thread(target=_ask, args=(host, port, found), daemon=True)
    asking.start()
    asking.join(seconds)
    if asking.is_alive():
        raise OutsideError(Trouble.TIMEOUT)
    if not found:
        raise OutsideError(Trouble.NAME)
    return list(dict.fromkeys(found))


def _ask(host, port, found):
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return
    found += [answer[4][0] for answer in answers]
