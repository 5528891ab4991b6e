"""Open the district's own site with the channels schools report to."""

from django.db import transaction

from school_sites.models import ColumnKind as K
from school_sites.models import ColumnPage
from sitehub.provisioning.sites import open_district
from sitehub.syndication.models import Channel, ChannelRule

from .models import DistrictHomePage

# Channel name, path of its district column, kinds of school columns that feed it.
# Notices, open affairs, menus and the like concern one school only: no rule.
CHANNELS = [
    ("学校动态", "xinwen/xuexiao", [K.NEWS, K.CARE, K.STUDENTS]),
    ("教学研究", "jiaoyan/xueke", [K.RESEARCH, K.SUBJECT]),
    ("德育体艺", "deyu", [K.MORAL, K.HOME_SCHOOL]),
    ("名师工作室", "jiaoyan/mingshi", [K.TEACHERS]),
    ("校园安全", "anquan", [K.SAFETY, K.HEALTH]),
    ("党建工作", "dangjian", [K.PARTY]),
]


@transaction.atomic
def open_district_site(*, name, host, by, **facts):
    """Open the district's site and its channels; return its SchoolSite.

    Arguments as ``open_district``. Raises ValidationError, PermissionDenied.
    """
    site = open_district(home_class=DistrictHomePage, name=name, host=host, by=by, **facts)
    for order, (channel_name, path, kinds) in enumerate(CHANNELS):
        column = ColumnPage.objects.get(url_path=f"{site.root_page.url_path}{path}/")
        channel = Channel.objects.create(name=channel_name, column=column, order=order)
        ChannelRule.objects.bulk_create(
            ChannelRule(channel=channel, column_kind=kind) for kind in kinds
        )
    return site
