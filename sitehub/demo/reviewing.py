"""Demo schools that review before they publish, and what waits in them."""

from django.contrib.auth import get_user_model

from school_sites.models import ArticlePage
from sitehub.accounts.roles import Role
from sitehub.reviews import engine
from sitehub.reviews.settling import set_default
from sitehub.reviews.urgent import publish_urgently

from .making import blocks_of_text, column_of
from .people import make_person


def begin_reviews(content, sites, editors):
    """Let the schools of ``content`` (reviews.toml) ask for reviews, and submit its drafts.

    Called last: what the demo publishes before needs none.
    """
    for person in content["district"]["people"]:
        _sign_in(sites["district"], person)
    for row in content["schools"]:
        site = sites[row["site"]]
        for person in row["people"]:
            _sign_in(site, person)
        set_default(site, review=row["review"], by=None)
        for draft in row["drafts"]:
            _submit(site, draft, editors[row["site"]])


def _sign_in(site, person):
    role = Role(person["role"])
    make_person(username=person["username"], name=person["name"], site=site, role=role)


def _submit(site, row, by):
    column = column_of(site, kind=row["column"])
    page = ArticlePage(
        title=row["title"],
        author=by.first_name,
        source=site.name,
        body=blocks_of_text(site, row["text"]),
        live=False,
        owner=by,
        locale_id=column.locale_id,
    )
    column.add_child(instance=page)
    revision = page.save_revision(user=by)
    if urgent := row.get("urgent"):
        person, reason = _person(urgent["by"]), urgent["reason"]
        publish_urgently(page, revision_id=revision.pk, reason=reason, by=person)
        return
    engine.submit(page, by=by)
    for username in row["passed"]:
        engine.approve(engine.waiting_step(page), by=_person(username))
    if returned := row.get("returned"):
        person, reason = _person(returned["by"]), returned["reason"]
        engine.return_to_author(engine.waiting_step(page), by=person, reason=reason)


def _person(username):
    return get_user_model().objects.get(username=username)
