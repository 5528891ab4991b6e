"""The code a sender asks with. Only its digest is stored."""

import hashlib
import secrets
import unicodedata

from django.utils.crypto import constant_time_compare

from school_sites.models import Letter

# Crockford's base 32: no letter that is read as another. 12 characters are 60 bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
GROUP = 4
MISREAD = str.maketrans("OIL", "011")
BETWEEN = str.maketrans("", "", " -–—_·.\t\n\r")


def new_code():
    """A code as the sender writes it down: three groups of four."""
    text = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(text[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def digest_of(code):
    """What is stored of ``code``, however it was typed."""
    typed = unicodedata.normalize("NFKC", code).upper().translate(BETWEEN).translate(MISREAD)
    return hashlib.sha256(f"letter code {typed}".encode()).hexdigest()


def letter_of(site, code):
    """The letter at ``site`` that ``code`` was given for, or None.

    A code of another site is as unknown as one that never was.
    """
    digest = digest_of(code)
    letter = Letter.objects.for_site(site).filter(code_digest=digest).first()
    found = letter.code_digest if letter is not None else ""
    return letter if constant_time_compare(found, digest) else None
