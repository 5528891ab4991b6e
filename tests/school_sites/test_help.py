"""The manual inside the admin: every screen has its section, every picture is there."""

import re

import pytest
from wagtail.models import Page, get_page_models

from school_sites.help_pages import MANUAL, PAGE_TYPES, PICTURE, SECTIONS, sections
from school_sites.models import ColumnLayout, PersonPage
from sitehub.district.home_blocks import DistrictHomeBlock
from tests.factories import column_of, lay_out, make_article, make_leaf

PICTURES = MANUAL.parent / "images" / "editors"


def help_link(client, path):
    """Where 帮助 in the menu leads, at the screen ``path``."""
    page = client.get(path).content.decode()
    return set(re.findall(r"/admin/help/([a-z]+)/", page))


def test_the_menu_leads_to_the_section_about_the_screen(admin_client, school, editor):
    admin_client.force_login(editor)
    article = make_article(school)
    for path, section in {
        "/admin/": "start",
        "/admin/write/": "write",
        "/admin/write/template/": "write",
        "/admin/import/": "import",
        "/admin/my-submissions/": "submissions",
        "/admin/images/": "pictures",
        f"/admin/pages/{article.pk}/edit/": "write",
        f"/admin/pages/{article.get_parent().pk}/": "publish",
        f"/admin/pages/add/school_sites/articlepage/{column_of(school).pk}/": "write",
    }.items():
        assert help_link(admin_client, path) == {section}, path


@pytest.mark.parametrize(
    "model", [one for one in get_page_models() if one is not Page], ids=lambda one: one.__name__
)
def test_every_type_of_page_has_a_section_that_names_it(model):
    heading = SECTIONS[PAGE_TYPES[model._meta.model_name]]
    assert str(model._meta.verbose_name) in heading + sections()[heading]


def test_the_form_of_a_page_leads_to_the_section_about_its_type(admin_client, school, manager):
    admin_client.force_login(manager)
    person = make_leaf(lay_out(school, "people"), PersonPage, "王校长")
    column = person.get_parent()
    for path, section in {
        f"/admin/pages/{person.pk}/edit/": "people",
        f"/admin/pages/add/school_sites/personpage/{column.pk}/": "people",
        f"/admin/pages/{column.pk}/edit/": "columns",
        f"/admin/pages/{school.root_page_id}/edit/": "home",
        f"/admin/home/{school.root_page_id}/customise/": "home",
        "/admin/audit/": "audit",
        "/admin/site/": "manage",
    }.items():
        assert help_link(admin_client, path) == {section}, path


def test_the_manual_names_every_layout_of_columns_and_every_block_of_home_pages():
    columns, home = sections()[SECTIONS["columns"]], sections()[SECTIONS["home"]]
    assert [str(label) for label in ColumnLayout.labels if str(label) not in columns] == []
    blocks = DistrictHomeBlock().child_blocks.values()
    assert [str(block.label) for block in blocks if str(block.label) not in home] == []


def test_the_desk_has_its_section(admin_client, district_editor):
    admin_client.force_login(district_editor)
    assert help_link(admin_client, "/admin/submissions/") == {"desk"}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_is_in_the_manual(admin_client, editor, section):
    admin_client.force_login(editor)
    page = admin_client.get(f"/admin/help/{section}/").content.decode()
    assert f">{SECTIONS[section]}</a>" in page
    text = page[page.index('class="hub-manual__text"') :]
    text = text[: text.index("</article>")]
    assert len(re.findall(r"[\u4e00-\u9fff]", text)) > 50
    assert "![" not in text
    assert "**" not in text


def test_nothing_of_the_manual_is_without_a_way_to_it():
    assert set(sections()) == set(SECTIONS.values())


def test_an_unknown_section_is_not_found(admin_client, editor):
    admin_client.force_login(editor)
    assert admin_client.get("/admin/help/nothing/").status_code == 404


def test_pictures_of_the_manual_are_there_small_and_used():
    used = {match[2] for match in PICTURE.finditer(MANUAL.read_text(encoding="utf-8"))}
    assert used == {path.name for path in PICTURES.iterdir()}
    assert all(path.stat().st_size <= 60 * 1024 for path in PICTURES.iterdir())
