"""Admin screens of letters: the list, one letter, and what is done with it.

Everything begins with ``Letter.objects.for_user``: a letter of another site does
not exist here.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from media.kinds import content_type_of
from school_sites.admin_screens import ListScreen, Screen
from school_sites.models import Letter, LetterState
from school_sites.models.letters import sites_answered_by
from sitehub.audit import record

from . import attachments, export, states
from .forms import TABS, WAITING, LetterFilterForm, PublicAnswerForm, ReplyForm

# What the screen offers in each state, in this order: name, label, whether it is asked again.
ACTIONS = {
    "take_up": (gettext_lazy("开始处理"), states.take_up, gettext_lazy("已标为处理中。")),
    "close": (gettext_lazy("关闭"), states.close, gettext_lazy("已关闭。")),
    "mark_spam": (gettext_lazy("标为垃圾信息"), states.mark_spam, gettext_lazy("已标为垃圾信息。")),
    "not_spam": (gettext_lazy("不是垃圾信息"), states.not_spam, gettext_lazy("已放回待处理。")),
    "take_down_answer": (
        gettext_lazy("撤下公开的答复"), states.take_down_answer, gettext_lazy("已撤下。"),
    ),
    "delete_personal_data": (
        gettext_lazy("删除内容和个人信息"), states.delete_personal_data,
        gettext_lazy("已删除来信内容和个人信息。"),
    ),
}  # fmt: skip


class LetterScreen(Screen):
    """What the screens have in common."""

    page_title = gettext_lazy("来信与表单")
    header_icon = "comment"

    def dispatch(self, request, *args, **kwargs):
        self.sites = list(sites_answered_by(request.user).values_list("pk", "short_name"))
        if not self.sites:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ListView(LetterScreen, ListScreen):
    """Letters of the person's sites, newest first, without their texts."""

    template_name = "school_sites/letters/list.html"
    page_size = 30
    date_field = "received_at"

    def get_context_data(self, **kwargs):
        own = Letter.objects.filter(site__in=[pk for pk, _name in self.sites])
        form = LetterFilterForm(self.request.GET, letters=own, sites=self.sites)
        letters = form.apply(own).select_related("site", "handler")
        letters = letters.defer("text", "reply", "public_question", "public_answer")
        rows, links = self.page_of(letters)
        counts = {WAITING: own.waiting().count()}
        return super().get_context_data(
            filter_form=form,
            rows=rows,
            show_site=len(self.sites) > 1,
            tabs=self.tabs(TABS, form.state_shown, **counts),
            plain_url=self.plain_address(form.state_shown),
            chosen=form.chosen,
            **links,
            **kwargs,
        )


class LetterView(LetterScreen):
    """One letter: read it, answer it, publish the answer."""

    template_name = "school_sites/letters/letter.html"

    def get_page_title(self):
        return self.letter.title or str(self.letter)

    def screens_above(self):
        return [(reverse("letters:list"), self.page_title)]

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.letter = own_letter(request, kwargs["pk"])
        self.reply_form = ReplyForm()
        self.public_form = PublicAnswerForm.of(self.letter)

    def post(self, request, pk):
        """Send the reply, or publish: what was typed is shown again if it cannot be."""
        version = version_of(request)
        if request.POST.get("do") == "publish":
            self.public_form = form = PublicAnswerForm.of(self.letter, request.POST)
            change, done = states.publish_answer, _("答复已公开。")
        else:
            self.reply_form = form = ReplyForm(request.POST)
            change, done = states.reply, _("答复已发出，写信人凭查询码可以看到。")
        if form.is_valid():
            try:
                change(self.letter, version=version, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            except (states.HandledMeanwhile, states.OutOfTurn) as problem:
                # Shown beside the letter as it is now; what was typed can still be copied.
                self.letter = own_letter(request, pk)
                messages.error(request, str(problem))
            else:
                messages.success(request, done)
                return redirect("letters:letter", pk)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        letter = self.letter
        offered = [
            {"name": name, "label": label}
            for name, (label, _change, _done) in ACTIONS.items()
            if is_offered(name, letter)
        ]
        return super().get_context_data(
            letter=letter,
            actions=offered,
            reply_form=self.reply_form,
            public_form=self.public_form,
            can_reply=letter.is_waiting and not letter.erased_at,
            can_publish=may_publish(letter),
            typed_in_vain=self.reply_form.is_bound and not letter.is_waiting,
            **kwargs,
        )


def may_publish(letter):
    """Whether the screen offers to publish the letter's answer."""
    is_done = letter.state in (LetterState.ANSWERED, LetterState.CLOSED)
    agreed = is_done and letter.may_publish and not letter.erased_at
    return agreed and states.may_show_answers(letter)


def is_offered(name, letter):
    """Whether the screen offers a change; the change itself asks again."""
    if name == "take_down_answer":
        return letter.published_at is not None
    return letter.state in states.FROM[name] and not letter.erased_at


@require_POST
def change(request, pk, name):
    """One change of a letter that needs no words."""
    if name not in ACTIONS:
        raise Http404
    letter = own_letter(request, pk)
    _label, run, done = ACTIONS[name]
    try:
        run(letter, version=version_of(request), by=request.user)
    except (states.HandledMeanwhile, states.OutOfTurn) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, str(done))
    return redirect("letters:letter", pk)


@require_safe
def attachment(request, pk):
    """The file of a letter, as a download; who took it is recorded."""
    letter = own_letter(request, pk)
    if not letter.file or not attachments.storage().exists(letter.file):
        raise Http404
    record("letter.download", by=request.user, site=letter.site, target=letter)
    file = attachments.storage().open(letter.file)
    response = FileResponse(
        file,
        as_attachment=True,
        filename=letter.file_name,
        content_type=content_type_of(letter.file),
    )
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def export_letters(request):
    """The letters the list shows, as a table; who took it is recorded."""
    sites = list(sites_answered_by(request.user).values_list("pk", "short_name"))
    if not sites:
        raise PermissionDenied
    own = Letter.objects.filter(site__in=[pk for pk, _name in sites])
    form = LetterFilterForm(request.POST, letters=own, sites=sites)
    return export.as_response(form.apply(own), by=request.user, box=form.box_shown)


def own_letter(request, pk):
    """The letter of this number, if it is of a site whose letters the person answers."""
    own = Letter.objects.for_user(request.user)
    return get_object_or_404(own.select_related("site", "handler", "box"), pk=pk)


def version_of(request):
    """The version the person looked at; one that nobody has for anything else."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1
