"""Hostile size and shape: an answer within seconds, or a refusal."""

import time

import pytest

from school_sites.word_import import ImportRefused, read_document
from school_sites.word_import.limits import MAX_CELLS, MAX_COLUMNS, MAX_ELEMENTS, MAX_LINES

SECONDS = 20  # of one processor, and generous: quadratic work would take minutes
LARGE = 300_000  # of a short pattern: quadratic work on it would be noticed


def refused_code(name, text):
    """Import `text`, return the code of the refusal or "" when it was taken."""
    start = time.process_time()
    try:
        read_document(name, text.encode())
    except ImportRefused as refused:
        return refused.code
    finally:
        assert time.process_time() - start < SECONDS
    return ""


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 100_000 + "x",
        "<b>" * 100_000 + "</i>" * LARGE,
        "<p>中</p>" * LARGE,
        "<ul><li>" * 5_000 + "x",
        "<table><tr><td>" * 1_000 + "x",
        "<br>" * (MAX_LINES + 1),
        "<pre>x" + "\n" * (MAX_LINES + 1),
        "<table>" + "<tr><td>a<td>b" * (MAX_CELLS // 2 + 1),
        "<table><tr>" + "<td>a" * (MAX_COLUMNS + 1),
        "<p>" + "&" * 200_000,
        "<i>" * (MAX_ELEMENTS + 1),
    ],
    ids=lambda text: text[:20],
)
def test_what_no_person_wrote_is_refused(text):
    assert refused_code("a.html", text) == "too-complex"


@pytest.mark.parametrize(
    "text",
    [
        "<p>" + "中 文" * LARGE,
        "<p title='" + "中 " * LARGE + "'>x",
        "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x",
        "<p style='" + "a:b;" * LARGE + "'>x",
        "<style>" + ".a{" * LARGE + "</style>x",
        "<p>x<!--" + "-" * LARGE,
        "x<img src='data:image/png;base64," + "A" * LARGE + "'>",
        "<table><tr><td rowspan=99999>" + "a<tr><td colspan=99>b" * 200,
        "<div>" * 300 + "<p>x</p>" * 20_000,
    ],
    ids=lambda text: text[:20],
)
def test_large_pages_are_read_in_time(text):
    assert refused_code("a.html", text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "中 文" * LARGE,
        " " * LARGE + "x" + " " * LARGE + "y",
        "1 " * LARGE + "x",
        "1" * LARGE + " 1",
        "[bookmark: " * 300_000,
        "[bookmark:" + "x" * LARGE,
        "<!--[if x]>" * 40_000,
        "<o:p " * 90_000,
        "<!--    " * 90_000,
        "\u200d" * LARGE + "x",
        "?? " * LARGE,
        '"' * LARGE,
    ],
    ids=lambda text: text[:20],
)
def test_giant_lines_are_read_in_time(text):
    assert refused_code("a.txt", text) == ""


def test_endless_lines_are_refused():
    assert refused_code("a.txt", "字\n" * (MAX_LINES + 2)) == "too-complex"
