"""What holds for any text at all."""

from html import escape

import nh3
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from school_sites.word_import import ImportRefused, read_document, sanitise

from .oracle import all_lines, bare_lines

TAGS = {"p", "ul", "ol", "li", "a", "b", "strong", "i", "em", "sub", "sup", "br"}
DIRT = [
    *("[bookmark: _GoBack]", "<!--StartFragment-->", "<!--EndFragment-->", "<o:p>", "</o:p>"),
    *("   ", "\u3000\u3000", "\u00a0", "\t", "\u200b", "\ufeff", "\n", "\r\n", "\n \n"),
    *(
        "??",
        "5 0M",
        "““",
        "一、",
        "（一）",
        "。",
        "：",
        "&nbsp;",
        "<",
        ">",
        "&",
        "云澜区",
        "[",
        "]",
    ),
]
ELEMENTS = [
    *("p", "div", "h1", "h2", "h6", "ul", "ol", "li", "b", "i"),
    *("table", "tr", "td", "th", "thead", "caption"),
]
MARKUP = [
    *(f"<{tag}>" for tag in ELEMENTS),
    *(f"</{tag}>" for tag in ELEMENTS),
    *("<blockquote>", "</blockquote>", "<figure>", "</figure>", "<figcaption>", "</figcaption>"),
    *("<br>", "<hr>", "<pre>", "</pre>", "<sub>", "</sup>", "<title>", "</title>", "<style>"),
    *("<script>", "</script>", "</style>", "<div hidden>", "<svg>", "</svg>", "<!--", "-->"),
    *("<td colspan=3>", "<td rowspan=9>", "<footer>", "</footer>", "</body>", "</html>", "<body>"),
    *("<a href='http://a.b/?x=1&y=<'>", "<a href=javascript:x>", "</a>", "<img src='//h/a.png'>"),
    *("<img src=a alt='\"<'>", "<span style='font-weight:bold'>", "</span>", "&#1;", "&#xD800;"),
    *("<![if x]>", "<![endif]>", "<!--[if x]>", "<![endif]-->", "<", "&amp;", "&lt;p&gt;", '"'),
]
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
WORDS = st.text(st.sampled_from("云澜区青禾小学ab1 &<>\"'。，（）一、\u3000"), max_size=30)


def pieces(samples):
    return st.lists(st.one_of(st.sampled_from(samples), ANY_TEXT), max_size=25).map("".join)


def imported(name, data):
    """Import; None for a refusal. Any other exception fails the test."""
    try:
        return read_document(name, data)
    except ImportRefused as error:
        refused = error
    assert refused.code
    assert name in str(refused)
    return None


def assert_sound(document):
    assert document.title.strip() == document.title != ""
    for block in document.blocks:
        if block.kind == "text":
            assert block.value
            clean = nh3.clean(block.value, tags=TAGS, attributes={"a": {"href"}}, link_rel=None)
            assert clean == block.value == sanitise(block.value)
    for finding in document.findings:
        assert len(finding.excerpt) <= 60
        assert finding.severity in ("fixed", "check")


@settings(max_examples=300, deadline=None)
@given(text=pieces(DIRT))
def test_plain_text_keeps_every_word(text):
    document = imported("文.txt", text.encode())
    if document is None:
        return
    assert_sound(document)
    expected = bare_lines(text)
    assert expected in (all_lines(document), document.text().split("\n"))


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    for name in ("文.txt", "文.html"):
        document = imported(name, data)
        if document is not None:
            assert_sound(document)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(markup=pieces(MARKUP))
def test_any_markup_gives_sound_blocks(markup):
    document = imported("文.html", markup.encode())
    if document is not None:
        assert_sound(document)


@settings(max_examples=200, deadline=None)
@given(
    parts=st.lists(
        st.tuples(
            st.sampled_from(["p", "div", "h2", "li", "b", "td", "blockquote", "span"]), WORDS
        ),
        min_size=1,
        max_size=12,
    )
)
def test_visible_words_of_a_page_are_kept_in_order(parts):
    wrap = {"li": "<ul><li>{}</li></ul>", "td": "<table><tr><td>{}</td><td>x</td></tr></table>"}
    page = "<title>题</title>" + "".join(
        wrap.get(tag, f"<{tag}>{{}}</{tag}>").format(escape(words)) for tag, words in parts
    )
    document = imported("文.html", page.encode())
    expected = "".join(words + "x" * (tag == "td") for tag, words in parts)
    if document is None:
        assert not expected.strip()
        return
    assert "".join(document.text().split()) == "".join(expected.split())


@settings(max_examples=100, deadline=None)
@given(lines=st.lists(WORDS, min_size=1, max_size=6))
def test_importing_the_result_again_changes_nothing(lines):
    document = imported("文.txt", "\n".join(lines).encode())
    if document is None:
        return
    again = imported("文.txt", "\n".join(all_lines(document)).encode())
    assert again.text().endswith(document.text())
    assert not {f.code for f in again.findings if f.severity == "fixed"}
