"""A real S3-compatible server, and files there or on the local disk."""

import gc
import socket
import subprocess
import time
import urllib.error
import urllib.request
import warnings

import boto3
import pytest

from tests.plugins.requirements import versitygw

KEYS = {"access_key": "sitehub-test", "secret_key": "sitehub-test-secret"}


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
    from media import s3

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
    from media import s3
    from media.models import SiteDocument, SiteImage, SiteRendition

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


def empty():
    """Delete what is in both storages; returns them, public and private."""
    from django.core.files.storage import storages

    found = storages["public"], storages["default"]
    for storage in found:
        for name in list(storage.walk()):
            storage.delete(name)
    return found


@pytest.fixture(params=["local", pytest.param("s3", marks=pytest.mark.s3)])
def place(request, settings, tmp_path):
    """Both storages of a place, public and private, empty."""
    if request.param == "s3":
        request.getfixturevalue("in_s3")
    else:
        settings.MEDIA_ROOT = tmp_path
    return empty()
