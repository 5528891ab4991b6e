"""One site and its content."""

from .articles import ArticlePage
from .columns import ColumnKind, ColumnPage, ColumnType
from .imports import ImportJob, ImportReport
from .listing import Listing
from .pages import SchoolHomePage, SitePage, SiteRootPage
from .school_site import SchoolSite, SiteGroup, SiteHost, SiteKind, SiteStatus

__all__ = [
    "ArticlePage",
    "ColumnKind",
    "ColumnPage",
    "ColumnType",
    "ImportJob",
    "ImportReport",
    "Listing",
    "SchoolHomePage",
    "SchoolSite",
    "SiteGroup",
    "SiteHost",
    "SiteKind",
    "SitePage",
    "SiteRootPage",
    "SiteStatus",
]
