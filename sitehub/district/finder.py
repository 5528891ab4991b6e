"""Every school of the district, by kind."""

from school_sites import hosts
from school_sites.models import SiteKind, SiteStatus
from school_sites.models.school_site import SCHOOL_KINDS

SCHOOLS_PATH = "/schools/"


def school_finder():
    """Every school visitors can open, by kind: built once per host table, not per request."""
    table = hosts.table()
    return table.derived("school_finder", lambda: _school_finder(table))


def _school_finder(table):
    by_kind = {kind: [] for kind, _ in SCHOOL_KINDS}
    for entry in table.by_id.values():
        school = entry.school_site
        if school.status == SiteStatus.OPEN and not school.is_district:
            line = {
                "name": school.name,
                "short_name": school.short_name,
                "url": entry.base_url + "/",
            }
            by_kind[school.kind].append(line)
    return [
        {
            "kind": kind,
            "kind_label": SiteKind(kind).label,
            "schools": sorted(schools, key=lambda school: school["name"]),
        }
        for kind, schools in by_kind.items()
        if schools
    ]
