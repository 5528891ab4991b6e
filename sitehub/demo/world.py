"""Build the demo world through the product's own functions, all of it or nothing."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from school_sites.models import ArticlePage, SchoolSite
from sitehub.accounts.roles import Role
from sitehub.district.setup import open_district_site
from sitehub.platform.schedule import count_figures
from sitehub.provisioning.sites import open_school, set_logo
from sitehub.syndication import transitions
from sitehub.syndication.models import Decision, Submission, TrustedSchool

from .content import load_articles, load_world
from .furnishing import furnish
from .handed_down import send_notices
from .making import blocks_of, column_of, drawn, image_of
from .people import make_person
from .pictures import draw_logo
from .placing import fill_places

ROLES = {
    ("district", "administrator"): Role.DISTRICT_ADMINISTRATOR,
    ("district", "editor"): Role.DISTRICT_EDITOR,
    ("school", "administrator"): Role.SCHOOL_MANAGER,
    ("school", "editor"): Role.SCHOOL_EDITOR,
}


def exists():
    """Whether this install already has a district, demo or real."""
    return SchoolSite.objects.filter(kind="district").exists()


@transaction.atomic
def build(*, host_of, progress=iter):
    """Build the demo district, its schools, people and articles; return the district's site.

    ``host_of(code)`` gives a site's host name. ``progress`` wraps the articles,
    for a progress bar. Call it on an install without a district only.
    """
    world = load_world()
    sites = {"district": _open(world.district, host_of)}
    for school in world.schools:
        sites[school.code] = _open(school, host_of)
        if school.trusted:
            TrustedSchool.objects.create(site=sites[school.code])
    desk_editor = get_user_model().objects.get(username="district.editor")
    articles = sorted(load_articles(), key=lambda article: -article.days_ago)
    for number, article in enumerate(progress(articles)):
        _add_article(article, sites[article.site], number, desk_editor)
    furnish(sites, host_of=host_of)
    send_notices(sites, by=desk_editor)
    fill_places(sites["district"], by=desk_editor)
    count_figures()
    return sites["district"]


def _open(institution, host_of):
    facts = {
        "name": institution.name,
        "short_name": institution.short_name,
        "host": host_of(institution.code),
        "by": None,
        "motto": institution.motto,
        "sponsor": institution.sponsor,
        "operator": institution.operator,
        "address": institution.address,
        "phone": institution.phone,
        "icp_number": institution.icp,
    }
    if institution.kind == "district":
        site = open_district_site(**facts)
    else:
        site = open_school(code=institution.code, kind=institution.kind, **facts)
    logo = draw_logo(institution.code, seed=len(institution.name))
    image = image_of(site, f"{institution.short_name}标识", logo, f"{institution.code}-logo.png")
    set_logo(site, image=image, by=None)
    level = "district" if site.is_district else "school"
    for person in institution.people:
        make_person(
            username=person.username, name=person.name, site=site, role=ROLES[level, person.role]
        )
    return site


def _add_article(article, site, number, desk_editor):
    moment = timezone.localtime() - timedelta(days=article.days_ago)
    moment = moment.replace(hour=article.hour, minute=(number * 7) % 60, second=0, microsecond=0)
    moment = min(moment, timezone.now() - timedelta(minutes=number + 1))
    page = ArticlePage(
        title=article.title,
        short_title=article.short_title,
        slug=article.slug,
        author=article.author,
        source=article.source,
        writer=article.credits.get("撰稿", ""),
        photographer=article.credits.get("摄影", ""),
        reviewer=article.credits.get("审核", ""),
        publication_date=moment,
        summary=article.summary,
        keywords="，".join(article.keywords),
        subject=article.subject,
        live=False,
        owner=get_user_model().objects.filter(groups__site_group__site=site).last(),
    )
    if article.document_date_days_ago is not None:
        page.document_date = (
            timezone.localtime() - timedelta(days=article.document_date_days_ago)
        ).date()
    if article.cover:
        page.cover = drawn(site, article.cover, number, article.title)
    page.body = blocks_of(site, article.body, number)
    column = column_of(site, kind=article.column)
    page.locale_id = column.locale_id
    column.add_child(instance=page)
    revision = page.save_revision(user=page.owner)
    if article.state == "draft":
        return
    revision.publish(user=page.owner)
    _decide(article, page, moment, desk_editor)


def _decide(article, page, moment, desk_editor):
    """Bring the submission, where the column makes one, to the state the content names."""
    submission = Submission.objects.filter(article=page).first()
    if submission is None:
        return
    if submission.decision == Decision.WAITING and article.state in ("published", "accepted"):
        submission = transitions.accept(submission, version=submission.version, by=desk_editor)
    elif article.state == "returned" and submission.decision != Decision.RETURNED:
        submission = transitions.return_to_school(
            submission, version=submission.version, by=desk_editor, reason=article.reason
        )
    times = {"submitted_at": moment, "waiting_since": moment}
    if submission.decided_at:
        times["decided_at"] = min(moment + timedelta(hours=5), timezone.now())
    if submission.accepted_at:
        times["accepted_at"] = times["decided_at"]
    Submission.objects.filter(pk=submission.pk).update(**times)
