"""What each HTML tag means to the reader."""

from .html_flow import Flow

# fmt: off
BLOCKS = frozenset({
    "p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "address",
    "dl", "dt", "dd", "fieldset", "legend", "center", "form", "details", "summary", "hr", "body",
    "hgroup", "pre",
})
# fmt: on
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
MARKS = {
    "b": "b",
    "strong": "b",
    "i": "i",
    "em": "i",
    "sub": "sub",
    "sup": "sup",
    "cite": "cite",
    "footer": "cite",
}
LISTS = frozenset({"ul", "ol", "menu", "dir"})
FRAMES = frozenset({"iframe", "frame", "object", "embed", "applet"})
WIDGETS = frozenset({"template", "select", "textarea", "svg", "button", "audio", "video", "canvas"})
OFFICE = ("o:", "w:", "v:", "m:", "st1:")

STARTS = {
    "br": Flow.line_break,
    "li": Flow.item,
    "figure": Flow.figure_start,
    "figcaption": Flow.caption_start,
    "blockquote": Flow.quote_start,
    "table": Flow.table_start,
    "thead": lambda flow: flow.table_head(True),
    "tbody": lambda flow: flow.table_head(False),
    "tfoot": lambda flow: flow.table_head(False),
    "tr": Flow.row,
    "caption": Flow.cell_end,
}
ENDS = {
    "li": Flow.flush,
    "figure": Flow.figure_end,
    "figcaption": Flow.caption_end,
    "blockquote": Flow.quote_end,
    "table": Flow.table_end,
    "thead": lambda flow: flow.table_head(False),
    "tr": Flow.cell_end,
    "td": Flow.cell_end,
    "th": Flow.cell_end,
    "caption": Flow.flush,
}
