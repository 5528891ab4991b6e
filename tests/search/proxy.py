"""Stands between the install and Elasticsearch, and does what networks do."""

import ssl
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PASSED_ON = ("Content-Type", "Accept")
DENIED = b'{"error": {"type": "security_exception", "reason": "denied"}, "status": 401}'
FULL = b'{"error": {"type": "es_rejected_execution_exception", "reason": "full"}, "status": 429}'


class Proxy:
    """``mode`` says what becomes of a request whose path has ``about`` in it:

    "pass", "slow" (answered after ``seconds``), "cut" (never arrives), "lost" (done, but the
    answer is lost), "full" (refused, as when its queue is full). ``asked`` counts those requests.
    Where ``allowed`` is given, whoever sends another Authorization is refused.
    """

    def __init__(self, server, port, scheme, allowed):
        self.server, self.url, self.allowed = server, f"{scheme}://127.0.0.1:{port}", allowed
        self.mode, self.about, self.seconds, self.asked = "pass", "", 1.0, 0

    def be(self, mode, about="", seconds=1.0):
        self.mode, self.about, self.seconds, self.asked = mode, about, seconds, 0


@contextmanager
def running(server, certificate=None, allowed=None):
    """A Proxy before the Elasticsearch at ``server``; ``certificate`` (file, key) is for TLS."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    http.daemon_threads = True
    if certificate:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(*certificate)
        # Each handler greets in its own thread.
        http.socket = tls.wrap_socket(http.socket, server_side=True, do_handshake_on_connect=False)
        http.handle_error = lambda *_who: None  # who does not trust it hangs up
    proxy = Proxy(server, http.server_address[1], "https" if certificate else "http", allowed)
    http.RequestHandlerClass = handler_of(proxy)
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    yield proxy
    http.shutdown()
    http.server_close()
    thread.join(5)


def handler_of(proxy):  # noqa: C901 (a class; each method is simple)
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if proxy.allowed and self.headers["Authorization"] != proxy.allowed:
                self.send(401, {"Content-Type": "application/json"}, DENIED)
                return
            mode = "pass"
            if proxy.about in self.path:
                mode = proxy.mode
                proxy.asked += 1
            self.close_connection = mode in ("cut", "lost")
            if mode == "cut":
                return
            if mode == "full":
                self.send(429, {"Content-Type": "application/json"}, FULL)
                return
            if mode == "slow":
                time.sleep(proxy.seconds)
            status, headers, answer = self.forward(body)
            if mode != "lost":
                self.send(status, headers, answer)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer

        def forward(self, body):
            headers = {name: self.headers[name] for name in PASSED_ON if name in self.headers}
            request = urllib.request.Request(
                proxy.server + self.path, body or None, headers, method=self.command
            )
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return answer.status, answer.headers, answer.read()
            except urllib.error.HTTPError as error:
                with error:
                    return error.code, error.headers, error.read()

        def send(self, status, headers, body):
            try:
                self.send_response(status)
                self.send_header("Content-Type", headers["Content-Type"])
                self.send_header("X-Elastic-Product", "Elasticsearch")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True  # whoever asked has gone

        def log_message(self, *arguments):
            pass

    return Handler
