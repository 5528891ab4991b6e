"""Open one school's site."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from school_sites import hosts
from sitehub.provisioning.fields import (
    LABELS,
    OPTIONAL,
    REQUIRED,
    kind_named,
    split_hosts,
    status_named,
)
from sitehub.provisioning.management.options import option, refusal
from sitehub.provisioning.sites import open_school


class Command(BaseCommand):
    help = "开通一所学校的网站。"

    def add_arguments(self, parser):
        for field in REQUIRED:
            parser.add_argument(option(field), required=True, help=LABELS[field])
        for field in OPTIONAL:
            parser.add_argument(option(field), default="", help=LABELS[field])

    def handle(self, **options):
        values = {field: options[field] for field in (*REQUIRED, *OPTIONAL)}
        values["kind"] = kind_named(values["kind"])
        values["status"] = status_named(values["status"]) or None
        values["other_hosts"] = split_hosts(values["other_hosts"])
        try:
            site = open_school(by=None, **values)
        except ValidationError as error:
            raise refusal(error) from error
        address = hosts.base_url(site.hosts.get(is_primary=True).host) + "/"
        self.stdout.write(
            _("已开通：%(name)s %(address)s") % {"name": site.name, "address": address}
        )
