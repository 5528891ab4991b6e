"""Forms on public hosts: without a cookie, without JavaScript, never stored.

They are exempt from Django's check against forgery, which needs a cookie; a
signed token and the request's origin stand in for it (docs/decisions/0018).
"""

from functools import partial

from django.conf import settings
from django.core.cache import cache
from django.db.transaction import non_atomic_requests
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.wagtail_hooks import check_view_restrictions

from school_sites import context as ctx
from school_sites.models import FormPage, LetterState, MailboxPage
from school_sites.models.pages import MAX_NUMBER
from school_sites.queries import Cursor
from school_sites.sections.forms import ANSWERS_ON_PAGE
from sitehub.publishing.unstored import unstored

from . import guards, states
from .addresses import answers_url, fill_url, sent_url, state_url
from .answers import newest_answers
from .codes import letter_of
from .filling import form_for, why_closed

CODE_SECONDS = 900  # how long the page with the code can be looked at again
SENDING_LENGTH = 64  # as guards.sending_of makes them; what is longer was never handed out
BODY_ROOM = 1 << 20  # what a form takes beside its file
# What the sender is told of a state: spam is nobody's business.
TOLD = {LetterState.SPAM: LetterState.CLOSED.value}


def public_form(view):
    """A view that visitors post to: no transaction of its own, our own check against forgery."""
    return non_atomic_requests(csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(view)))


@public_form
def fill_in(request, number):
    """The form of a mailbox or form page."""
    return unstored(at_box(request, number, show_or_take))


def at_box(request, number, view):
    """Ask what the page itself would ask (a password), then answer ``view(request, box)``."""

    @check_view_restrictions
    def answer(box, request, _args, _kwargs):
        return view(request, box)

    return answer(box_of(request, number), request, [], {})


def show_or_take(request, box):
    """The form, or what became of sending it."""
    closed = why_closed(request.school_site, box, timezone.now())
    if closed:
        return form_page(request, box, closed=closed, status=200)
    if request.method != "POST":
        return form_page(request, box, form=form_for(box), token=guards.new_token(box.pk))
    refused = refuse_unread(request, box)
    return refused or take(request, box)


