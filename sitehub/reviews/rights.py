"""Who may take which step where, and whom a round of review bars."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast, Coalesce
from wagtail.models import Page, Revision, TaskState

from school_sites.models import SiteGroup
from sitehub.accounts.roles import RIGHTS, Step
from sitehub.accounts.working import groups_in_force
from sitehub.isolation.working_site import roles_in_force

from .models import ReviewState, UrgentPublication

TAKERS = {step: [role for role in RIGHTS if step in RIGHTS[role].steps] for step in Step}


def roles_by_site(user):
    """``{site id: roles}`` of ``user``, as far as they are in force; read once per user."""
    if not hasattr(user, "_roles_by_site"):
        found = {}
        rows = SiteGroup.objects.filter(group__in=groups_in_force(user))
        for site_id, role in rows.values_list("site_id", "role"):
            found.setdefault(site_id, set()).add(role)
        user._roles_by_site = found
    return user._roles_by_site


def takes_anywhere(user, step):
    """Whether ``user`` holds a role with ``step`` at any site."""
    return any(not roles.isdisjoint(TAKERS[step]) for roles in roles_by_site(user).values())


def holds_steps(user):
    """Whether ``user`` reviews anything anywhere."""
    return any(RIGHTS[role].steps for role in roles_in_force(user))


def may_take(user, step, site_id):
    """Whether ``user`` may take ``step`` at a site: at their own, the district's at every one."""
    if not user.is_active:
        return False
    if user.is_superuser or (step == Step.DISTRICT and takes_anywhere(user, step)):
        return True
    return not roles_by_site(user).get(site_id, set()).isdisjoint(TAKERS[step])


def places_of(user):
    """The condition "a step ``user`` may take", for ReviewStates."""
    if user.is_superuser:
        return Q()
    condition = Q(pk__in=[])
    for site_id, roles in roles_by_site(user).items():
        steps = {step for role in roles for step in RIGHTS[role].steps}
        condition |= Q(site_id=site_id, step__in=steps)
    if takes_anywhere(user, Step.DISTRICT):
        condition |= Q(step=Step.DISTRICT)
    return condition


def authors_of(page, workflow_state=None):
    """Ids of who wrote what waits: owner, submitter, and everybody who edited since it was live."""
    drafts = Revision.objects.for_instance(page).filter(pk__gt=page.live_revision_id or 0)
    found = {page.owner_id, *drafts.values_list("user_id", flat=True)}
    if workflow_state is not None:
        found.add(workflow_state.requested_by_id)
    return found - {None}


def deciders_of(workflow_state):
    """Ids of who has approved a step of this round."""
    approved = TaskState.objects.filter(
        workflow_state=workflow_state, status=TaskState.STATUS_APPROVED
    )
    return set(approved.values_list("finished_by_id", flat=True)) - {None}


def waiting_for(user):
    """Steps that wait and ``user`` can decide: theirs to take, and not barred by the round."""
    if not user.is_superuser and not roles_by_site(user):
        return ReviewState.objects.none()
    drafts = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef("page_id"), CharField()),
        pk__gt=Coalesce(OuterRef("page__live_revision_id"), 0),
        user=user,
    )
    taken = TaskState.objects.filter(
        workflow_state=OuterRef("workflow_state"),
        status=TaskState.STATUS_APPROVED,
        finished_by=user,
    )
    return (
        ReviewState.objects.can_be_decided()
        .filter(places_of(user))
        # A missing owner or submitter is nobody: not equal, whatever SQL says of null.
        .exclude(page__owner=user, page__owner__isnull=False)
        .exclude(workflow_state__requested_by=user, workflow_state__requested_by__isnull=False)
        .exclude(Exists(drafts))
        .exclude(Exists(taken))
    )


def urgent_for(user):
    """Urgent publications of the sites ``user`` reviews or works at; the district's see all."""
    if user.is_superuser or takes_anywhere(user, Step.DISTRICT):
        return UrgentPublication.objects.all()
    return UrgentPublication.objects.filter(site__in=roles_by_site(user))
