"""People: a column of portraits by group, and a page for each person."""

from itertools import pairwise

from media.pictures import prefetch_pictures
from media.sizes import PERSON, PERSON_CARD
from school_sites import context as ctx
from school_sites.linked_data import leaf_data, organisation
from school_sites.models import ColumnLayout, Listing, PersonPage
from school_sites.models.articles import ARTICLE_PATH
from school_sites.pictures import prepare_pictures

from . import Section, pages_of, register

OTHERS = "其他"  # those without a group, where others have one
ARTICLE_LIMIT = 6


def column_values(request, entry, column):
    """The column's people by group; one group without a name where nobody has one."""
    people = list(pages_of(PersonPage, column.path).defer("body").select_related("photo"))
    prefetch_pictures(person.photo for person in people)
    groups = in_groups(people)
    named = len(groups) > 1 or "" not in groups
    return {
        "section_items": [
            {
                "title": (name or OTHERS) if named else "",
                "people": [person_values(person, PERSON_CARD) for person in members],
            }
            for name, members in groups.items()
        ]
    }


def in_groups(people):
    """People by the name of their group, in the order in which the groups first appear."""
    groups = {}
    for person in people:
        groups.setdefault(person.group.strip(), []).append(person)
    return groups


def person_values(person, size):
    """A person as templates show them."""
    has_photo = person.photo_id is not None
    return {
        "name": person.title,
        "initial": initial_of(person.title),
        "url": person.site_path(),
        "position": person.position,
        "subject": person.get_subject_display() if person.subject else "",
        "group": person.group,
        "summary": person.summary,
        "photo": ctx.cover_of(person.photo, size, person.title) if has_photo else None,
    }


def initial_of(name):
    """What stands for a portrait: the surname's character, or a foreign name's initials."""
    words = name.split()
    if not words:
        return ""
    if words[0].isascii():
        return "".join(word[0] for word in words[:2]).upper()
    return words[0][0]


def page_values(request, entry, page):
    """One person: portrait, facts, words, who comes before and after, articles with the name."""
    prepare_pictures(page.body, page.photo)
    person = person_values(page, PERSON)
    before, after = beside(page)
    description = page.summary or " ".join(
        part for part in (entry.school_site.name, page.position, page.title) if part
    )
    photo_url = person["photo"].url if person["photo"] else ""
    about = {"@type": "Person", "name": page.title, "worksFor": organisation(entry)}
    if page.position:
        about["jobTitle"] = page.position
    if photo_url:
        about["image"] = entry.url(photo_url)
    return {
        "person": person,
        "body": page.body,
        "before": before,
        "after": after,
        "articles": articles_naming(entry.school_site, page.title),
        "description": description,
        "image": photo_url,
        "json_ld": leaf_data(entry, page, "ProfilePage", mainEntity=about),
    }


def beside(page):
    """Links to the person before and the one after, in the order of the column's groups."""
    everyone = pages_of(PersonPage, page.column_path).only("title", "group")
    ordered = [person for members in in_groups(everyone).values() for person in members]
    before = next((one for one, two in pairwise(ordered) if two.pk == page.pk), None)
    after = next((two for one, two in pairwise(ordered) if one.pk == page.pk), None)
    return tuple(one and {"title": one.title, "url": one.site_path()} for one in (before, after))


def articles_naming(site, name):
    """The newest articles of the site that have the person's name among their keywords."""
    listings = Listing.objects.for_site(site).visible()
    listings = listings.filter(tags__site=site, tags__word=name).newest_first()
    rows = listings.values_list("article_id", "title", "published_at")[:ARTICLE_LIMIT]
    return [
        {"title": title, "url": ARTICLE_PATH.format(pk), "date": date} for pk, title, date in rows
    ]


def pictures(page):
    """The portrait's two sizes."""
    return [(page.photo, PERSON_CARD), (page.photo, PERSON)] if page.photo_id else []


register(
    Section(
        layout=ColumnLayout.PEOPLE,
        column=column_values,
        page_model=PersonPage,
        page=page_values,
        template="themes/base/pages/person.html",
        styles=("plain", "people"),
        empty="这里还没有人物介绍",
        pictures=pictures,
    )
)
