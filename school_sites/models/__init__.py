"""One site and its content."""

from .albums import AlbumPage, AlbumPhoto, VideoPage
from .articles import ArticlePage, Form, Subject
from .boxes import BoxKind, FormPage, FormQuestion, MailboxPage, QuestionKind
from .columns import ColumnKind, ColumnLayout, ColumnPage, ColumnType
from .counts import ViewCount, ViewDay, ViewMark
from .events import EventPage
from .feed_pings import FeedPing
from .figures import SiteFigure
from .gone import GonePage
from .imports import ImportJob, ImportReport
from .letters import Letter, LetterState
from .links import BoardLink, LinkBoardPage
from .listing import Listing, ListingTag
from .looks import SiteLook
from .menus import WeekMenuMeal, WeekMenuPage
from .pages import LeafPage, SchoolHomePage, SitePage, SiteRootPage
from .people import PersonPage
from .plain import PlainPage
from .school_site import SchoolSite, SiteGroup, SiteHost, SiteKind, SiteStatus
from .sent_forms import SentForm
from .templates import ArticleTemplate
from .topics import TopicPage

__all__ = [
    "AlbumPage",
    "AlbumPhoto",
    "ArticlePage",
    "ArticleTemplate",
    "BoardLink",
    "BoxKind",
    "ColumnKind",
    "ColumnLayout",
    "ColumnPage",
    "ColumnType",
    "EventPage",
    "FeedPing",
    "Form",
    "FormPage",
    "FormQuestion",
    "GonePage",
    "ImportJob",
    "ImportReport",
    "LeafPage",
    "Letter",
    "LetterState",
    "LinkBoardPage",
    "Listing",
    "ListingTag",
    "MailboxPage",
    "PersonPage",
    "PlainPage",
    "QuestionKind",
    "SchoolHomePage",
    "SchoolSite",
    "SentForm",
    "SiteFigure",
    "SiteGroup",
    "SiteHost",
    "SiteKind",
    "SiteLook",
    "SitePage",
    "SiteRootPage",
    "SiteStatus",
    "Subject",
    "TopicPage",
    "VideoPage",
    "ViewCount",
    "ViewDay",
    "ViewMark",
    "WeekMenuMeal",
    "WeekMenuPage",
]
