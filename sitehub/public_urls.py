"""URLs of every site's public hosts: reading only, no transaction, no session."""

from django.urls import include, path, re_path

from media.views import serve_document, serve_public, serve_signed
from school_sites import error_pages, feeds, icons, passwords, qr, sitemaps, views
from school_sites.counts import views as counts
from school_sites.looks import shown as looks
from search import suggest_views
from search import views as search
from search.asked import telling
from sitehub.downward import public_views as notices

handler403 = "school_sites.error_pages.forbidden"
handler404 = "school_sites.error_pages.not_found"
handler500 = "school_sites.error_pages.server_error"

urlpatterns = [
    path("feed/", feeds.site_feed, name="site_feed"),
    path("f/", include("school_sites.letters.public_urls")),
    path("feed.json", feeds.site_feed, {"form": feeds.JSON}, name="site_json_feed"),
    re_path(r"^((?:[\w\-]+/)+feed\.json)$", views.serve),
    path("favicon.ico", icons.favicon, name="favicon"),
    path("look-<str:digest>.css", looks.sheet, name="look_sheet"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-columns.xml", sitemaps.columns, name="sitemap_columns"),
    path("sitemap-<int:part>.xml", sitemaps.articles, name="sitemap_articles"),
    path("_count/", counts.tell, name="tell_view"),
    path("_count/<int:number>.json", counts.count, name="view_count"),
    path("_count/search/", telling.tell_click, name="search_told"),
    path("search/", search.results, name="search"),
    path("search.json", search.json, name="search_json"),
    path("search.atom", search.atom, name="search_feed"),
    path("opensearch.xml", search.open_search_description, name="open_search"),
    path("search/suggest", suggest_views.suggestions, name="search_suggest"),
    path("district-notices/", notices.listing, name="district_notices"),
    path("district-notices/<int:number>/", notices.notice, name="district_notice"),
    path("qr/<int:number>.svg", qr.page_code, name="page_code"),
    re_path(r"^documents/(\d{1,18})/(.*)$", serve_document, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        passwords.document_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        passwords.page_password,
        name="wagtailcore_authenticate_with_password",
    ),
    # Where Wagtail sends visitors of pages for signed-in people: nobody signs in here.
    path("_util/login/", error_pages.members_only, name="wagtailcore_login"),
    path("media/<path:name>", serve_public, name="media_public"),
    path("files/<str:token>/", serve_signed, name="media_signed"),
    # Files that pages make: an event's, a calendar column's.
    re_path(r"^((?:[\w\-]+/)+(?:event|calendar)\.ics)$", views.serve, name="calendar_file"),
    re_path(r"^((?:[\w\-]+/)*)$", views.serve, name="wagtail_serve"),
]
