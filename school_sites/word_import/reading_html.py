"""The reading stage for HTML. A parser that calls back for each tag: no tree, no recursion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from . import html_tags as tags
from .document import ImportRefused
from .html_flow import Flow
from .html_styles import hidden_selectors, hides, marks_of, parse_style
from .limits import FEED_BYTES, MAX_DEPTH, MAX_ELEMENTS, MAX_PIECES, MAX_STYLESHEET
from .links import file_name, read_address
from .nodes import PLAIN, Draft, Image
from .report import Report


@dataclass(slots=True)
class _Dropped:
    """An element that is left out with all it holds."""

    code: str  # the finding; "" for what is no text anyway
    depth: int
    hosts: dict[str, None] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)


def read_html(text: str, report: Report) -> Draft:
    """Return the nodes of a page or fragment. Raises ImportRefused (too-complex).

    Labels of encoding inside are ignored, entities of a DTD are unknown, nothing is fetched.
    """
    if text.count("</") > MAX_ELEMENTS:  # closing tags without an opening one cost time as well
        raise _too_complex()
    target = _Target(report)
    parser = etree.HTMLParser(target=target, encoding="utf-8", no_network=True, huge_tree=True)
    data = text.encode("utf-8")
    for start in range(0, len(data), FEED_BYTES):
        parser.feed(data[start : start + FEED_BYTES])
    parser.close()
    return Draft(target.flow.nodes, title="".join(target.title))


class _Target:
    """Receives the parser's calls; the parser itself balances start and end."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.flow = Flow(report)
        self.title: list[str] = []
        self._stack: list[tuple[frozenset[str], str]] = []  # (marks, href) outside each element
        self._marks: frozenset[str] = PLAIN
        self._href = ""
        self._elements = 0
        self._pieces = 0
        self._dropped: _Dropped | None = None
        self._in_title = self._in_style = False
        self._pre = 0  # depth of <pre>, where a new line is a line break
        self._style: list[str] = []
        self._hidden: frozenset[str] = frozenset()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        self._stack.append((self._marks, self._href))
        if self._elements > MAX_ELEMENTS or len(self._stack) > MAX_DEPTH:
            raise _too_complex()
        if self._dropped:
            self._inside_dropped(tag, attributes)
            return
        style = parse_style(attributes.get("style", "")) if "style" in attributes else {}
        code = self._drop_code(tag, attributes, style)
        if code is not None:
            self._dropped = _Dropped(code, len(self._stack))
            self._inside_dropped(tag, attributes)
            return
        self._note_word(tag, attributes)
        self._open(tag, attributes)
        if tag in tags.MARKS:
            self._marks |= {tags.MARKS[tag]}
        if style:
            add, take = marks_of(style)
            self._marks = (self._marks | add) - take

    def end(self, tag: str) -> None:
        dropped = self._dropped
        depth = len(self._stack)
        self._marks, self._href = self._stack.pop()
        if tag == "title":
            self._in_title = False
        elif tag == "style" and self._in_style:
            self._in_style = False
            self._hidden |= hidden_selectors("".join(self._style))
            self._style.clear()
        if not dropped:
            self._close(tag)
        elif dropped.depth == depth:
            self._dropped = None
            self._tell(dropped)

    def data(self, data: str) -> None:
        self._pieces += 1
        if self._pieces > MAX_PIECES:
            raise _too_complex()
        if self._in_title:
            self.title.append(data)
        elif self._in_style:
            if len(self._style) < MAX_STYLESHEET:
                self._style.append(data)
        elif self._dropped:
            if self._dropped.code in ("hidden", "widget") and len(self._dropped.text) < 50:
                self._dropped.text.append(data)
        elif self._pre:
            for i, line in enumerate(data.split("\n")):
                if i:
                    self.flow.line_break()
                self.flow.text(line, self._marks, self._href)
        else:
            self.flow.text(data, self._marks, self._href)

    def comment(self, text: str) -> None:
        word = text.strip().lower()
        if word in ("startfragment", "endfragment"):
            self.report.fixed("fragment", f"<!--{text}-->")
        elif word.startswith(("[if", "[endif")):
            self.report.fixed("mso", f"<!--{text}-->")

    def close(self) -> None:
        self.flow.flush()

    # What is left out ---------------------------------------------------------------------------

    def _drop_code(self, tag: str, attributes: Mapping[str, str], style: dict) -> str | None:
        """Return the finding for an element to be left out, "" for no finding, None to keep it."""
        if tag == "script":
            return "script"
        if tag in tags.FRAMES:
            return "frame"
        if tag in tags.WIDGETS:
            return "widget"
        if tag == "xml":
            return "mso"
        if tag in ("style", "title"):
            return ""
        if tag in ("html", "body"):
            return None
        classes = attributes.get("class", "").split() if self._hidden else ()
        if (
            tag == "noscript"
            or "hidden" in attributes
            or (style and hides(style))
            or (
                tag == "marquee"
                and {attributes.get("height"), attributes.get("width")} & {"0", "1"}
            )
            or (tag == "img" and {attributes.get("height"), attributes.get("width")} <= {"0", "1"})
            or any(f".{name}" in self._hidden for name in classes)
            or f"#{attributes.get('id', '')}" in self._hidden
        ):
            return "hidden"
        return None

    def _inside_dropped(self, tag: str, attributes: Mapping[str, str]) -> None:
        dropped = self._dropped
        if dropped.code:
            dropped.hosts.update(dict.fromkeys(_hosts(attributes)))
        elif tag == "title":
            self._in_title = not self.title
        elif tag == "style":
            self._in_style = True

    def _tell(self, dropped: _Dropped) -> None:
        excerpt = " ".join("".join(dropped.text).split())
        if dropped.code in ("hidden", "widget") and not excerpt and not dropped.hosts:
            return
        if dropped.code:
            self.report.fixed(dropped.code, excerpt, hosts=dropped.hosts)

    def _note_word(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag.startswith(tags.OFFICE):
            self.report.fixed("mso", f"<{tag}>")
        elif "mso" in attributes.get("class", "").lower() or "mso-" in attributes.get("style", ""):
            self.report.fixed("mso", attributes.get("class") or attributes.get("style", ""))

    # What is kept -------------------------------------------------------------------------------

    def _open(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in tags.HEADINGS:
            self.flow.heading(tags.HEADINGS[tag])
        elif tag in tags.LISTS:
            self.flow.list_start(ordered=tag == "ol")
        elif tag in tags.STARTS:
            tags.STARTS[tag](self.flow)
        elif tag in _WITH_ATTRIBUTES:
            _WITH_ATTRIBUTES[tag](self, attributes)
        elif tag in ("td", "th"):
            self._cell(attributes, header=tag == "th")
        elif tag in tags.BLOCKS:
            self.flow.flush()
        self._pre += tag == "pre"

    def _close(self, tag: str) -> None:
        self._pre -= tag == "pre"
        if tag in tags.HEADINGS:
            self.flow.heading(0)
        elif tag in tags.LISTS:
            self.flow.list_end()
        elif tag in tags.ENDS:
            tags.ENDS[tag](self.flow)
        elif tag in tags.BLOCKS:
            self.flow.flush()

    def _cell(self, attributes: Mapping[str, str], *, header: bool) -> None:
        self.flow.cell(
            colspan=_number(attributes.get("colspan")),
            rowspan=_number(attributes.get("rowspan")),
            header=header,
        )

    def _link(self, attributes: Mapping[str, str]) -> None:
        address = read_address(attributes.get("href", ""))
        self._href = address.url if address.kind == "web" else ""
        if address.kind == "local":
            self.report.check("local-file", attributes["href"])
        elif address.kind in ("bad", "data"):
            self.report.check("dropped-link", attributes["href"])

    def _image(self, attributes: Mapping[str, str]) -> None:
        raw = attributes.get("src", "")
        lazy = attributes.get("data-src") or attributes.get("data-original") or ""
        if lazy and (not raw or raw.startswith("data:")):
            raw = lazy
        address = read_address(raw)
        if address.kind == "local":
            self.report.check("local-file", raw)
        elif address.host:
            self.report.check("foreign-image", f"{address.host}：{address.url}")
        src = file_name(raw) if address.kind == "local" else address.url
        if src:
            self.flow.image(Image(src, attributes.get("alt", "")))


_WITH_ATTRIBUTES = {"a": _Target._link, "img": _Target._image}


def _too_complex() -> ImportRefused:
    return ImportRefused(
        "too-complex",
        "的标记太多或嵌套太深，不像正常的网页，没有导入。请把正文复制到新文档里，另存后重新上传。",
    )


def _number(value: str | None) -> int:
    """Return a span as a small number; what is no number spans one."""
    digits = (value or "").strip()[:6]
    return int(digits) if digits.isascii() and digits.isdigit() else 1


def _hosts(attributes: Mapping[str, str]) -> list[str]:
    raws = (attributes.get(name, "") for name in ("src", "href", "data"))
    return [host for raw in raws if raw and (host := read_address(raw).host)]
