"""The guarded client: only public addresses, the one that was looked at, in time and in size."""

import ast
import gzip
import time
import zlib
from contextlib import suppress

import pytest
from django.conf import settings

from sitehub.outside import OutsideClient, OutsideError, Trouble
from sitehub.outside.addresses import is_public, target_of

INNER = """
    127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1
    255.255.255.255 240.0.0.1 192.0.2.1 198.18.0.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 ff02::1
    ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 2002:7f00:1::1 2001:db8::1
    2001:0:4136:e378:8000:63bf:80ff:fffe
""".split()


@pytest.mark.parametrize("address", INNER)
def test_inner_addresses_are_not_public_however_they_are_wrapped(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


def trouble_of(ask, *args, **kwargs):
    with pytest.raises(OutsideError) as caught:
        ask(*args, **kwargs)
    return caught.value.trouble


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/", "file:///etc/passwd", "//example.com/", "example.com", "http://",
        "http://user:pass@example.com/", "http://example.com:8080/", "https://example.com:80/",
        "http://exa mple.com/", "http://example.com\\@127.0.0.1/", "http://example.com/\r\nX: y",
        "http://[::1%25lo]/", "http://example.com/" + "a" * 3000, "gopher://example.com/", "",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_not_asked(url):
    assert trouble_of(OutsideClient().get, url) == Trouble.ADDRESS


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0"]
)
def test_a_name_or_number_that_leads_inside_is_refused(host):
    assert trouble_of(OutsideClient().get, f"http://{host}/") in (Trouble.REFUSED, Trouble.NAME)


def test_one_inner_address_among_public_ones_refuses_all_of_them():
    mixed = OutsideClient(resolve=lambda *_: ["8.8.8.8", "10.0.0.1"])
    assert trouble_of(mixed.get, "http://example.com/") == Trouble.REFUSED


def test_a_chinese_host_and_path_are_asked_in_ascii():
    target = target_of("https://学校.中国/新闻/?页=1")
    assert target.host == "学校.中国".encode("idna").decode()
    assert target.path.isascii()


def test_the_server_is_asked_by_its_name_at_the_address_that_was_looked_at(outside):
    outside.at["/a"] = b"yes"
    asked = []

    def resolve(host, port, seconds):
        asked.append(host)
        return ["127.0.0.1"]  # another answer than the resolver would give

    reply = outside.client(resolve=resolve).get(outside.url("/a?b=1", host="school.example"))
    assert (reply.status, reply.body) == (200, b"yes")
    assert asked == ["school.example"]
    (_method, path, headers, _body), = outside.asked  # fmt: skip
    assert (path, headers["Host"]) == ("/a?b=1", f"school.example:{outside.port}")
    assert "Cookie" not in headers


def test_a_name_that_changes_its_address_between_two_hops_is_refused(outside):
    outside.at["/a"] = (302, {"Location": "/b"}, b"")
    answers = iter([["127.0.0.1"], ["192.168.0.1"]])
    client = outside.client(resolve=lambda *_: next(answers))
    assert trouble_of(client.get, outside.url("/a", host="school.example")) == Trouble.REFUSED
    assert len(outside.asked) == 1


@pytest.mark.parametrize(
    ("location", "trouble"),
    [
        ("http://127.0.0.1/", Trouble.REFUSED), ("http://169.254.169.254/", Trouble.REFUSED),
        ("file:///etc/passwd", Trouble.ADDRESS), ("http://10.0.0.1:22/", Trouble.ADDRESS),
        ("/a", Trouble.REDIRECTS),
    ],
)  # fmt: skip
def test_a_redirect_is_checked_like_the_first_address(outside, location, trouble):
    outside.at["/a"] = (301, {"Location": location}, b"")
    assert trouble_of(outside.client().get, outside.url("/a")) == trouble


def test_the_reply_knows_where_it_came_from_and_cookies_are_not_kept(outside):
    outside.at["/a"] = (307, {"Location": "b", "Set-Cookie": "x=y"}, b"")
    outside.at["/b"] = b"there"
    reply = outside.client().get(outside.url("/a"))
    assert (reply.url, reply.body) == (outside.url("/b"), b"there")
    assert "Cookie" not in outside.asked[1][2]


