"""The district's desk: every submission in one list, decided one by one or many at once."""

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Case, F, Value, When
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied

from school_sites.admin_screens import ListScreen, Screen, tail
from school_sites.models.articles import ARTICLE_PATH
from school_sites.queries import entry_of

from . import transitions
from .forms import CHANGED, STATE_TABS, DeskFilterForm, ReasonForm, parse_items
from .models import Decision, Submission, source_is_visible

BULK_LIMIT = 200  # what one POST may decide; a page shows far fewer

ACTION_LABELS = {
    "accept": gettext_lazy("采用"),
    "return": gettext_lazy("退回"),
    "hold": gettext_lazy("暂缓"),
    "recall": gettext_lazy("撤下"),
}
KEEP = gettext_lazy("看过了，继续采用")
# Which actions make sense on which state. The transitions allow more; the desk does not.
ACTIONS_OF = {
    Decision.WAITING: ("accept", "return", "hold"),
    Decision.ON_HOLD: ("accept", "return"),
    Decision.RETURNED: ("accept", "hold"),
    Decision.ACCEPTED: ("recall",),
    Decision.RECALLED: ("accept",),
}
ASKS_REASON = ("return", "recall")


def for_screen(submissions):
    """Add relations, ``cover_url``, ``source_visible`` (a visitor could open the article now)."""
    shown = When(source_is_visible(), then=Value(True))
    return submissions.select_related("channel", "decided_by").annotate(
        source_visible=Case(shown, default=Value(False), output_field=BooleanField()),
        cover_url=F("article__listing__cover_url"),  # a value: the article's body stays away
    )


def row_for_screen(submission):
    """What a template shows of ``submission``, which comes from ``for_screen``."""
    entry = entry_of(submission.site_id)
    is_archived = entry is not None and entry.school_site.is_archived
    possible = ACTIONS_OF[submission.decision]
    if submission.changed_at is not None:
        possible = ("accept", *possible)
    names = [n for n in possible if not (is_archived and n == "accept")]
    labels = ACTION_LABELS | ({"accept": KEEP} if submission.changed_at else {})
    actions = [(name, labels[name]) for name in names]
    undecided = submission.decision in (Decision.WAITING, Decision.ON_HOLD)
    return {
        "submission": submission,
        "is_archived": is_archived,
        "earlier_reason": submission.earlier_reason if undecided else "",
        "item": f"{submission.pk}:{submission.version}",
        "school": entry.school_site.short_name if entry else submission.school_name,
        "url": _address(submission, entry) if submission.source_visible else "",
        "actions": actions,
    }


def _address(submission, entry):
    """Where the source is read: outside, or at its own site here (known, or "")."""
    if submission.outside_url:
        return submission.outside_url
    return entry.url(ARTICLE_PATH.format(submission.article_id)) if entry else ""


class Outcome:
    """What became of a bulk of decisions; told in messages."""

    def __init__(self, action):
        self.action = action
        self.done = []
        self.problems = []

    def tell(self, request):
        """Add one summary and one line for each row that was not changed."""
        label = ACTION_LABELS[self.action]
        if self.done:
            text = _("%(action)s %(count)d 条。") % {"action": label, "count": len(self.done)}
            messages.success(request, text)
        if self.action == "accept":
            self._tell_hidden(request)
        if len(self.problems) > 1:
            text = _("%(count)d 条没有%(action)s，原因如下。")
            messages.warning(request, text % {"count": len(self.problems), "action": label})
        for problem in self.problems:
            messages.warning(request, problem)

    def _tell_hidden(self, request):
        done = Submission.objects.filter(pk__in=[one.pk for one in self.done])
        hidden = len(self.done) - done.visible().count()
        if hidden:
            text = _("其中 %(count)d 条学校已撤回、已移出报送栏目或原文已不可见，区站暂不显示。")
            messages.warning(request, text % {"count": hidden})


def decide_many(items, action, *, by, reason=""):
    """Decide each of ``items`` ({id: version}) on its own; return an Outcome.

    A row that another editor decided first, that is gone, or whose state does
    not fit the action is left as it is and told; the others go through.
    """
    outcome = Outcome(action)
    rows = Submission.objects.select_related("site").in_bulk(list(items))

    def place(pk):
        row = rows.get(pk)
        return (row.site_id or 0, row.channel_id) if row else (0, 0)

    # By school and channel: two editors' bulks add to schools' totals in the same order,
    # and never wait for each other.
    for pk in sorted(items, key=place):
        version, submission = items[pk], rows.get(pk)
        if submission is None:
            outcome.problems.append(_("有一条报送已不存在。"))
        elif submission.version == version and not _fits(submission, action):
            outcome.problems.append(_does_not_fit(submission, action))
        else:
            try:
                outcome.done.append(_decide(submission, action, version, by, reason))
            except transitions.AlreadyDecided as error:
                outcome.problems.append(str(error))
            except ValidationError as error:
                outcome.problems += error.messages
    return outcome


