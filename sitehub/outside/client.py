"""Requests to the outside: to checked addresses only, and bounded in time and size."""

import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import urlencode, urljoin

from urllib3 import HTTPHeaderDict
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.exceptions import TimeoutError as HTTPTimeout

from .addresses import is_public, look_up, target_of
from .errors import OutsideError, Trouble

logger = logging.getLogger(__name__)

# Firewalls of school sites turn away what does not look like a browser at all.
USER_AGENT = "Mozilla/5.0 (compatible; SiteHub)"
REDIRECTS = {301, 302, 303, 307, 308}
CHUNK = 1 << 16
ADDRESSES_TRIED = 3


@dataclass(frozen=True)
class Reply:
    """What came back. ``url`` is where it came from, after redirects."""

    status: int
    url: str
    headers: HTTPHeaderDict
    body: bytes

    def header(self, name):
        """The value of a header; "" where there is none."""
        return self.headers.get(name, "")


@dataclass(frozen=True)
class OutsideClient:
    """Asks other machines. Times in seconds, sizes in bytes after decompression.

    ``allowed`` are (address, port) pairs that may be reached although they are not
    public, and ``resolve`` finds the addresses of a name: both are for tests, which
    need a server of their own. No setting fills them.
    """

    connect_seconds: float = 5
    read_seconds: float = 10
    total_seconds: float = 20
    max_bytes: int = 5 << 20
    max_redirects: int = 4
    allowed: frozenset = frozenset()
    resolve: Callable = look_up

    def get(self, url, headers=None):
        """The reply to GET, redirects followed; OutsideError where there is none.

        Every hop is checked anew: its address, its name, what the name leads to.
        """
        until = time.monotonic() + self.total_seconds
        for _hop in range(self.max_redirects + 1):
            reply = self._ask("GET", url, headers or {}, None, until)
            location = reply.header("Location")
            if reply.status not in REDIRECTS or not location:
                return reply
            url = urljoin(reply.url, location)
        raise OutsideError(Trouble.REDIRECTS)

    def post(self, url, form):
        """The reply to a form (pairs of name and value); a redirect is an answer like any other."""
        until = time.monotonic() + self.total_seconds
        body = urlencode(form).encode("ascii")
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", url, headers, body, until)

    def _ask(self, method, url, headers, body, until):
        target = target_of(url, ports={port for _address, port in self.allowed})
        connection = self._connect(target, until)
        watch = threading.Timer(max(until - time.monotonic(), 0), _cut, [connection.sock])
        watch.daemon = True
        watch.start()
        try:
            return self._exchange(connection, target, method, headers, body, until)
        except OutsideError:
            raise
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            logger.info("outside request to %s failed: %r", target.url, error)
            late = _is_timeout(error) or time.monotonic() >= until
            raise OutsideError(Trouble.TIMEOUT if late else Trouble.BROKEN) from error
        finally:
            watch.cancel()
            connection.close()

    def _connect(self, target, until):
        """A connection to the first address that answers; each of them was looked at."""
        addresses = self.resolve(target.host, target.port, _left(until, self.connect_seconds))
        for address in addresses:
            if not (is_public(address) or (address, target.port) in self.allowed):
                # All of them: who mixes an inner address in is not to be asked twice.
                raise OutsideError(Trouble.REFUSED)
        trouble = Trouble.CONNECTION
        for address in addresses[:ADDRESSES_TRIED]:
            connection = _connection(target, address, _left(until, self.connect_seconds))
            try:
                connection.connect()
            except (HTTPError, OSError) as error:
                logger.info("no connection to %s at %s: %r", target.url, address, error)
                trouble = _trouble_of(error)
                connection.close()
            else:
                return connection
        raise OutsideError(trouble)

    def _exchange(self, connection, target, method, headers, body, until):
        connection.timeout = _left(until, self.read_seconds)
        connection.request(
            method,
            target.path,
            body=body,
            headers={
                "Host": target.authority,
                "User-Agent": USER_AGENT,
                "Accept-Encoding": "gzip",
                "Connection": "close",
                **headers,
            },
            preload_content=False,
            decode_content=True,
        )
        # Closed whatever happens: it holds the socket, which the connection has given away.
        with closing(connection.getresponse()) as response:
            body = self._read(response, until)
            return Reply(response.status, target.url, response.headers, body)

    def _read(self, response, until):
        body = bytearray()
        # One read at a time, so that neither drops nor a bomb go on past their bound.
        while chunk := response.read1(CHUNK, decode_content=True):
            body += chunk
            if len(body) > self.max_bytes:
                raise OutsideError(Trouble.TOO_LARGE)
            _left(until, 1)
        _left(until, 1)  # what the deadline cut looks like an end, too
        return bytes(body)


def _connection(target, address, seconds):
    """A connection to ``address`` that speaks as if it had asked for the name."""
    if target.scheme == "http":
        return HTTPConnection(address, target.port, timeout=seconds)
    return HTTPSConnection(
        address,
        target.port,
        timeout=seconds,
        ssl_context=ssl.create_default_context(),
        server_hostname=target.host,
    )


def _left(until, most):
    """Seconds that are left until the deadline, ``most`` at most; OutsideError when it is over."""
    left = until - time.monotonic()
    if left <= 0:
        raise OutsideError(Trouble.TIMEOUT)
    return min(left, most)


def _cut(sock):
    """The deadline: end what still waits for the other side, whatever it waits for."""
    with suppress(OSError):
        # Not the method of TLS sockets: it would let the reader go on without TLS.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _is_timeout(error):
    # A refused connection is a time-out, too, in the eyes of urllib3.
    return isinstance(error, (TimeoutError, HTTPTimeout)) and not isinstance(
        error, NewConnectionError
    )


def _trouble_of(error):
    if isinstance(error, ssl.SSLError) or isinstance(error.__context__, ssl.SSLError):
        return Trouble.CERTIFICATE
    return Trouble.TIMEOUT if _is_timeout(error) else Trouble.CONNECTION
