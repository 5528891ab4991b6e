"""Where files are: pictures in a public storage, everything else in a private one.

Two places with one interface, chosen by MEDIA_STORAGE: local disk, and S3. An
address never depends on the place: pictures are at ``/media/…`` of every host,
private files behind a view, so that moving files changes no page.

Beyond Django's storage interface each storage has ``fetch`` (one range of bytes,
for views), ``put`` (write under exactly this name) and ``walk`` (every name).
No storage takes arguments: their settings, secrets included, would be written
into the queue by Wagtail's task that deletes files.
"""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePath

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.utils.deconstruct import deconstructible
from django.utils.encoding import filepath_to_uri

from . import links

# Only what is below these can be fetched by its path.
PUBLIC_FOLDERS = ("images", "original_images")
CHUNK = 1 << 16
# No file has more bytes than 18 digits name, and Python refuses to read thousands of them.
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z", re.ASCII)


class UnsatisfiableRange(Exception):
    """A range that begins behind the end of the file."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """Bytes ``first`` to ``last`` (both included) of a file of ``total`` bytes."""

    total: int
    first: int
    last: int
    etag: str
    modified: datetime
    chunks: Iterator[bytes]


def public_storage():
    """The storage of pictures and their renditions."""
    return storages["public"]


def private_storage():
    """The storage of everything that is handed out by a view only."""
    return storages["default"]


def opaque_name(folder, extension):
    """A name nobody can guess; two characters deep, so that no folder grows endless."""
    stem = secrets.token_hex(16)
    return f"{folder}/{stem[:2]}/{stem}{extension.lower()}"


def is_public(name):
    """Whether ``name`` may be fetched by its path.

    On a disk, what is private is beside it: ``..`` would lead there.
    """
    folder, *below = name.split("/")
    return folder in PUBLIC_FOLDERS and ".." not in below


def parse_range(header, total):
    """First and last byte that ``header`` asks for; None for "all of it".

    What is not one plain range is ignored, as HTTP allows. Raises UnsatisfiableRange.
    """
    match = RANGE.match(header or "")
    if not match or match[0] == "bytes=-":
        return None
    first, last = match[1], match[2]
    if not first:
        first, last = max(0, total - int(last)), total - 1
    else:
        first, last = int(first), min(int(last), total - 1) if last else total - 1
    if first >= total:
        raise UnsatisfiableRange
    return (first, last) if first <= last else None


@deconstructible
class LocalStorage(FileSystemStorage):
    """Files below MEDIA_ROOT. A file appears under its name only when it is whole."""

    def _save(self, name, content):
        self.put(name, content)
        return name

    def put(self, name, content):
        """Write ``content`` under exactly this name; on failure nothing is left behind."""
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
        try:
            with temporary.open("xb") as file:
                content.seek(0)
                while chunk := content.read(CHUNK):
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            if self.file_permissions_mode is not None:
                temporary.chmod(self.file_permissions_mode)
            temporary.replace(target)
        except BaseException:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise

    def fetch(self, name, byte_range=""):
        """The bytes of ``name`` as Fetched. Raises OSError, UnsatisfiableRange."""
        path = Path(self.path(name))
        status = path.stat()
        if not path.is_file():
            raise FileNotFoundError(name)
        asked = parse_range(byte_range, status.st_size)
        first, last = asked or (0, status.st_size - 1)
        return Fetched(
            total=status.st_size,
            first=first,
            last=last,
            etag=f'"{status.st_size:x}-{status.st_mtime_ns:x}"',
            modified=datetime.fromtimestamp(int(status.st_mtime), UTC),
            chunks=_read(path, first, last),
        )

    def walk(self):
        """Every name in this storage, in order."""
        root = Path(self.base_location)
        for folder, folders, files in os.walk(root):
            folders.sort()
            for file in sorted(files):
                name = PurePath(folder, file).relative_to(root).as_posix()
                if not file.endswith(".part") and self.holds(name):
                    yield name


def _read(path, first, last):
    """Opened only when read: a response that is never sent leaves nothing open."""
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


class PublicAddress:
    """Pictures are at the same address wherever they are kept."""

    def url(self, name):
        return settings.MEDIA_URL + filepath_to_uri(name)

    @staticmethod
    def holds(name):
        """Whether a file of this name belongs here."""
        return is_public(name)


class PrivateAddress:
    """Private files have addresses that expire."""

    def url(self, name):
        return links.signed_link(name)

    @staticmethod
    def holds(name):
        """Whether a file of this name belongs here."""
        return not is_public(name)


class LocalPublic(PublicAddress, LocalStorage):
    """Pictures on this machine's disk."""


class LocalPrivate(PrivateAddress, LocalStorage):
    """Private files on this machine's disk."""

    def direct_link(self, name, *, content_type, disposition):
        """None: a disk hands out nothing by itself."""
        return None
