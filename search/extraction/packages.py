"""Office's files are zips; the importer's Package checks them before anything is unpacked."""

from school_sites.word_import.packages import Package

from .problems import Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


def open_package(data):
    """The Package in ``data``. Raises Unreadable (encrypted, old-format) and ImportRefused.

    A zip or a document inside is a member like a picture: nobody opens it.
    """
    if data.startswith(OLE):
        raise Unreadable("encrypted" if ENCRYPTED_STREAM in data else "old-format")
    return Package(data)
