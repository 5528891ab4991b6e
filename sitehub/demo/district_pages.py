"""The demo district's topics across schools and its pages of school subjects."""

import json
from datetime import timedelta

from django.utils import timezone

from school_sites.models import ColumnLayout, TopicPage
from sitehub.district.subject_pages import SubjectPage, SubjectPerson, SubjectResource

from .making import column_of, drawn, file_of, image_of, show
from .pictures import draw_portrait

BANNER = (1600, 500)


def add_district_pages(site, content, by):
    """Make the topics and subjects of ``content`` (district.toml) at the district's ``site``."""
    for number, row in enumerate(content["topics"]):
        _add_topic(site, row, number, by)
    for row in content["subjects"]:
        _add_subject(site, row, by)


def _add_topic(site, row, number, by):
    today = timezone.localdate()
    page = TopicPage(
        title=row["title"],
        tagline=row["tagline"],
        banner=drawn(site, row["banner"], 300 + number, row["title"], size=BANNER),
        summary=row["summary"],
        begins=today - timedelta(days=row["begun_days_ago"]),
        sections=json.dumps(_sections(site, row)),
    )
    if "ends_in_days" in row:
        page.ends = today + timedelta(days=row["ends_in_days"])
    show(column_of(site, layout=ColumnLayout.TOPICS), page, by)


def _sections(site, row):
    """The sections as a stream stores them: words, then keywords, then columns."""
    found = [{"type": "text", "value": f"<p>{row['intro']}</p>"}]
    found += [{"type": "tag", "value": section} for section in row["sections"]]
    for section in row["columns"]:
        value = {name: one for name, one in section.items() if name != "kind"}
        column = column_of(site, kind=section["kind"])
        found.append({"type": "column", "value": {**value, "column": column.pk}})
    return found


def _add_subject(site, row, by):
    page = SubjectPage(title=row["title"], subject=row["subject"], introduction=row["introduction"])
    page.people = [_person(site, person, order) for order, person in enumerate(row["people"])]
    page.resources = [
        SubjectResource(document=file_of(site, name), sort_order=order)
        for order, name in enumerate(row["resources"])
    ]
    show(column_of(site, layout=ColumnLayout.SUBJECTS), page, by)


def _person(site, person, order):
    name = person["name"]
    portrait = draw_portrait(seed=f"{site.code}-{name}", long_hair=person.get("long_hair", False))
    return SubjectPerson(
        name=name,
        school=person["school"],
        role=person["role"],
        photo=image_of(site, name, portrait, "portrait.jpg"),
        sort_order=order,
    )
