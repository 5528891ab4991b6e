"""Uploads as browsers send them, and a real S3-compatible server."""

import gc
import socket
import subprocess
import time
import urllib.error
import urllib.request
import warnings
from io import BytesIO

import boto3
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from media import s3
from media.models import SiteDocument, SiteImage, SiteRendition
from tests.plugins.requirements import versitygw

KEYS = {"access_key": "sitehub-test", "secret_key": "sitehub-test-secret"}


def encoded(size=(1600, 1200), encoding="JPEG", colour="seagreen", **options):
    """A picture as bytes."""
    mode = "RGBA" if options.pop("transparent", False) else "RGB"
    image = Image.new(mode, size, colour if mode == "RGB" else (0, 128, 64, 90))
    output = BytesIO()
    image.save(output, encoding, **options)
    return output.getvalue()


@pytest.fixture
def upload(admin_client):
    """Send a file to Wagtail's multiple uploader; ``kind`` is images or documents."""

    def send(data, name, *, site, kind="images"):
        address = reverse(f"wagtail{'images' if kind == 'images' else 'docs'}:add_multiple")
        file = SimpleUploadedFile(name, data)
        fields = {"title": name, "files[]": file, "collection": site.collection.pk}
        return admin_client.post(
            address, fields, headers={"x-requested-with": "XMLHttpRequest"}
        ).json()

    return send


class Server:
    """versitygw over a folder, at a port of its own."""

    def __init__(self, folder):
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.process = None

    def start(self):
        """Start, and wait until it answers."""
        command = [
            versitygw(), "--access", KEYS["access_key"], "--secret", KEYS["secret_key"],
            "--port", f"127.0.0.1:{self.port}", "posix", str(self.folder),
        ]  # fmt: skip
        with (self.folder.parent / "versitygw.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder.parent)
        for _ in range(100):
            try:
                urllib.request.urlopen(self.endpoint, timeout=1)
            except urllib.error.HTTPError as answer:
                return answer.close()  # anonymous requests are refused: it runs
            except OSError:
                time.sleep(0.1)
        pytest.fail("versitygw did not start")

    def stop(self):
        """Kill it, as a power cut would."""
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory):
    """The server with two empty buckets, for the whole session."""
    folder = tmp_path_factory.mktemp("s3") / "buckets"
    folder.mkdir()
    server = Server(folder)
    server.start()
    client = boto3.client(
        "s3", endpoint_url=server.endpoint, region_name="us-east-1", config=s3.CLIENT,
        aws_access_key_id=KEYS["access_key"], aws_secret_access_key=KEYS["secret_key"],
    )  # fmt: skip
    client.create_bucket(Bucket="pictures")
    client.create_bucket(Bucket="private")
    yield server
    server.stop()


@pytest.fixture
def running_s3(s3_server):
    """The server, running at the beginning of this test, which may kill it."""
    if s3_server.process.poll() is not None:
        s3_server.start()
    yield s3_server
    with warnings.catch_warnings():
        # urllib3 leaves connections whose server was killed to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def in_s3(running_s3, settings, monkeypatch):
    """Files are in S3 for this test."""
    use_s3(settings, monkeypatch, running_s3)
    return running_s3


def use_s3(settings, monkeypatch, server):
    """Point settings and model fields to the buckets of ``server``."""
    settings.MEDIA_STORAGE = "s3"
    settings.MEDIA_S3 = settings.MEDIA_S3 | KEYS | {
        "endpoint": server.endpoint, "bucket": "pictures", "private_bucket": "private",
    }  # fmt: skip
    settings.STORAGES = settings.STORAGES | {
        "public": {"BACKEND": "media.s3.S3Public"},
        "default": {"BACKEND": "media.s3.S3Private"},
    }
    public = s3.S3Public()
    for model, storage in (
        (SiteImage, public), (SiteRendition, public), (SiteDocument, s3.S3Private()),
    ):  # fmt: skip
        monkeypatch.setattr(model._meta.get_field("file"), "storage", storage)
