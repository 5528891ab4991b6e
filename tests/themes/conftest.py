"""A theme that is made for one test, beside those there are; pages as files, in a browser."""

import shutil

import pytest
from django.contrib.staticfiles import finders
from django.template import engines

from tests.themes.render import draw_pictures
from themes import registry

FACTS = """
slug = "{slug}"
name = "测试"
name_en = "Test"
description = "只在测试里。"
"""
SOUND = {
    "tokens.css": "@layer theme {\n  :root {\n    --color-canvas: #fafafa;\n  }\n}\n",
    "preview.webp": "picture",
}


def forget():
    """Let the registry and the compiled templates be read again."""
    for loader in engines["django"].engine.template_loaders:
        loader.reset()


@pytest.fixture
def install(tmp_path, monkeypatch):
    """``install(slug, files)``: a sound theme with ``files`` (name to text) over it; its folder.

    ``facts`` is more of its theme.toml. None as a text takes the file away.
    """
    folders = list(registry.folders())
    monkeypatch.setattr(registry, "folders", lambda: folders)

    def add(slug, files=None, *, facts=""):
        folder = tmp_path / slug
        files = SOUND | {"theme.toml": FACTS.format(slug=slug) + facts} | (files or {})
        for name, text in files.items():
            if text is not None:
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        folders.append(folder)
        forget()
        return folder

    yield add
    monkeypatch.undo()
    forget()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The pages that are looked at as files, with their styles and pictures."""
    root = tmp_path_factory.mktemp("themes")
    draw_pictures(root / "pictures")
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            name = f"{storage.prefix}/{path}" if getattr(storage, "prefix", None) else path
            if name.startswith("themes/"):
                (root / "static" / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(storage.path(path), root / "static" / name)
    return root


@pytest.fixture(scope="module")
def tab(browser, folder):
    """A tab in which every address is a file of ``folder``."""
    with browser.new_context(locale="zh-CN", reduced_motion="reduce") as context:
        page = context.new_page()

        def answer(route):
            path = route.request.url.split("/", 3)[3].split("?")[0]
            file = folder / path
            # Without a word chromium would lead on to a page of its own.
            no = {"status": 404, "body": "not here"}
            route.fulfill(path=file) if file.is_file() else route.fulfill(**no)

        page.route("http://themes.localhost/**", answer)
        yield page
