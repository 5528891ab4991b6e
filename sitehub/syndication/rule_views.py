"""The screens of a rule: what it would match before it is saved, and offering what is older."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied

from sitehub.accounts.roles import OPEN_SCHOOL

from .backfilling import begin_backfill
from .models import Backfill, ChannelRule
from .rules import PREVIEW_DAYS, matching

PREVIEW = "preview"


class PreviewedRule:
    """Mixin of the form's views: the button 试算 counts and saves nothing."""

    def post(self, request, *args, **kwargs):
        if PREVIEW not in request.POST:
            return super().post(request, *args, **kwargs)
        self.object = getattr(self, "object", None)  # none yet where a rule is added
        form = self.get_form()
        if form.is_valid():
            count = matching(form.instance, days=PREVIEW_DAYS).count()
            text = _("过去一年里有 %d 篇文章符合这条规则。还没有保存。")
            messages.info(request, text % count)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs):
        rule = getattr(self, "object", None)
        jobs = Backfill.objects.filter(rule=rule) if rule is not None and rule.pk else None
        return super().get_context_data(
            rule=rule if jobs is not None else None,
            job=jobs.order_by("-pk").first() if jobs is not None else None,
            **kwargs,
        )


@require_POST
def backfill(request, pk):
    """Begin to offer the older articles of a rule."""
    if not request.user.has_perm(OPEN_SCHOOL):
        return permission_denied(request)
    rule = get_object_or_404(ChannelRule, pk=pk)
    try:
        job = begin_backfill(rule, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("开始补报：共 %d 篇文章要看。") % job.total)
    return redirect(reverse("channelrule:edit", args=[rule.pk]))
