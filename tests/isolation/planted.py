"""The admin's URLs with leaks planted among them: what the crawl must find."""

import json
from io import BytesIO

from django.core.mail import send_mail
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from openpyxl import Workbook

from school_sites.import_jobs import run_import
from school_sites.models import ArticlePage, ImportJob
from sitehub import urls


def unscoped_list(request):
    """Lists titles of every school, as references of HTML."""
    titles = "".join(f"<li>{one.title}</li>" for one in ArticlePage.objects.order_by("pk"))
    return HttpResponse("".join(f"&#{ord(letter)};" for letter in titles))


def export(request):
    """A packed table of every school's articles."""
    book, data = Workbook(), BytesIO()
    for article in ArticlePage.objects.all():
        book.active.append([article.title])
    book.save(data)
    return HttpResponse(data.getvalue(), content_type="application/octet-stream")


def unasked_change(request, article_id):
    """A form that asks nobody whether the article is theirs."""
    if request.method == "POST":
        ArticlePage.objects.filter(pk=article_id).update(locked=True)
    return HttpResponse("")


def foreign_reference(request, article_id):
    """An own article that takes any picture's number."""
    article = get_object_or_404(ArticlePage, pk=article_id)
    if request.method == "POST" and request.POST.get("cover"):
        article.cover_id = request.POST["cover"]
        article.save(update_fields=["cover"])
    return HttpResponse("")


def letter(request, article_id):
    """Tells by e-mail what it does not show."""
    article = get_object_or_404(ArticlePage, pk=article_id)
    send_mail("提醒", article.draft_title, "from@example.com", ["to@example.com"])
    return HttpResponse("")


def job(request):
    """Queues a job about whatever is named."""
    for one in ImportJob.objects.all():
        run_import.enqueue(one.pk)
    return HttpResponse("")


def chooser(request):
    """What a chooser would answer, its letters escaped."""
    found = [{"title": one.title} for one in ArticlePage.objects.order_by("-pk")]
    escaped = json.dumps(found).replace("zqb", "\\u007aqb")
    return HttpResponse(escaped, content_type="application/json")


def bare_number(request):
    """Names no text, only a number."""
    return JsonResponse({"last": ArticlePage.objects.filter(pk__lt=88_000_000).latest("pk").pk})


def stumbles(request, article_id):
    """Falls over what is not its own."""
    return HttpResponse(1 // (article_id < 77_000_000))


# Name: (kind of leak, route, view).
LEAKS = {
    "planted_list": ("betrays", "list/", unscoped_list),
    "planted_export": ("betrays", "export/", export),
    "planted_change": ("changes", "change/<int:article_id>/", unasked_change),
    "planted_reference": ("points", "point/<int:article_id>/", foreign_reference),
    "planted_letter": ("sends", "letter/<int:article_id>/", letter),
    "planted_job": ("queues", "job/", job),
    "planted_chooser": ("betrays", "chooser/", chooser),
    "planted_number": ("names", "number/", bare_number),
    "planted_fall": ("fails", "fall/<int:article_id>/", stumbles),
}
urlpatterns = [
    *(path(f"planted/{route}", view, name=name) for name, (_kind, route, view) in LEAKS.items()),
    *urls.urlpatterns,
]