def _decide(submission, action, version, by, reason):
    if action == "accept":
        return transitions.accept(submission, version=version, by=by)
    if action == "hold":
        return transitions.put_on_hold(submission, version=version, by=by)
    if action == "return":
        return transitions.return_to_school(submission, version=version, by=by, reason=reason)
    return transitions.recall(submission, version=version, by=by, reason=reason)


def _fits(submission, action):
    looks_again = action == "accept" and submission.changed_at is not None
    return looks_again or action in ACTIONS_OF[submission.decision]


def _does_not_fit(submission, action):
    return _("《%(title)s》现在是“%(state)s”，不能%(action)s。") % {
        "title": submission.title,
        "state": submission.get_decision_display(),
        "action": ACTION_LABELS[action],
    }


class DeskBase(Screen):
    """A screen only people who may decide submissions get."""

    header_icon = "tick-inverse"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(transitions.DECIDE):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)


class DeskView(DeskBase, ListScreen):
    """The list with its filters (GET), and decisions on its rows (POST)."""

    page_title = gettext_lazy("报送处理")
    template_name = "syndication/desk.html"
    date_field = "waiting_since"

    @staticmethod
    def listed(query):
        """The submissions that the filters of ``query`` (a QueryDict) show."""
        return DeskFilterForm(query).apply(Submission.objects.all())

    @staticmethod
    def filters_of(query):
        """The filters of ``query`` as the end of an address."""
        return tail({name: query.get(name) for name in DeskFilterForm.base_fields})

    def post(self, request):
        """Decide: ``one`` is ``action:id:version`` of a row's own button, ``action`` the bulk's."""
        action, _colon, item = request.POST.get("one", "").partition(":")
        chosen = [item]
        if not action:
            action, chosen = request.POST.get("action", ""), request.POST.getlist("item")
        items = parse_items(chosen[:BULK_LIMIT])
        if action not in ACTION_LABELS or not items:
            messages.error(request, _("请先勾选要处理的报送，再选择操作。"))
        elif action in ASKS_REASON:
            return redirect(reason_url(action, items, request.GET))
        else:
            decide_many(items, action, by=request.user).tell(request)
        return redirect(request.get_full_path())

    @cached_property
    def filter_form(self):
        return DeskFilterForm(self.request.GET)

    def get_context_data(self, **kwargs):
        form = self.filter_form
        submissions, links = self.page_of(for_screen(form.apply(Submission.objects.all())))
        rows = [row_for_screen(one) for one in submissions]
        counts = {
            Decision.WAITING: Submission.objects.waiting().count(),
            CHANGED: Submission.objects.changed().count(),
        }
        offered = {name for row in rows for name, _label in row["actions"]}
        return super().get_context_data(
            filter_form=form,
            rows=rows,
            tabs=self.tabs(STATE_TABS, form.state_shown, **counts),
            bulk_actions=[one for one in ACTION_LABELS.items() if one[0] in offered],
            here=tail(self.request.GET),
            filters=self.filters_of(self.request.GET),
            plain_url=self.plain_address(form.state_shown),
            **links,
            **kwargs,
        )


class ReasonView(DeskBase):
    """Asks for the reason of a return or recall of the rows chosen on the desk."""

    template_name = "syndication/reason.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        values = request.POST if request.method == "POST" else request.GET
        self.action = values.get("action", "")
        self.items = parse_items(values.getlist("item")[:BULK_LIMIT])
        self.back = QueryDict(values.get("back", "").removeprefix("?"))

    def get_page_title(self):
        return _("撤下文章") if self.action == "recall" else _("退回报送")

    def screens_above(self):
        return [(self.desk_url, DeskView.page_title)]

    @property
    def desk_url(self):
        return reverse("syndication:desk") + tail(self.back)

    def get(self, request):
        if self.action not in ASKS_REASON or not self.items:
            return redirect(self.desk_url)
        return self.render_to_response(self.get_context_data(form=self.form()))

    def post(self, request):
        form = self.form(request.POST)
        if self.action not in ASKS_REASON or not self.items:
            messages.error(request, _("请先勾选要处理的报送，再选择操作。"))
            return redirect(self.desk_url)
        if not form.is_valid():
            messages.error(request, _("还没有处理：请填写“退回理由”。"))
            return self.render_to_response(self.get_context_data(form=form))
        reason = form.cleaned_data["reason"]
        decide_many(self.items, self.action, by=request.user, reason=reason).tell(request)
        return redirect(self.desk_url)

    def form(self, data=None):
        return ReasonForm(data, reason_required=self.action == "return")

    def get_context_data(self, **kwargs):
        titles = Submission.objects.in_bulk(list(self.items))
        chosen = [
            {"item": f"{pk}:{version}", "submission": titles[pk]}
            for pk, version in self.items.items()
            if pk in titles
        ]
        context = {"chosen": chosen, "action": self.action, "back": tail(self.back)}
        return super().get_context_data(**context, desk_url=self.desk_url, **kwargs)


def reason_url(action, items, back):
    """Where the reason for ``action`` on ``items`` is asked; ``back`` is the desk's query."""
    query = QueryDict(mutable=True)
    query["action"] = action
    query.setlist("item", [f"{pk}:{version}" for pk, version in items.items()])
    query["back"] = tail(back)
    return reverse("syndication:reason") + tail(query)
