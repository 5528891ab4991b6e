"""The guard of the admin host: each request is looked up in the surface before its view runs."""

from django.http import Http404

from .scope import scope_of
from .surface import PAGE_PARAMETERS, Reach, rule_for

BULK_MODELS = {
    ("wagtailcore", "page"): "has_pages",
    ("media", "siteimage"): "has_pictures",
    ("media", "sitedocument"): "has_documents",
}
MULTIPLE = {
    "wagtailadmin_choose_page_chosen_multiple": "has_pages",
    "wagtailimages_chooser:chosen_multiple": "has_pictures",
    "wagtaildocs_chooser:chosen_multiple": "has_documents",
}


class IsolationMiddleware:
    """Answer 404 where a request names what is not the person's, whatever the view would do.

    Wagtail asks for rights late and not everywhere (docs/isolation.md): its bulk
    actions list titles before they refuse. 404 rather than 403: whether a number
    of another school exists is nobody's business.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Let the request pass (None), or raise Http404."""
        user = getattr(request, "user", None)
        if not request.is_admin_host or user is None or user.is_superuser:
            return None
        name = request.resolver_match.view_name
        rule = rule_for(name)
        if rule.reach is Reach.CLOSED:
            raise Http404
        # Who has not signed in is sent to the door by Wagtail.
        if user.is_authenticated and rule.reach in (Reach.CHECKED, Reach.SCOPED):
            self._check(request, name, rule, kwargs)
        return None

    def _check(self, request, name, rule, kwargs):
        scope = scope_of(request.user)
        _require(scope.has_pages(_named(kwargs, rule.pages), or_above=rule.above))
        _require(scope.has_pictures(_named(kwargs, rule.pictures)))
        _require(scope.has_documents(_named(kwargs, rule.documents)))
        _require(scope.has_pages(_posted_pages(request), or_above=True))
        if name in MULTIPLE:
            _require(getattr(scope, MULTIPLE[name])(_numbers(request.GET.getlist("id"))))
        elif name == "wagtail_bulk_action":
            _check_bulk(request, scope, kwargs)
        elif name == "wagtailadmin_editing_sessions:ping":
            _check_object(scope, kwargs)


def _require(condition):
    if not condition:
        raise Http404


def _named(kwargs, names):
    return _numbers([kwargs[name] for name in names if name in kwargs])


def _numbers(values):
    """The ids of ``values``; Http404 for what no id looks like."""
    texts = [str(value) for value in values if str(value)]
    _require(all(text.isascii() and text.isdecimal() and len(text) < 19 for text in texts))
    return [int(text) for text in texts]


def _posted_pages(request):
    values = [
        value
        for data in (request.GET, request.POST)
        for name in PAGE_PARAMETERS
        for value in data.getlist(name)
    ]
    return [number for number in map(_read_as_number, values) if number is not None]


def _read_as_number(text):
    """The number a form field makes of ``text``: " 7", "+7" and "７" are 7, too. Else None."""
    try:
        number = int(text)
    except ValueError:
        return None
    _require(0 <= number < 10**18)
    return number


def _check_bulk(request, scope, kwargs):
    has = BULK_MODELS.get((kwargs["app_label"], kwargs["model_name"]))
    _require(has is not None)
    ids = request.GET.getlist("id")
    if "all" in ids:
        # Wagtail takes all of the install where no parent is named; files it asks the policy for.
        _require(has != "has_pages" or request.GET.get("childOf"))
        _require(has != "has_pages" or scope.has_pages(_numbers([request.GET["childOf"]])))
        ids = [one for one in ids if one != "all"]
    _require(getattr(scope, has)(_numbers(ids)))


def _check_object(scope, kwargs):
    has = BULK_MODELS.get((kwargs["app_label"], kwargs["model_name"]))
    if has is None:  # a specific page type
        has = "has_pages"
    _require(getattr(scope, has)(_numbers([kwargs["object_id"]])))
