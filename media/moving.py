"""Copy every file from one place to the other, and prove that it arrived."""

import hashlib
from dataclasses import dataclass, field
from tempfile import TemporaryFile

from django.conf import settings
from django.core.files import File
from django.utils.module_loading import import_string


@dataclass
class Moved:
    """What a run did. ``failed`` are names with the reason."""

    copied: int = 0
    present: int = 0
    size: int = 0
    failed: list[str] = field(default_factory=list)


def storages_of(place):
    """The public and the private storage of ``local`` or ``s3``."""
    return [import_string(path)() for path in settings.MEDIA_BACKENDS[place]]


def move_media(*, source, target, progress=lambda steps: steps):
    """Copy all files of the place ``source`` to ``target``; return Moved.

    A file that is there already with the same content is left alone, so the
    command can be run again after an interruption, or to fetch what came since.
    Nothing is deleted. ``progress`` wraps the list of (storages, name) steps.
    Raises OSError if a place cannot be listed.
    """
    pairs = zip(storages_of(source), storages_of(target), strict=True)
    steps = [(here, there, name) for here, there in pairs for name in here.walk()]
    done = Moved()
    for here, there, name in progress(steps):
        try:
            _copy(here, there, name, done)
        except OSError as error:
            done.failed.append(f"{name}: {error}")
    return done


def _copy(here, there, name, done):
    with TemporaryFile() as spool:
        wanted = _digest(here, name, into=spool)
        done.size += spool.tell()
        if _digest_or_none(there, name) == wanted:
            done.present += 1
            return
        there.put(name, File(spool, name=name))
        if _digest_or_none(there, name) != wanted:
            done.failed.append(f"{name}: the copy differs")
            return
        done.copied += 1


def _digest(storage, name, into=None):
    """SHA-256 of a file as it is read back from its storage, in pieces."""
    digest = hashlib.sha256()
    fetched = storage.fetch(name)
    try:
        for chunk in fetched.chunks:
            digest.update(chunk)
            if into is not None:
                into.write(chunk)
    finally:
        fetched.chunks.close()
    return digest.hexdigest()


def _digest_or_none(storage, name):
    try:
        return _digest(storage, name)
    except FileNotFoundError:
        return None
