"""Demo schools that review before they publish, and what waits in them."""

from school_sites.models import ArticlePage
from sitehub.reviews import engine
from sitehub.reviews.settling import set_default
from sitehub.reviews.urgent import publish_urgently

from .making import blocks_of_text, column_of
from .staff import person, sign_in


def begin_reviews(content, sites, editors):
    """Let the schools of ``content`` (reviews.toml) ask for reviews, and submit its drafts.

    Called last: what the demo publishes before needs none.
    """
    for who in content["district"]["people"]:
        sign_in(sites["district"], who)
    for row in content["schools"]:
        site = sites[row["site"]]
        for who in row["people"]:
            sign_in(site, who)
        set_default(site, review=row["review"], by=None)
        for kind in row.get("district_reviews", ()):
            _let_district_review(column_of(site, kind=kind))
        for draft in row["drafts"]:
            _submit(site, draft, editors[row["site"]])


def _let_district_review(column):
    column.district_review = True
    column.save_revision().publish()


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
        by, reason = person(urgent["by"]), urgent["reason"]
        publish_urgently(page, revision_id=revision.pk, reason=reason, by=by)
        return
    engine.submit(page, by=by)
    for username in row["passed"]:
        engine.approve(engine.waiting_step(page), by=person(username))
    if returned := row.get("returned"):
        by, reason = person(returned["by"]), returned["reason"]
        engine.return_to_author(engine.waiting_step(page), by=by, reason=reason)