def refuse_unread(request, box):
    """An answer to a POST that is not even read; None lets it pass."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > largest_body(box):
        return empty_form(request, box, "附件太大，没有提交。请换一个小一些的文件。", 413)
    if not guards.comes_from_here(request):
        return empty_form(request, box, "没有提交：请从本网站的页面上填写。", 403)
    return None


def largest_body(box):
    """Bytes a POST to ``box`` may have."""
    return BODY_ROOM + (settings.LETTER_FILE_BYTES if box.takes_file else 0)


def empty_form(request, box, problem, status):
    """The form anew, with a problem told."""
    token = guards.new_token(box.pk)
    return form_page(request, box, form=form_for(box), token=token, problem=problem, status=status)


def take(request, box):
    """Keep what was sent, or show it again with what is wrong; nothing typed is lost."""
    site = request.school_site
    form = form_for(box, request.POST, request.FILES)
    token = guards.read_token(request.POST.get(guards.TOKEN_FIELD), box.pk)
    if token is None:
        problem, token = "这一页已经失效，请核对后再提交一次。", guards.new_token(box.pk)
    else:
        problem, token = guards.trouble_with(token)
    if problem:
        return form_page(request, box, form=form, token=token, problem=problem, status=400)
    if not form.is_valid():
        return form_page(request, box, form=form, token=token)
    limit = "form" if isinstance(box, FormPage) else "letter"
    if not (guards.count(limit, request, site) and guards.count_site(site)):
        response = form_page(
            request, box, form=form, token=token, problem=guards.TOO_OFTEN, status=429
        )
        response["Retry-After"] = "600"
        return response
    sending = guards.sending_of(token, request)
    try:
        _letter, code = states.receive(box=box, site=site, sending=sending, **form.content())
    except states.NotTaken as error:
        return form_page(request, box, closed=str(error))
    if code is not None:
        cache.set(code_key(site, sending), code, timeout=CODE_SECONDS)
    return redirect(sent_url(box.pk, sending))


@non_atomic_requests
@require_safe
def sent(request, number, sending):
    """The code of a letter just sent. Nobody can guess this address, and soon it shows nothing."""
    return unstored(at_box(request, number, partial(code_page, sending=sending)))


def code_page(request, box, sending):
    """The page after sending; without its code once that is too old."""
    code = cache.get(code_key(request.school_site, sending), "")
    thanks = getattr(box, "thanks", "")
    context = {
        "box": {"title": box.title, "takes_letters": isinstance(box, MailboxPage)},
        "code": code,
        "thanks": thanks,
        "reply_days": getattr(box, "reply_days", None),
        "state_url": state_url(),
        "back_url": box.site_path(),
        "minutes": CODE_SECONDS // 60,
    }
    return page_of(request, "letter_sent", "提交成功", context, box=box)


@public_form
def state(request):
    """What became of a letter, asked with its code. Unknown, foreign and mistyped are one."""
    site = request.school_site
    context = {"token": guards.new_token(guards.STATE_FORM), "state_url": state_url()}
    if request.method != "POST":
        return page_of(request, "letter_state", "查询办理情况", context)
    token = guards.read_token(request.POST.get(guards.TOKEN_FIELD), guards.STATE_FORM)
    status = 200
    if not guards.comes_from_here(request) or token is None:
        context["problem"], status = "这一页已经失效，请再输入一次查询码。", 400
    elif not guards.is_within("code", request, site):
        context["problem"], status = guards.TOO_OFTEN, 429
    else:
        letter = letter_of(site, request.POST.get("code", "")[:100])
        if letter is None:
            guards.count("code", request, site)
            context["problem"] = "没有查到。请核对查询码，看看是否输错或少输了字符。"
        else:
            context["letter"] = letter_values(letter)
    return page_of(request, "letter_state", "查询办理情况", context, status=status)


@non_atomic_requests
@require_safe
def older_answers(request, number, cursor):
    """Public answers of a mailbox after those its own page shows."""
    try:
        after = Cursor.parse(cursor)
    except ValueError as error:
        raise Http404 from error
    box = box_of(request, number)
    if not box.publishes_answers or box.get_view_restrictions():
        raise Http404
    answers, older = newest_answers(request.school_site, [box.pk], ANSWERS_ON_PAGE, after)
    context = {
        "box": {"title": box.title, "url": box.site_path()},
        "answers": answers,
        "older_url": answers_url(box.pk, older) if older else "",
    }
    return page_of(request, "box_answers", f"{box.title}：更早的答复", context, box=box)


def letter_values(letter):
    """What the sender sees of a letter."""
    state = TOLD.get(letter.state, letter.state)
    return {
        "box": letter.box_title,
        "state": state,
        "state_name": LetterState(state).label,
        "received_at": letter.received_at,
        "due_on": letter.due_on if letter.is_waiting else None,
        "is_overdue": letter.is_overdue,
        "reply": letter.reply,
        "replied_at": letter.settled_at if letter.reply else None,
        "erased": letter.erased_at is not None,
    }


def box_of(request, number):
    """The live mailbox or form of this number at the request's site; 404 for any other."""
    root_path = request.school_site.root_page.path
    for model in (MailboxPage, FormPage) if number <= MAX_NUMBER else ():
        box = model.objects.filter(pk=number, root_path=root_path, live=True).first()
        if box is not None:
            return box
    raise Http404


def form_page(request, box, *, form=None, token="", problem="", closed="", status=200):
    """The page with the form, or with why there is none."""
    context = {
        "box": {
            "title": box.title,
            "introduction": box.introduction,
            "takes_letters": isinstance(box, MailboxPage),
            "takes_file": box.takes_file,
            "url": box.site_path(),
            "fill_url": fill_url(box.pk),
            "reply_days": getattr(box, "reply_days", None),
            "action": "发出" if isinstance(box, MailboxPage) else "提交",
        },
        "form": form,
        "token": token,
        "problem": problem,
        "closed": closed,
        "keep_days": settings.LETTER_KEEP_DAYS,
    }
    return page_of(request, "fill_in", box.title, context, box=box, status=status)


def page_of(request, name, title, values, *, box=None, status=200):
    """Render a page in the site's dress that nobody stores."""
    entry = request.site_entry
    columns = ctx.columns_for(entry)
    trail = ctx.trail(columns, box.path) if box is not None else []
    if box is not None and title != box.title:
        trail = [*trail, {"title": box.title, "url": box.site_path()}]
    context = ctx.page_context(
        entry,
        columns=columns,
        breadcrumb=[*trail, {"title": title, "url": ""}],
        title=title,
        path=None,
        tree_path=box.path if box is not None else "",
    )
    context |= {"section_styles": ["forms"], **values}
    response = render(request, f"themes/base/pages/{name}.html", context, status=status)
    return unstored(response)


def code_key(site, sending):
    """Where the code of a sending waits to be shown."""
    return f"letters:sent:{site.pk}:{sending[:SENDING_LENGTH]}"
