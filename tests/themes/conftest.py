"""A theme that is made for one test, beside those there are."""

import pytest
from django.template import engines

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
