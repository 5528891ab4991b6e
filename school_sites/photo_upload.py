"""One photograph of an album, uploaded from the editor.

Files come one request each, so that one that is refused stops no other, and the
answer is what Wagtail's own picture chooser would have given.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.images.views.chooser import ImageChosenView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from sitehub.audit import record

from .models import AlbumPage, ColumnPage


@require_POST
def upload(request, page_id):
    """Store one file; answers ``{"photo": …}`` for the chooser, or ``{"error": words}``."""
    page = Page.objects.filter(pk=page_id).first()
    page = page and page.specific
    if not isinstance(page, AlbumPage | ColumnPage) or not may_upload_to(page, request.user):
        raise Http404  # whether it exists is nobody else's business
    try:
        image, error = store_photo(page=page, file=request.FILES.get("file"), by=request.user)
    except PermissionDenied:
        image, error = None, _("您没有向本校图库上传图片的权限，请联系学校管理员。")
    if error:
        return JsonResponse({"error": error}, status=422)
    return JsonResponse({"photo": chosen_values(image, request)})


def may_upload_to(page, user):
    """Whether ``user`` may change the album, or make one in the column."""
    tester = page.permissions_for_user(user)
    return tester.can_edit() if isinstance(page, AlbumPage) else tester.can_add_subpage()


@transaction.atomic
def store_photo(*, page, file, by):
    """Make a picture of ``file`` in the collection of the site of ``page``.

    Goes through the form of the picture library, so what that refuses is refused
    here. Returns (picture, "") or (None, what is wrong). Raises PermissionDenied
    where ``by`` may not add pictures to that collection.
    """
    model, site = get_image_model(), page.site_entry.school_site
    if not may_add(by, site.collection_id):
        raise PermissionDenied
    title = title_of(file.name if file else "")
    values = {"title": title, "collection": site.collection_id, "tags": ""}
    form = get_image_form(model)(
        values, {"file": file}, user=by, instance=model(uploaded_by_user=by)
    )
    if not form.is_valid():
        return None, "；".join(error for errors in form.errors.values() for error in errors)
    form.instance.collection = site.collection  # with one collection the form has no such field
    image = form.save()
    record("album.photo", by=by, site=site, target=image, details={"file": image.title})
    return image, ""


def may_add(user, collection_id):
    """Whether ``user`` may add pictures to the collection."""
    policy = policy_registry.get_by_type(get_image_model())
    collections = policy.collections_user_has_permission_for(user, "add")
    return collections.filter(pk=collection_id).exists()


def title_of(name):
    """A picture's title from its file name: without folder and suffix, never empty."""
    stem = name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0].strip()
    return stem[:255] or _("照片")


def chosen_values(image, request):
    """What the picture chooser of the editor needs to show ``image``."""
    view = ImageChosenView()
    view.request, view.model = request, type(image)
    view.edit_item_url_name = "wagtailimages:edit"
    return view.get_chosen_response_data(image)
