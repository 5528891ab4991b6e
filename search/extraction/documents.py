"""Words of Word documents, read from their parts.

The importer's reader (mammoth) would build pages of HTML and hold every picture; search
wants the words alone, in a twentieth of the time.
"""

from lxml import etree

from school_sites.word_import.docx_parts import related_part
from school_sites.word_import.numbering import W

from .packages import open_package
from .problems import Unreadable

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
WORDS = {f"{W}t", f"{MATH}t"}
BLANKS = {f"{W}tab", f"{W}br", f"{W}cr"}
# Deleted or moved away but still recorded; the sounds above characters; the same thing once
# more for old programs.
SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}rt", FALLBACK}
NOTES = ("footnotes", "endnotes")


def read(data, gathered):
    """Add the words of a docx: its text, then its notes; neither comments nor running heads."""
    package = open_package(data)
    main = related_part(package, "", "officeDocument") or "word/document.xml"
    root = package.xml(main)
    if root is None or root.find(f"{W}body") is None:
        raise Unreadable("damaged")
    _add(root, gathered)
    del root
    for kind in NOTES:
        notes = package.xml(related_part(package, main, kind))
        if notes is not None:
            _add(notes, gathered)


def _add(root, gathered):
    words, walk = [], etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if tag == f"{W}p":  # one in a text box stands within another
            gathered.add("".join(words))
            words.clear()
        elif event == "end":
            continue
        elif tag in SKIPPED:
            walk.skip_subtree()
        elif tag in WORDS:
            words.append(element.text or "")
        elif tag in BLANKS:
            words.append(" ")
    gathered.add("".join(words))
