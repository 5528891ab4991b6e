"""Films a browser can play, known by their content, not by their name."""

# The first bytes of a box "ftyp" name the brand; these are pictures and QuickTime.
NOT_FILMS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis", b"qt  ")
EBML = b"\x1a\x45\xdf\xa3"
HEAD = 64


def content_type_of_name(name):
    """The media type an accepted film is shown with, by its name."""
    return "video/webm" if name.lower().endswith(".webm") else "video/mp4"


def content_type_of(file):
    """``video/mp4`` or ``video/webm``; "" for anything else or where the name says otherwise.

    ``file`` is a stored file or an upload; its position is kept. A file that is
    gone is "" too.
    """
    name = (file.name or "").lower()
    try:
        head = _head_of(file)
    except OSError:
        return ""
    if head[4:8] == b"ftyp" and head[8:12] not in NOT_FILMS and name.endswith((".mp4", ".m4v")):
        return "video/mp4"
    # Matroska has the same signature; browsers play the kind that calls itself webm.
    if head.startswith(EBML) and b"webm" in head and name.endswith(".webm"):
        return "video/webm"
    return ""


def _head_of(file):
    with file.open("rb") as opened:
        return opened.read(HEAD)
