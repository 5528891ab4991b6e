"""What visitors can reach: addresses, routes of a column, types of pages, layouts, home blocks.

Paths are of the district, but for ON_THE_SCHOOL; braces are filled in by the test. A new
surface fails there until it is named here, with the place where it shows schools' articles.
"""

NONE = ()  # shows no article of a school, ever

NAMED_ADDRESSES = {
    "site_feed": ["/feed/"],
    "site_json_feed": ["/feed.json"],
    r"^((?:[\w\-]+/)+feed\.json)$": ["/deyu/feed.json"],
    "calendar_file": ["/as-calendar/calendar.ics"],
    "wagtail_serve": ["/"],  # and what the tables of pages and routes say
    # Of the site's own articles: ON_THE_SCHOOL asks them.
    "sitemap": NONE, "sitemap_articles": NONE,
    # Of every school's own articles, whatever the district took: SEARCHES asks them.
    "search": NONE, "search_json": NONE, "search_feed": NONE, "search_suggest": NONE,
}  # fmt: skip
# Of the site itself, of one page, or of nobody.
OTHER_ADDRESSES = {
    "f/", "favicon", "robots", "sitemap_columns", "tell_view", "view_count", "district_notices",
    "district_notice", "page_code", "wagtaildocs_serve", "search_told",
    "wagtaildocs_authenticate_with_password", "wagtailcore_authenticate_with_password",
    "wagtailcore_login", "media_public", "media_signed", "open_search", "look_sheet",
}  # fmt: skip
ROUTES_OF_COLUMNS = {
    "index_route": ["/deyu/"],
    "newest": ["/deyu/"],
    "older": ["/deyu/p/{future}/"],
    "archive": ["/deyu/{year}/"],
    "archive_older": ["/deyu/{year}/p/{future}/"],
    "category": ["/as-documents/category/{key}/"],
    "category_older": ["/as-documents/category/{key}/p/{future}/"],
    "category_archive": ["/as-documents/category/{key}/{year}/"],
    "category_archive_older": ["/as-documents/category/{key}/{year}/p/{future}/"],
    "month": ["/as-calendar/month/{month}/"],
    "calendar_file": ["/as-calendar/calendar.ics"],
    "feed": ["/deyu/feed/"],
    "json_feed": ["/deyu/feed.json"],
}
TYPES_OF_PAGES = {
    "DistrictHomePage": ["/"],
    "ColumnPage": ["/deyu/"],
    "TopicPage": ["/a/{topic}/"],
    "SubjectPage": ["/a/{subject}/"],
    "ArticlePage": ["/a/{beside}/"],  # related articles
    "AlbumPage": NONE, "VideoPage": NONE, "EventPage": NONE,  # articles, drawn by the same view
    "SchoolHomePage": NONE, "PlainPage": NONE, "PersonPage": NONE, "WeekMenuPage": NONE,
    "LinkBoardPage": NONE, "MailboxPage": NONE, "FormPage": NONE,
}  # fmt: skip
# Whatever a column shows first, articles follow.
LAYOUTS = {
    name: [f"/as-{name}/"]
    for name in (
        "list", "cards", "wall", "documents", "calendar", "pages", "people", "menu", "topics",
        "subjects", "links", "forms",
    )
}  # fmt: skip
HOME_BLOCKS = {
    "carousel": {"limit": 5, "slides": []},
    "headline": {"style": "list", "title": "", "article": None, "limit": 6},
    "picks": {"title": ""},
    "latest": {"title": "", "limit": 8},
    "kinds": {"title": "", "limit": 6},
    "columns": {"columns": []},
    "column": {"column": "{deyu}", "title": "", "style": "list", "limit": 6, "width": "half"},
    "tabs": {"title": "", "columns": ["{deyu}"], "limit": 6, "width": "half"},
    "notices": {"title": "", "column": "{deyu}", "limit": 6, "width": "half"},
    "channel": {"channel": "{deyu}", "title": "", "style": "list", "limit": 8, "width": "full"},
    "subjects": {"title": "", "subjects": []},
    "events": {"title": "", "column": None, "limit": 4, "width": "full"},
    # What stands still, and numbers (see the test of those).
    **dict.fromkeys(
        ["people", "topics", "links", "menu", "text", "banner", "schools", "statistics"], NONE
    ),
}
# Every list of a source is asked by one of the addresses above.
PARTS_OF_A_SOURCE = {
    "name", "applies", "items", "years", "picks", "events", "categories", "gone",
}  # fmt: skip
ON_THE_SCHOOL = [
    "/", "/xinwen/", "/xinwen/{year}/", "/xinwen/feed/", "/xinwen/feed.json", "/feed/",
    "/feed.json", "/sitemap-0.xml", "/search/suggest?q=seen", "/a/{neighbour}/",
]  # fmt: skip
SEARCHES = [
    [f"/search{form}?q=运动会&page={page}" for page in (1, 2)] for form in ("/", ".json")
] + [["/search.atom?q=运动会"]]
TABLES = (NAMED_ADDRESSES, ROUTES_OF_COLUMNS, TYPES_OF_PAGES, LAYOUTS)
ON_THE_DISTRICT = list(dict.fromkeys(path for table in TABLES for paths in table.values()
                                     for path in paths))  # fmt: skip
BLOCKS = [name for name, value in HOME_BLOCKS.items() if value]
