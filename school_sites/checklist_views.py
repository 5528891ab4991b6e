"""Screens of the check before publishing, and the hooks that lead to them."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from .admin_screens import header
from .checklist import check, must_of
from .models import ArticlePage
from .models.pages import MAX_NUMBER
from .publishing_check import drafts_with_findings, hold_back, open_findings, publish_checked

CONFIRMED = "hub-checked"


def article_of(request, article_id):
    """The article of that number if the person may edit it; to others it does not exist."""
    known = article_id <= MAX_NUMBER
    article = ArticlePage.objects.filter(pk=article_id).first() if known else None
    article = article and article.specific
    if article is None or not article.permissions_for_user(request.user).can_edit():
        raise Http404
    return article


def article_checks(request, article_id):
    """The list alone, for the editor's script: what the newest draft still needs."""
    article = article_of(request, article_id)
    findings = check(article.get_latest_revision_as_object())
    context = {"findings": findings, "edit_url": ""}
    return render(request, "school_sites/checklist_items.html", context)


def article_publish(request, article_id):
    """The confirmation: grave findings of the newest draft, 仍然发布 or back."""
    article = article_of(request, article_id)
    if not article.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    if request.method == "POST":
        try:
            published = publish_checked(
                article, revision_id=_number(request.POST.get("revision")), by=request.user
            )
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            return _done(request, published)
        return redirect("article_publish", article.pk)
    findings = check(article.get_latest_revision_as_object())
    context = {
        "article": article,
        "findings": findings,
        "grave": len(must_of(findings)),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[article.pk]),
        **header(_("发布前请看一看"), "glasses"),
    }
    return render(request, "school_sites/checklist_confirm.html", context)


def _number(text):
    return int(text) if text and text.isdecimal() and len(text) < 19 else None


def _done(request, article):
    """Say what happened, and lead where Wagtail leads after publishing."""
    if article.live and not article.has_unpublished_changes:
        buttons = [messages.button(article.url, _("查看"), new_window=False)]
        messages.success(request, _("已发布《%s》。") % article.title, buttons=buttons)
    else:
        latest = article.get_latest_revision_as_object()
        when = timezone.localtime(latest.go_live_at).strftime("%Y-%m-%d %H:%M")
        text = _("《%(title)s》将在 %(when)s 发布。")
        messages.success(request, text % {"title": latest.title, "when": when})
    return redirect("wagtailadmin_explore", article.get_parent().pk)


def ask_before_publishing(request, page):
    """Hook: lead to the confirmation where there are grave findings; the draft is saved."""
    if not open_findings(page):
        return None
    hold_back(page)
    if getattr(request, "sent_form", None) is not None:
        request.sent_form.led_to(page)
    return redirect("article_publish", page.pk)


def ask_before_publishing_several(request, action_type, objects, action):
    """Hook: the same for articles ticked in a list, once for all of them."""
    if action_type != "publish" or request.POST.get(CONFIRMED):
        return None
    articles = drafts_with_findings([one for one in objects if isinstance(one, Page)])
    if not articles:
        return None
    context = {
        "articles": articles,
        "confirmed": CONFIRMED,
        "posted": [(k, v) for k, v in request.POST.items() if k != "csrfmiddlewaretoken"],
        "back_url": action.next_url,
        **header(_("发布前请看一看"), "glasses"),
    }
    return render(request, "school_sites/checklist_confirm_several.html", context)
