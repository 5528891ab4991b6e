"""Messages are written in Chinese; each has its English, and a person sees the chosen one."""

import re
from io import BytesIO
from pathlib import Path

import pytest
import wagtail
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import override
from django.utils.translation.template import templatize
from wagtail.users.models import UserProfile

from school_sites.models import ArticlePage, SiteStatus
from sitehub.accounts.roles import Role

CODE = ("sitehub", "school_sites", "media", "search", "themes")
ONE, TWO = (1,), (1, 2)
KEYWORDS = {
    "_": ONE, "gettext": ONE, "gettext_lazy": ONE, "gettext_noop": ONE,
    "ngettext": TWO, "ngettext_lazy": TWO,
}  # fmt: skip
CHINESE = re.compile("[\u3000-\u9fff\uff00-\uffef]")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdr]|\{\w+\}")
CATALOGUES = sorted(settings.BASE_DIR.glob("locale/*/LC_MESSAGES/*.po"))
ENGLISH = settings.BASE_DIR / "locale/en/LC_MESSAGES/django.po"


def catalogue(path):
    """The messages of the catalogue at ``path``."""
    with path.open("rb") as source:
        return read_po(source, locale=path.parent.parent.name, abort_invalid=True)


def forms(text):
    """The singular and plural forms of a msgid or msgstr as a list."""
    return [text] if isinstance(text, str) else list(text)


def texts(messages):
    """{msgid: forms of its translation}."""
    return {forms(one.id)[0]: forms(one.string) for one in messages if one.id}


def messages_in_code():
    """(file and line, msgid) of every message in our Python and templates."""
    for package in CODE:
        for path in sorted((settings.BASE_DIR / package).rglob("*")):
            if path.suffix == ".py":
                source = path.read_text("utf-8")
            elif path.suffix in (".html", ".txt") and "templates" in path.parts:
                lines = templatize(path.read_text("utf-8")).splitlines()
                source = "\n".join(line.lstrip() for line in lines)  # indents mean nothing there
            else:
                continue
            where = path.relative_to(settings.BASE_DIR)
            for line, msgid, _comments, _context in extract(
                "python", BytesIO(source.encode()), KEYWORDS, options={"encoding": "utf-8"}
            ):
                yield f"{where}:{line}", forms(msgid)[0]


def known_to_wagtail(domain):
    """Every msgid that the installed Wagtail asks for in ``domain``."""
    catalogues = Path(wagtail.__file__).parent.rglob(f"locale/en/LC_MESSAGES/{domain}.po")
    return {forms(one.id)[0] for path in catalogues for one in catalogue(path)}


def test_every_message_has_its_english():
    translated = {forms(one.id)[0] for one in catalogue(ENGLISH) if all(forms(one.string))}
    found = [(where, msgid) for where, msgid in messages_in_code() if CHINESE.search(msgid)]
    assert len(found) > 300  # the extraction works
    assert [(where, msgid) for where, msgid in found if msgid not in translated] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name + path.stem)
def test_catalogue_is_complete_and_keeps_placeholders(path):
    messages = [one for one in catalogue(path) if one.id]
    assert messages
    assert [one.id for one in messages if one.fuzzy or not all(forms(one.string))] == []
    changed = [
        one.id
        for one in messages
        if sorted(PLACEHOLDER.findall(forms(one.id)[-1]))
        != sorted(PLACEHOLDER.findall(forms(one.string)[-1]))
    ]
    assert changed == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name + path.stem)
def test_catalogue_is_compiled(path):
    target = path.with_suffix(".mo")
    assert target.exists(), "run make messages"
    with target.open("rb") as compiled:
        inside = texts(read_mo(compiled))
    assert inside == texts(catalogue(path)), "run make messages"


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_wagtail_still_asks_for_what_we_put_into_chinese(domain):
    ours = catalogue(settings.BASE_DIR / f"locale/zh_Hans/LC_MESSAGES/{domain}.po")
    assert {forms(one.id)[0] for one in ours} <= known_to_wagtail(domain)


def test_labels_follow_the_language():
    words = [Role.SCHOOL_EDITOR.label, SiteStatus.OPEN.label, ArticlePage._meta.verbose_name]
    assert [str(one) for one in words] == ["学校编辑", "已开通", "文章"]
    with override("en"):
        assert [str(one) for one in words] == ["School editor", "Open", "Article"]


@pytest.mark.parametrize(
    ("language", "shown", "hidden"),
    [("", "报送处理", "Submissions desk"), ("en", "Submissions desk", "报送处理")],
)
def test_desk_in_the_language_of_the_person(admin_client, district_editor, language, shown, hidden):
    UserProfile.objects.create(user=district_editor, preferred_language=language)
    admin_client.force_login(district_editor)
    page = admin_client.get("/admin/submissions/").content.decode()
    assert f"<title>{shown}" in re.sub(r"<title>\s+", "<title>", page)
    assert hidden not in page
