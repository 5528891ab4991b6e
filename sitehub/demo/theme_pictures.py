"""Pictures of themes: the demo's home pages, as each theme draws them."""

import shutil
import subprocess
import tempfile
import threading
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from PIL import Image

from school_sites import hosts
from school_sites.looks import shown
from school_sites.looks.choices import Choice

SIZE = (1280, 960)
MOST_BYTES = 60 * 1024
SHEET_COLUMNS, SHEET_GAP = 3, 24
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--hide-scrollbars",
    "--disable-gpu",
    "--force-prefers-reduced-motion",
    "--virtual-time-budget=4000",
)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *args):
        """Say nothing: the command has its own lines."""


def chromium():
    """Path of chromium, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def site_for(theme):
    """The demo's site that suits ``theme`` best, or None without any."""
    shown_sites = [one for one in hosts.table().by_id.values() if one.school_site.is_shown]
    by_kind = {}
    for entry in sorted(shown_sites, key=lambda one: one.id):
        by_kind.setdefault(entry.school_site.kind, entry)
    schools = [kind for kind in theme.suits if kind != "district"] or list(theme.suits)
    return next((by_kind[kind] for kind in schools if kind in by_kind), None) or next(
        iter(by_kind.values()), None
    )


@contextmanager
def served(theme, choices=None):
    """Every site in ``theme``, at the port that is given; ``choices`` are Choices by host name."""
    application = StaticFilesHandler(WSGIHandler())

    def dressed(environ, start_response):
        try:
            host = environ["HTTP_HOST"].partition(":")[0]
            with shown.trying((choices or {}).get(host) or Choice(theme=theme.slug)):
                return application(environ, start_response)
        finally:
            connections.close_all()

    server = make_server("127.0.0.1", 0, dressed, _Server, _Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def picture_of(theme, entry):
    """The home page of ``entry`` in ``theme`` as a Pillow image. Raises OSError where it fails."""
    with tempfile.TemporaryDirectory() as folder, served(theme) as port:
        path = Path(folder) / "shot.png"
        subprocess.run(  # noqa: S603
            [
                chromium(),
                *FLAGS,
                f"--user-data-dir={folder}/profile",
                f"--window-size={SIZE[0]},{SIZE[1]}",
                f"--screenshot={path}",
                "--host-resolver-rules=MAP * 127.0.0.1",
                f"http://{entry.primary_host}:{port}/",
            ],
            check=True,
            timeout=120,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        with Image.open(path) as image:
            return image.convert("RGB")


def as_preview(image):
    """``image`` as WebP of at most MOST_BYTES."""
    for quality in range(80, 20, -10):
        data = BytesIO()
        image.save(data, "WEBP", quality=quality, method=6)
        if data.tell() <= MOST_BYTES:
            return data.getvalue()
    data = BytesIO()
    image.resize((SIZE[0] // 2, SIZE[1] // 2)).save(data, "WEBP", quality=60, method=6)
    return data.getvalue()


def sheet_of(images):
    """All pictures on one sheet."""
    width, height = SIZE[0] // 2, SIZE[1] // 2
    rows = -(-len(images) // SHEET_COLUMNS)
    size = (
        SHEET_COLUMNS * (width + SHEET_GAP) + SHEET_GAP,
        rows * (height + SHEET_GAP) + SHEET_GAP,
    )
    sheet = Image.new("RGB", size, "#888888")
    for number, image in enumerate(images):
        row, column = divmod(number, SHEET_COLUMNS)
        at = (
            SHEET_GAP + column * (width + SHEET_GAP),
            SHEET_GAP + row * (height + SHEET_GAP),
        )
        sheet.paste(image.resize((width, height)), at)
    return sheet
