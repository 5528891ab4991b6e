"""Demo schools that are archived, suspended, preparing or silent; managers, their homes, looks."""

import json

from django.contrib.auth import get_user_model

from school_sites.homes.arrangement import block
from school_sites.homes.editing import customise_home
from school_sites.looks.choices import Choice
from school_sites.looks.states import put_in_force, try_out
from school_sites.models import ArticlePage, SiteStatus
from school_sites.models.looks import PICTURES
from sitehub.accounts.roles import Role
from sitehub.provisioning.sites import archive, open_school, set_logo, suspend

from .making import blocks_of_text, column_of, drawn, image_of, show, some_days_ago
from .people import make_person
from .pictures import draw_logo

BANNER_SIZE = (2400, 1000)

# What becomes of a school once its articles are in; the silent one just stays open.
ENDS = {"archived": archive, "suspended": suspend}


def open_others(content, host_of):
    """Open the schools of ``content`` (schools.toml) that are not open and busy."""
    for row in content["schools"]:
        site = _open(row, host_of)
        editor = make_person(site=site, role=Role.SCHOOL_EDITOR, **row["editor"])
        for number, article in enumerate(row["articles"]):
            _add_article(site, article, number, editor)
        if row["state"] in ENDS:
            ENDS[row["state"]](site, by=None)


def _open(row, host_of):
    preparing = row["state"] == "preparing"
    site = open_school(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        kind=row["kind"],
        host=host_of(row["code"]),
        status=SiteStatus.PREPARING if preparing else None,
        motto=row["motto"],
        address=row["address"],
        phone=row["phone"],
        sponsor="云澜区教育局",
        by=None,
    )
    logo = draw_logo(site.code, seed=len(site.name))
    image = image_of(site, f"{site.short_name}标识", logo, f"{site.code}-logo.png")
    return set_logo(site, image=image, by=None)


def _add_article(site, row, number, by):
    page = ArticlePage(
        title=row["title"],
        author=by.first_name,
        source=site.name,
        publication_date=some_days_ago(row["days_ago"], hour=10 + number),
        body=blocks_of_text(site, row["text"]),
    )
    if "cover" in row:
        page.cover = drawn(site, row["cover"], 400 + number, row["title"])
    show(column_of(site, kind=row["column"]), page, by)


def arrange_homes(content, sites):
    """Sign managers in and let people arrange the homes that ``content`` names."""
    for row in content["managers"]:
        make_person(
            username=row["username"],
            name=row["name"],
            site=sites[row["site"]],
            role=Role.SCHOOL_MANAGER,
        )
    for row in content["homes"]:
        by = get_user_model().objects.get(username=row["by"])
        _arrange(sites[row["site"]], row["blocks"], by)


def dress(content, sites):
    """Give schools the looks that ``content`` names, as their managers would choose them."""
    for row in content["looks"]:
        site = sites[row["site"]]
        choice = {name: value for name, value in row.items() if name != "site"}
        scenes = {choice[name] for name in set(PICTURES) & choice.keys()}
        pictures = {scene: drawn(site, scene, 500, "", size=BANNER_SIZE).pk for scene in scenes}
        choice = {name: pictures.get(value, value) for name, value in choice.items()}
        try_out(site, choice=Choice(**choice), by=None)
        put_in_force(site, by=None)


def _arrange(site, rows, by):
    page = customise_home(site.root_page.specific, by=by)
    page.body = json.dumps([_block(site, dict(row)) for row in rows])
    page.full_clean()
    page.save_revision(user=by).publish(user=by)


def _block(site, value):
    """A block as stored: columns, which the content names by kind, by their numbers."""
    if "kind" in value:
        value["column"] = column_of(site, kind=value.pop("kind")).pk
    if "kinds" in value:
        value["columns"] = [column_of(site, kind=kind).pk for kind in value.pop("kinds")]
    return block(value.pop("type"), **value)
