"""Which schools a notice is for, spelled out."""

import hashlib

from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from school_sites.models import SchoolSite, SiteKind, SiteStatus
from school_sites.models.school_site import SCHOOL_KINDS

from .models import Acknowledgement, Audience, Recipient

COUNTED = {
    SiteKind.KINDERGARTEN: gettext_lazy("%d 所幼儿园"),
    SiteKind.PRIMARY: gettext_lazy("%d 所小学"),
    SiteKind.MIDDLE: gettext_lazy("%d 所初中"),
    SiteKind.NINE_YEAR: gettext_lazy("%d 所九年一贯制学校"),
    SiteKind.HIGH: gettext_lazy("%d 所高中"),
    SiteKind.SPECIAL: gettext_lazy("%d 所特殊教育学校"),
    SiteKind.OTHER: gettext_lazy("%d 个其他单位"),
}
SEPARATOR = gettext_lazy("、")
BY_KIND = Case(
    *(When(kind=kind, then=Value(place)) for place, (kind, _label) in enumerate(SCHOOL_KINDS))
)


def can_receive(*, banner):
    """Schools that a notice can be sent to now.

    A school in preparation has neither visitors nor people yet, an archived one takes
    nothing new; a banner concerns its visitors all the same.
    """
    left_out = [SiteStatus.PREPARING] if banner else [SiteStatus.PREPARING, SiteStatus.ARCHIVED]
    return SchoolSite.objects.schools().exclude(status__in=left_out)


def recipients_of(notice):
    """The schools that ``notice`` is for now, by kind and name."""
    schools = can_receive(banner=notice.is_banner)
    if notice.audience == Audience.KINDS:
        schools = schools.filter(kind__in=notice.kind_list)
    elif notice.audience == Audience.CHOSEN:
        schools = schools.filter(pk__in=Recipient.objects.filter(notice=notice).values("site"))
    return schools.order_by(BY_KIND, "name")


def unsigned(notice):
    """The schools that have not signed for ``notice``."""
    return recipients_of(notice).exclude(pk__in=signatures(notice).values("site"))


def concerned(notice):
    """The schools of the table: those it is for, and those that signed and left since."""
    rows = Q(pk__in=recipients_of(notice).values("pk"))
    signed = Q(pk__in=signatures(notice).values("site"))
    return SchoolSite.objects.filter(rows | signed).order_by(BY_KIND, "name")


def signatures(notice):
    """Who signed for ``notice``."""
    return Acknowledgement.objects.filter(notice=notice)


def by_kind(schools):
    """``schools`` as ``[{"kind": …, "names": […]}]``, in the order of the kinds."""
    names = {kind: [] for kind, _label in SCHOOL_KINDS}
    for school in schools:
        names[school.kind].append(school.short_name or school.name)
    return [{"kind": kind, "names": found} for kind, found in names.items() if found]


def counted(groups):
    """For templates: groups with "8 所小学" as their ``label``."""
    return [group | {"label": COUNTED[group["kind"]] % len(group["names"])} for group in groups]


def in_words(groups):
    """ "8 所小学、2 所幼儿园"; what to say where there is none."""
    labels = [str(group["label"]) for group in counted(groups)]
    return str(SEPARATOR).join(labels) or _("没有学校")


def seal_of(schools):
    """A mark of exactly these schools: what was confirmed is what is sent."""
    numbers = ",".join(str(pk) for pk in sorted(school.pk for school in schools))
    return hashlib.sha256(numbers.encode()).hexdigest()[:32]
