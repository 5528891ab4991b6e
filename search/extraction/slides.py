"""Words of slides, read from their parts: a library would build every shape for them."""

from school_sites.word_import.docx_parts import related_part, relations_of

from .packages import open_package
from .problems import Unreadable

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read(data, gathered):
    """Add the words of a pptx, slide by slide as they are shown; no speaker's notes."""
    package = open_package(data)
    main = related_part(package, "", "officeDocument") or "ppt/presentation.xml"
    root = package.xml(main)
    if root is None:
        raise Unreadable("damaged")
    relations = relations_of(package, main)
    names = [relations.get(one.get(R_ID), ("", True)) for one in root.iter(f"{P}sldId")]
    slides = [name for name, outside in names if not outside]
    gathered.pages = len(slides)
    for number, name in enumerate(slides, 1):
        gathered.page(number)
        slide = package.xml(name)
        if slide is not None and slide.get("show") != "0":
            _add(slide, gathered)


def _add(slide, gathered):
    for paragraph in slide.iter(f"{A}p"):
        words = [
            element.text or "" if element.tag == f"{A}t" else " "
            for element in paragraph.iter(f"{A}t", f"{A}br", f"{A}tab")
        ]
        gathered.add("".join(words))
