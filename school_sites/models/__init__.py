"""One site and its content."""

from .articles import ArticlePage
from .columns import ColumnKind, ColumnPage, ColumnType
from .imports import ImportReport
from .listing import Listing
from .pages import SchoolHomePage, SitePage, SiteRootPage
from .school_site import SchoolSite, SiteGroup, SiteHost, SiteKind, SiteStatus
from .sent_forms import SentForm

__all__ = [
    "ArticlePage",
    "ColumnKind",
    "ColumnPage",
    "ColumnType",
    "ImportReport",
    "Listing",
    "SchoolHomePage",
    "SchoolSite",
    "SentForm",
    "SiteGroup",
    "SiteHost",
    "SiteKind",
    "SitePage",
    "SiteRootPage",
    "SiteStatus",
]
