"""Small settings in the admin: one permission for all, one audit line for each change."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import BasePermissionPolicy

from sitehub.audit import record


class OnePermissionPolicy(BasePermissionPolicy):
    """Whoever holds one named permission may do everything with the model; nobody else anything."""

    def __init__(self, model, permission):
        super().__init__(model)
        self.permission = permission

    def user_has_permission(self, user, action):
        return user.has_perm(self.permission)

    def users_with_any_permission(self, actions):
        return get_user_model().objects.with_perm(self.permission)


def values_of(setting):
    """The fields of a setting, as an audit line shows them."""
    fields = [one for one in setting._meta.concrete_fields if one.editable]
    return {one.name: str(getattr(setting, one.name)) for one in fields}


class Recorded:
    """Mixin of the settings' views: one audit line for each change."""

    def write_line(self, verb, target, *, before=None, after=None):
        site = getattr(target, "site", None)
        action = f"{target._meta.model_name}.{verb}"
        record(action, by=self.request.user, site=site, target=target, before=before, after=after)


class RecordedCreateView(Recorded, generic.CreateView):
    """Adds a setting and records it."""

    def save_instance(self):
        instance = super().save_instance()
        self.write_line("create", instance, after=values_of(instance))
        return instance


class RecordedEditView(Recorded, generic.EditView):
    """Changes a setting and records it."""

    def save_instance(self):
        before = values_of(self.model.objects.get(pk=self.object.pk))
        instance = super().save_instance()
        self.write_line("change", instance, before=before, after=values_of(instance))
        return instance


class RecordedDeleteView(Recorded, generic.DeleteView):
    """Deletes a setting and records it."""

    def delete_action(self):
        target = self.object
        pk, before = target.pk, values_of(target)
        super().delete_action()
        target.pk = pk  # Django clears it; the line needs it
        self.write_line("delete", target, before=before)


class SettingViewSet(ModelViewSet):
    """One kind of setting."""

    add_view_class = RecordedCreateView
    edit_view_class = RecordedEditView
    delete_view_class = RecordedDeleteView
    copy_view_enabled = False
    add_to_reference_index = False
    search_fields = None

    def get_permissions_to_register(self):
        """None: the policy asks for a named permission, not for the model's own."""
        return Permission.objects.none()
