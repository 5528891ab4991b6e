"""manage.py open_district"""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from school_sites import hosts
from school_sites.models import SchoolSite
from sitehub.district.setup import open_district_site
from sitehub.provisioning.fields import LABELS, split_hosts
from sitehub.provisioning.management.options import option, refusal


class Command(BaseCommand):
    """Open the district's site: the first thing to do in a new install."""

    help = "开通区站：栏目、频道、报送规则和区里的各种角色。每个平台只有一个。"

    def add_arguments(self, parser):
        for field, required in (
            ("name", True),
            ("host", True),
            ("short_name", False),
            ("other_hosts", False),
        ):
            parser.add_argument(option(field), required=required, default="", help=LABELS[field])

    def handle(self, *, name, host, short_name, other_hosts, **options):
        if SchoolSite.objects.filter(kind="district").exists():
            raise CommandError(_("已有区站，没有改动。"))
        try:
            site = open_district_site(
                name=name,
                host=host,
                short_name=short_name,
                other_hosts=split_hosts(other_hosts),
                by=None,
            )
        except ValidationError as error:
            raise refusal(error) from error
        address = hosts.base_url(site.hosts.get(is_primary=True).host) + "/"
        self.stdout.write(
            _("已开通：%(name)s %(address)s") % {"name": site.name, "address": address}
        )
