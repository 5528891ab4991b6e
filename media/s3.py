"""The same storages in an S3-compatible service, through django-storages and boto3."""

import errno
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files import File
from storages.backends.s3 import S3Storage

from .storages import CHUNK, Fetched, PrivateAddress, PublicAddress, UnsatisfiableRange

FULL = {"QuotaExceeded", "XMinioStorageFull", "InsufficientStorage", "EntityTooLarge"}
GONE = {"404", "NoSuchKey", "NotFound"}
SPOOL = 4 << 20
# Services that are compatible with S3 do not all know the checksums newer boto3 sends unasked.
CLIENT = Config(
    signature_version="s3v4",
    connect_timeout=5,
    read_timeout=30,
    retries={"max_attempts": 2, "mode": "standard"},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    s3={"addressing_style": "path"},
)


@contextmanager
def as_os_errors(name):
    """Raise what S3 answers as the OSError a disk would have raised."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if code in GONE or status == 404:
            raise FileNotFoundError(errno.ENOENT, "no such file", name) from error
        if code == "InvalidRange":
            raise UnsatisfiableRange from error
        if code in FULL or status == 507:
            raise OSError(errno.ENOSPC, code, name) from error
        raise OSError(errno.EIO, code or str(error), name) from error
    except (BotoCoreError, Boto3Error) as error:
        raise OSError(errno.EIO, str(error), name) from error


class Bucket(S3Storage):
    """One bucket; what S3 has to say comes as OSError."""

    bucket_setting = ""
    cache_control = ""

    def __init__(self):
        facts = settings.MEDIA_S3
        super().__init__(
            bucket_name=facts[self.bucket_setting],
            endpoint_url=facts["endpoint"] or None,
            region_name=facts["region"],
            access_key=facts["access_key"],
            secret_key=facts["secret_key"],
            client_config=CLIENT,
            transfer_config=TransferConfig(use_threads=False),
            default_acl=None,
            # Names are random and never used twice: nobody need ask whether one is taken.
            file_overwrite=True,
            object_parameters={"CacheControl": self.cache_control},
        )

    @property
    def client(self):
        return self.connection.meta.client

    def _save(self, name, content):
        with as_os_errors(name):
            return super()._save(name, content)

    def _open(self, name, mode="rb"):
        fetched = self.fetch(name)
        spool = SpooledTemporaryFile(max_size=SPOOL)  # noqa: SIM115 (its File closes it)
        for chunk in fetched.chunks:
            spool.write(chunk)
        fetched.chunks.close()
        spool.seek(0)
        return File(spool, name=name)

    def exists(self, name):
        with as_os_errors(name):
            return super().exists(name)

    def delete(self, name):
        with as_os_errors(name):
            super().delete(name)

    def size(self, name):
        with as_os_errors(name):
            return super().size(name)

    def put(self, name, content):
        """Write ``content`` under exactly this name."""
        content.seek(0)
        self._save(name, content)

    def fetch(self, name, byte_range=""):
        """The bytes of ``name`` as Fetched. Raises OSError, UnsatisfiableRange."""
        asked = {"Range": byte_range} if byte_range else {}
        with as_os_errors(name):
            answer = self.client.get_object(Bucket=self.bucket_name, Key=name, **asked)
        size = answer["ContentLength"]
        first, last, total = 0, size - 1, size
        if found := answer.get("ContentRange"):  # bytes 0-99/1234
            span, total = found.removeprefix("bytes ").split("/")
            first, last = map(int, span.split("-"))
        return Fetched(
            total=int(total),
            first=first,
            last=last,
            etag=answer["ETag"],
            modified=answer["LastModified"],
            chunks=Body(name, answer["Body"]),
        )

    def walk(self):
        """Every name in this storage, in order."""
        pages = self.client.get_paginator("list_objects_v2")
        with as_os_errors(self.bucket_name):
            for page in pages.paginate(Bucket=self.bucket_name):
                for item in page.get("Contents", []):
                    if self.holds(item["Key"]):
                        yield item["Key"]


class Body:
    """The bytes of an answer in pieces; closed even if nobody read it."""

    def __init__(self, name, stream):
        self.name, self.stream = name, stream

    def __iter__(self):
        with as_os_errors(self.name):
            yield from self.stream.iter_chunks(CHUNK)

    def close(self):
        self.stream.close()


class S3Public(PublicAddress, Bucket):
    """Pictures in a bucket."""

    bucket_setting = "bucket"
    cache_control = "public, max-age=31536000, immutable"


class S3Private(PrivateAddress, Bucket):
    """Private files in a bucket that nobody may read without a signed link."""

    bucket_setting = "private_bucket"
    cache_control = "private, no-store"

    def direct_link(self, name, *, content_type, disposition):
        """An address at the service itself that expires after MEDIA_LINK_SECONDS."""
        client = self.client
        if endpoint := settings.MEDIA_S3["link_endpoint"]:
            facts = settings.MEDIA_S3
            client = self._create_session().client(
                "s3", endpoint_url=endpoint, region_name=facts["region"], config=CLIENT
            )
        asked = {
            "Bucket": self.bucket_name,
            "Key": name,
            "ResponseContentType": content_type,
            "ResponseContentDisposition": disposition,
        }
        return client.generate_presigned_url(
            "get_object", Params=asked, ExpiresIn=settings.MEDIA_LINK_SECONDS
        )
