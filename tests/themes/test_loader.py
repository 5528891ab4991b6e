"""A template of the theme in force, base's where it has none; what is locked is never a theme's."""

import threading

import pytest
from django.contrib.staticfiles import finders
from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string

from tests.themes.render import furniture, pages
from themes.force import Look, using
from themes.loader import LOCKED, PREFIX, ThemeLoader

HOME, CONTEXT = pages()["school_home"]
BREADCRUMB = "themes/base/partials/breadcrumb.html"


def rendered(theme, name=BREADCRUMB, context=None):
    with using(Look(theme)):
        return render_to_string(name, context if context is not None else furniture())


def test_the_theme_in_force_overrides_and_base_fills_in(install):
    install("own", {"partials/breadcrumb.html": "mine"})
    assert rendered("own") == "mine"
    assert rendered("base", context={}) == "\n"
    assert "site-nav__list" in rendered("own", "themes/base/partials/nav.html")


def test_an_override_extends_what_it_overrides(install):
    text = (
        '{% extends "themes/base/pages/home.html" %}'
        "{% block main %}<p>before</p>{{ block.super }}{% endblock main %}"
    )
    install("own", {"pages/home.html": text})
    assert rendered("own", HOME, CONTEXT).count("<p>before</p>") == 1
    assert 'class="home"' in rendered("own", HOME, CONTEXT)
    assert "<p>before</p>" not in rendered("base", HOME, CONTEXT)


def test_includes_within_base_reach_the_theme(install):
    install("own", {"partials/nav.html": "<p>my columns</p>"})
    assert "<p>my columns</p>" in rendered("own", HOME, CONTEXT)


def test_a_theme_has_templates_of_its_own_that_others_do_not_see(install):
    install("own", {"components/own-tree.html": "tree"})
    assert rendered("own", "themes/base/components/own-tree.html") == "tree"
    with pytest.raises(TemplateDoesNotExist):
        rendered("base", "themes/base/components/own-tree.html")


@pytest.mark.parametrize("name", [*LOCKED[1:], "locked/footer.html", "locked/bars.html"])
def test_what_is_locked_is_asked_of_base_only(install, name):
    install("own", {name: "stolen"})
    with using(Look("own")):
        assert "stolen" not in get_template(PREFIX + name).template.source


def test_templates_outside_the_themes_are_nobodys_to_override(install):
    install("own", {"pages/home.html": "x", "wagtailadmin/base.html": "stolen"})
    with using(Look("own")):
        loader = ThemeLoader(get_template(HOME).template.engine)
        assert list(loader.get_template_sources("wagtailadmin/base.html")) == []
        assert list(loader.get_template_sources(PREFIX + "wagtailadmin/base.html")) == []


def test_a_theme_that_is_gone_leaves_base():
    assert "site-nav__list" in rendered("no-such-theme", "themes/base/partials/nav.html")
    assert "theme-base" in rendered("no-such-theme", HOME, CONTEXT)


def test_two_themes_in_two_threads_at_once(install):
    for slug in ("one", "other"):
        install(slug, {"partials/breadcrumb.html": slug})
    wrong, gate = [], threading.Barrier(2)

    def ask(slug):
        with using(Look(slug)):
            gate.wait()
            for _ in range(200):
                got = render_to_string(BREADCRUMB)
                if got != slug:
                    wrong.append((slug, got))

    threads = [threading.Thread(target=ask, args=(slug,)) for slug in ("one", "other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_look_is_that_of_before_after_the_block(install):
    install("own", {"partials/breadcrumb.html": "mine"})
    with using(Look("own")):
        with using(Look("base")):
            assert render_to_string(BREADCRUMB).strip() == ""
        assert render_to_string(BREADCRUMB) == "mine"


def test_static_files_of_a_theme_are_found_and_nothing_else_of_it(install):
    folder = install("own", {"theme.css": "", "art/leaf.svg": "<svg/>", "notes.md": "x"})
    assert finders.find("themes/own/art/leaf.svg") == str(folder / "art/leaf.svg")
    assert finders.find("themes/own/tokens.css")
    for name in ("theme.toml", "notes.md", "missing.css"):
        assert not finders.find(f"themes/own/{name}")
    finder = finders.get_finder("themes.finders.ThemeFinder")
    listed = {f"{storage.prefix}/{path}" for path, storage in finder.list([])}
    assert {"themes/own/tokens.css", "themes/own/art/leaf.svg", "themes/base/preview.webp"} < listed
    assert not [name for name in listed if name.endswith((".toml", ".html", ".md"))]


def test_the_sheets_of_a_theme_come_after_bases_and_before_the_schools(install):
    install("own", {"more.css": ""}, facts='sheets = ["tokens.css", "more.css"]\n')
    with using(Look("own", sheet_url="/look-1.css")):
        html = render_to_string(HOME, CONTEXT)
    order = ["base/pages.css", "own/tokens.css", "own/more.css", "/look-1.css", "base/print.css"]
    places = [html.index(name) for name in order]
    assert places == sorted(places)
    assert 'theme-own header-standard"' in html
