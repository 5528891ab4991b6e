"""Found and offered, or refused with a message that names the file and what is wrong."""

import sys
from importlib.metadata import EntryPoint

import pytest
from django.core.management import CommandError, call_command

from tests.themes.conftest import SOUND, forget
from themes import checks, registry

THEMES = registry.offered()


def problems():
    return [str(error.msg) for error in checks.themes_are_sound(None)]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.slug)
def test_every_theme_is_sound(theme):
    assert [str(error) for error in checks.check_theme(theme)] == []


def test_every_theme_has_words_for_the_gallery():
    assert THEMES[0].slug == "base"
    assert all(theme.description and theme.name and theme.suits for theme in THEMES)


FAULTY_FACTS = [
    ("nonsense = [", "the file cannot be read"),
    ('colour = "red"', "colour: there is no such field"),
    ('suits = "primary"', "suits: must be a list of texts"),
    ('suits = ["university"]', "suits: “university” is none of district, kindergarten"),
    ('headers = ["huge"]', "headers: “huge” is none of standard, centered, compact"),
    ("headers = []", "headers: name at least one"),
    ('sheets = ["theme.css"]', "sheets: tokens.css comes first"),
    ('sheets = ["tokens.css", "../x.css"]', "sheets: “../x.css” is no name"),
    ('free_tokens = ["--color-ink"]', "free_tokens: “--color-ink” is none of --color-brand"),
    ('free_tokens = ["--color-brand-soft"]', "free_tokens: the others follow from --color-brand"),
]


@pytest.mark.parametrize(("facts", "message"), FAULTY_FACTS)
def test_a_faulty_theme_toml_is_told_and_the_theme_not_offered(install, facts, message):
    folder = install("own", facts=facts)
    told = [line for line in problems() if message in line]
    assert told
    assert told[0].startswith(str(folder / "theme.toml"))
    assert not registry.is_known("own")


def test_a_theme_without_a_name_or_a_good_slug_is_told(install):
    install("own", {"theme.toml": 'slug = "Own!"\nname = "x"\nname_en = "x"\ndescription = "x"'})
    install("other", {"theme.toml": 'slug = "other"\nname = ""\nname_en = "x"'})
    install("third", {"theme.toml": None})
    told = "\n".join(problems())
    for message in ("slug: 2 to 30", "name: must be a text", "description: must be a text",
                    "third/theme.toml: the file is missing"):  # fmt: skip
        assert message in told


def test_two_of_one_slug_or_for_one_kind_are_told(install, tmp_path):
    install("own", facts='default_for = ["special"]')
    install("sub/own")  # the same slug in another folder
    (tmp_path / "sub/own/theme.toml").write_text((tmp_path / "own/theme.toml").read_text())
    install("other", facts='default_for = ["special"]')
    told = "\n".join(problems())
    assert "slug: “own” is" in told
    assert "default_for: “special” has own already" in told
    assert registry.default_for("special").slug == "own"
    assert registry.default_for("primary").slug == "base"


LAYER = "@layer theme {\n%s\n}\n"
FAULTY_FILES = [
    ({"tokens.css": None}, "tokens.css: is missing"),
    ({"preview.webp": None}, "preview.webp: is missing"),
    ({"preview.webp": "x" * 61_500}, "preview.webp: is larger than 60 KB"),
    ({"theme.css": ""}, "theme.css: is not under sheets"),
    ({"views.py": "x = 1"}, "views.py: a theme has .css, .svg, .webp and .html files only"),
    ({"script.js": ""}, "script.js: a theme has"),
    ({"other/x.html": ""}, "x.html: templates stand in pages"),
    ({"tokens.css": LAYER % ":root { --color-bland: #fff; }"}, "--color-bland is no token"),
    ({"tokens.css": LAYER % ":root { --color-banner-info: #fff; }"}, "is the district's"),
    ({"tokens.css": LAYER % ".panel { --radius: 0; }"}, "“.panel” is neither :root nor a kind"),
    ({"tokens.css": LAYER % ":root { color: red; }"}, "“color: red” under :root is no token"),
    ({"tokens.css": LAYER % ":root { --color-muted: #999; }"},
     "--color-muted on --color-paper has a contrast of 2.85, needs 4.5 (district, kindergarten"),
    ({"tokens.css": LAYER % ".kind-high { --color-brand: #ff8888; }"}, "needs 4.5 (high)"),
    ({"tokens.css": LAYER % ":root { --nav-ink: white; }"}, "--nav-ink is “white”, not a colour"),
    ({"tokens.css": LAYER % ":root { --nav-ink: var(--nav-ink); }"}, "leads in a circle"),
    ({"tokens.css": ":root { --radius: 0; }"}, "all of it stands in one @layer theme"),
    ({"tokens.css": LAYER % ":root { --own-pad: %s; }" % ("1 " * 21_000)}, "stylesheets are 41 KB"),
    ({"locked/footer.html": ""}, "templates stand in"),
    ({"partials/page.html": ""}, "page.html: is the same in every theme"),
    ({"pages/tree.html": ""}, "tree.html: base has none of that name"),
    ({"partials/nav.html": "{% load l10n %}"}, "{% load l10n %}: only"),
    ({"partials/nav.html": "{% csrf_token %}"}, "{% csrf_token %} is not for themes"),
    ({"partials/nav.html": '{% include "wagtailadmin/base.html" %}'}, "names begin with"),
    ({"partials/nav.html": "<p style='color: red'></p>"}, "no inline style"),
    ({"partials/nav.html": "<a onclick='x()'></a>"}, "no inline style"),
    ({"partials/nav.html": "<script src='/x.js'></script>"}, "a theme has no script"),
    ({"partials/nav.html": "<img src='https://x.example/a.png'>"}, "loaded from another host"),
    ({"partials/nav.html": "{{ site.name|safe }}"}, "|safe is not for themes"),
    ({"partials/nav.html": "{% if %}"}, "the template cannot be read"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "message"), FAULTY_FILES)
