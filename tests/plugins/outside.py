"""A real web server of the tests' own, and a client that may reach it."""

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sitehub.outside import OutsideClient

QUICK = {"connect_seconds": 1, "read_seconds": 1, "total_seconds": 2}


@dataclass
class Answers:
    """What the server says at each path, and what it was asked.

    An answer is bytes, (status, headers, bytes), or a function that takes the handler.
    """

    port: int = 0
    at: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)

    def url(self, path="/", host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"

    def client(self, **changes):
        """A client that may reach this server and nothing else inside."""
        allowed = frozenset({("127.0.0.1", self.port)})
        return OutsideClient(**{**QUICK, "allowed": allowed, **changes})


def handler_of(answers):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self.answer(b"")

        def do_POST(self):
            self.answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

        def answer(self, body):
            answers.asked.append((self.command, self.path, dict(self.headers), body))
            answer = answers.at.get(self.path.partition("?")[0], (404, {}, b""))
            if callable(answer):
                self.close_connection = True
                answer(self)
                return
            status, headers, data = answer if isinstance(answer, tuple) else (200, {}, answer)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args):
            pass

    return Handler


@contextmanager
def serving(wrap=None):
    """Answers of a server that runs meanwhile; ``wrap`` makes its socket another one."""
    answers = Answers()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(answers))
    server.daemon_threads = False  # waited for at the end: each closes its own socket
    server.handle_error = lambda *args: None  # clients of these tests hang up
    if wrap:
        server.socket = wrap(server.socket)
    answers.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield answers
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def outside():
    """A web server outside, as far as ``outside.client()`` is concerned."""
    with serving() as answers:
        yield answers
