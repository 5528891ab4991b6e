"""Words of PDF files."""

import contextlib
import importlib
import pkgutil
import re
from io import BytesIO

import pypdf
from pypdf import PdfReader
from pypdf.errors import DependencyError

from .gathering import EnoughRead
from .problems import Unreadable

# Lines end where the paper does: in the middle of a word, which search has to find.
WRAPPED = re.compile(r"(?<=[\u3400-\u9fff，、；])[^\S\n]*\n[^\S\n]*(?=[\u3400-\u9fff])")

# It loads parts of itself when they are first needed, which is when no file can be opened.
for _module in pkgutil.walk_packages(pypdf.__path__, "pypdf."):
    with contextlib.suppress(ImportError):  # those for packages that are not installed
        importlib.import_module(_module.name)


def read(data, gathered):
    """Add the words of a pdf, page by page; one that cannot be read is passed over."""
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        _open_for_everybody(reader)
    gathered.pages = len(reader.pages)
    readable = 0
    for number, page in enumerate(reader.pages, 1):
        gathered.page(number)
        try:
            words = page.extract_text()
        except (EnoughRead, MemoryError):
            raise
        except Exception:  # noqa: S112 - of every kind; other pages may be well
            continue
        readable += 1
        gathered.add(WRAPPED.sub("", words))
    if not readable:
        raise Unreadable("damaged")


def _open_for_everybody(reader):
    """Many files are locked against changing only: they open with no password at all."""
    try:
        opened = reader.decrypt("")
    except (DependencyError, NotImplementedError):
        opened = False
    if not opened:
        raise Unreadable("encrypted")