def test_proxies_of_the_environment_are_not_used(outside, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    outside.at["/"] = b"direct"
    assert outside.client().get(outside.url("/")).body == b"direct"


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate", "gzip, gzip"])
def test_a_body_is_read_up_to_its_limit_after_decompression(outside, encoding):
    def packed(size):
        data = b"0" * size
        for one in encoding.split(", "):
            data = {"gzip": gzip.compress, "deflate": zlib.compress}.get(one, bytes)(data)
        return (200, {"Content-Encoding": encoding} if encoding else {}, data)

    outside.at |= {"/small": packed(90_000), "/large": packed(40 << 20)}
    client = outside.client(max_bytes=100_000)
    assert len(client.get(outside.url("/small")).body) == 90_000
    assert trouble_of(client.get, outside.url("/large")) == Trouble.TOO_LARGE


def test_what_is_not_read_to_its_end_leaves_no_connection_open(outside, monkeypatch):
    outside.at["/large"] = (200, {"Connection": "close"}, b"x" * 200_000)
    read, responses = OutsideClient._read, []

    def watched(self, response, until):
        responses.append(response)
        return read(self, response, until)

    monkeypatch.setattr(OutsideClient, "_read", watched)
    client = outside.client(max_bytes=10)
    assert trouble_of(client.get, outside.url("/large")) == Trouble.TOO_LARGE
    assert [one.closed for one in responses] == [True]


def drip(handler, *, head):
    """Send one byte at a time, for ever: each of them in time."""
    with suppress(OSError):
        if not head:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        else:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        for _ in range(200):
            handler.wfile.write(b"a")
            time.sleep(0.1)


@pytest.mark.parametrize("head", [True, False])
def test_who_sends_drop_by_drop_is_cut_off_at_the_deadline(outside, head):
    outside.at["/"] = lambda handler: drip(handler, head=head)
    began = time.monotonic()
    client = outside.client(total_seconds=0.8)
    assert trouble_of(client.get, outside.url("/")) == Trouble.TIMEOUT
    assert time.monotonic() - began < 3


def test_who_says_nothing_is_waited_for_no_longer_than_a_read(outside):
    outside.at["/"] = lambda handler: time.sleep(1.5)
    client = outside.client(read_seconds=0.3, total_seconds=9)
    assert trouble_of(client.get, outside.url("/")) == Trouble.TIMEOUT


def test_a_broken_answer_and_a_closed_door_are_told_apart(outside):
    outside.at["/"] = lambda handler: handler.wfile.write(b"nonsense\r\n\r\n")
    outside.at["/half"] = lambda handler: handler.wfile.write(
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"
    )
    assert trouble_of(outside.client().get, outside.url("/")) == Trouble.BROKEN
    assert trouble_of(outside.client().get, outside.url("/half")) == Trouble.BROKEN
    nobody = outside.client(allowed=frozenset({("127.0.0.1", 9)}))
    assert trouble_of(nobody.get, "http://127.0.0.1:9/") == Trouble.CONNECTION


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(self_signed):
    client = self_signed.client(resolve=lambda *_: ["127.0.0.1"])
    url = f"https://school.example:{self_signed.port}/"
    assert trouble_of(client.get, url) == Trouble.CERTIFICATE
    assert self_signed.asked == []


def test_a_certificate_counts_for_its_own_name_only(self_signed, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", self_signed.certificate)
    self_signed.at["/"] = b"trusted"
    client = self_signed.client(resolve=lambda *_: ["127.0.0.1"])
    right, wrong = (f"https://{name}.example:{self_signed.port}/" for name in ("school", "other"))
    assert client.get(right).body == b"trusted"
    assert trouble_of(client.get, wrong) == Trouble.CERTIFICATE


def test_a_form_is_posted_and_a_redirect_of_it_not_followed(outside):
    outside.at["/hub"] = (302, {"Location": "/other"}, b"")
    reply = outside.client().post(outside.url("/hub"), [("hub.mode", "publish"), ("名", "值")])
    assert reply.status == 302
    (method, _path, _headers, body), = outside.asked  # fmt: skip
    assert (method, body) == ("POST", b"hub.mode=publish&%E5%90%8D=%E5%80%BC")


DOORS = {
    "urllib3", "urllib.request", "http.client", "requests", "httpx", "aiohttp", "socket", "ftplib",
    "telnetlib", "xmlrpc.client", "smtplib",
}  # fmt: skip


def test_nothing_else_in_the_product_opens_a_connection():
    found = []
    for folder in ("sitehub", "school_sites", "search", "media", "themes"):
        for path in (settings.BASE_DIR / folder).rglob("*.py"):
            if (settings.BASE_DIR / "sitehub/outside") in path.parents:
                continue
            text = path.read_text(encoding="utf-8")
            assert "OutsideClient(allowed" not in text
            found += [f"{path.name}: {name}" for name in imports_of(text) if name in DOORS]
    assert found == []


def imports_of(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)