def test_a_faulty_file_is_told_by_name(install, files, message):
    install("own", files)
    assert [line for line in problems() if message in line], problems()


FAULTY_STYLES = [
    ("@import 'x.css';", "@import is not allowed"),
    (".a { background: url(https://x.example/a.png); }", "is not a file of the theme"),
    (".a { background: url(/static/a.svg); }", "is not a file of the theme"),
    (".a { background: url(leaf.svg); }", "url(leaf.svg) is not there"),
    (".a { color: red !important; }", "!important"),
    (".a {\n  margin-left: 0;\n}", "“margin-left” is a physical property"),
    (".site-footer__records { display: none; }", "what the district decides stays in sight"),
    (".x .district-bar a { opacity: 0.01; }", "what the district decides stays in sight"),
    (".district-banners { position: absolute; }", "what the district decides stays in sight"),
    (".site-footer { display: none; }", "what the district decides stays in sight"),
    ("@media print { body > header { visibility: hidden; } }", "stays in sight"),
]


@pytest.mark.parametrize(("css", "message"), FAULTY_STYLES)
def test_faulty_styles_are_told(install, css, message):
    install("own", {"theme.css": LAYER % css}, facts='sheets = ["tokens.css", "theme.css"]')
    assert [line for line in problems() if message in line], problems()


def test_a_sound_theme_has_no_problems(install):
    install("own", {"art/leaf.svg": "<svg/>", "README.md": "x",
                    "theme.css": LAYER % ".masthead { background: url('art/leaf.svg'); }"},
            facts='sheets = ["tokens.css", "theme.css"]')  # fmt: skip
    assert problems() == []


def test_a_package_offers_a_theme_by_its_entry_point(monkeypatch, tmp_path):
    folder = tmp_path / "theme_of_others"
    folder.mkdir()
    files = SOUND | {"__init__.py": "raise RuntimeError('a theme has no Python')"}
    facts = 'slug = "others"\nname = "别家"\nname_en = "Others"\ndescription = "x"'
    for name, text in {**files, "theme.toml": facts}.items():
        (folder / name).write_text(text)
    entry = EntryPoint(name="others", value="theme_of_others", group=registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [entry])
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    forget()
    try:
        assert registry.find("others").folder == folder
        assert "__init__.py: a theme has" in "\n".join(problems())
    finally:
        monkeypatch.undo()
        forget()


def test_new_theme_makes_a_sound_one(tmp_path, install, capsys):
    call_command("new_theme", "harvest", into=str(tmp_path / "new"))
    found = registry.load(tmp_path / "new/harvest")
    told = [str(error.msg) for error in checks.check_theme(found)]
    assert told == [f"{found.folder / 'preview.webp'}: is missing: make it with manage.py "
                    "theme_previews harvest"]  # fmt: skip
    with pytest.raises(CommandError, match="已经有"):
        call_command("new_theme", "harvest", into=str(tmp_path / "new"))
    with pytest.raises(CommandError, match="不能作代码"):
        call_command("new_theme", "Harvest!", into=str(tmp_path / "new"))
