"""One site and its content."""

from .albums import AlbumPage, AlbumPhoto, VideoPage
from .articles import ArticlePage, Form, Subject
from .columns import ColumnKind, ColumnLayout, ColumnPage, ColumnType
from .events import EventPage
from .imports import ImportJob, ImportReport
from .links import BoardLink, LinkBoardPage
from .listing import Listing, ListingTag
from .menus import WeekMenuMeal, WeekMenuPage
from .pages import LeafPage, SchoolHomePage, SitePage, SiteRootPage
from .people import PersonPage
from .plain import PlainPage
from .school_site import SchoolSite, SiteGroup, SiteHost, SiteKind, SiteStatus
from .sent_forms import SentForm
from .topics import TopicPage

__all__ = [
    "AlbumPage",
    "AlbumPhoto",
    "ArticlePage",
    "BoardLink",
    "ColumnKind",
    "ColumnLayout",
    "ColumnPage",
    "ColumnType",
    "EventPage",
    "Form",
    "ImportJob",
    "ImportReport",
    "LeafPage",
    "LinkBoardPage",
    "Listing",
    "ListingTag",
    "PersonPage",
    "PlainPage",
    "SchoolHomePage",
    "SchoolSite",
    "SentForm",
    "SiteGroup",
    "SiteHost",
    "SiteKind",
    "SitePage",
    "SiteRootPage",
    "SiteStatus",
    "Subject",
    "TopicPage",
    "VideoPage",
    "WeekMenuMeal",
    "WeekMenuPage",
]
