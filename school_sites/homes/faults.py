"""What a home page may not name: other sites' columns and articles, columns of another kind."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError
from wagtail.models import Page

from school_sites.hosts import ROOT_PATH_LENGTH

from .arrangement import placed


def home_errors(body, page):
    """What is wrong with ``body`` at the home page ``page``, at each block; None if nothing."""
    faults = home_faults(body, page)
    if not faults:
        return None
    return StreamBlockValidationError(
        block_errors={
            place: StructBlockValidationError(block_errors={field: ValidationError(message)})
            for place, (field, message) in faults.items()
        }
    )


def home_faults(body, page):
    """What is wrong with ``body``: {place of the block: (its field, message naming the block)}.

    A column must be a column of the site, and of people or topics where a block shows
    those. An article may be another site's on the district's home only, where it
    shows as long as the district takes it. Two queries.
    """
    from school_sites.models import ColumnPage

    blocks = placed(body)
    columns = {number for block in blocks for number in block.columns()}
    articles = {number for block in blocks for number in block.articles()}
    if not columns and not articles:
        return {}
    entry = page.site_entry
    may_reach_out = entry is not None and entry.school_site.is_district
    root = page.path[:ROOT_PATH_LENGTH]
    paths = dict(Page.objects.filter(pk__in=columns | articles).values_list("pk", "path"))
    layouts = dict(
        ColumnPage.objects.filter(pk__in=columns, root_path=root).values_list("pk", "layout")
    )
    found = {}
    for place, block in enumerate(blocks):
        # What was deleted meanwhile is nobody's: it shows nothing.
        foreign = [n for n in block.columns() if n in paths and n not in layouts]
        strange = [n for n in block.articles() if n in paths and not paths[n].startswith(root)]
        if foreign:
            found[place] = _fault(body, place, "columns", _("“%s”版块：只能选择本站的栏目。"))
        elif strange and not may_reach_out:
            found[place] = _fault(body, place, "articles", _("“%s”版块：只能选择本站的文章。"))
        elif not _fits(block, layouts):
            message = _("“%s”版块：请选择样式相符的栏目（人物或专题）。")
            found[place] = _fault(body, place, "columns", message)
    return found


def _fits(block, layouts):
    """Whether a block that shows people or topics names a column of these."""
    wanted = {"people": "people", "topics": "topics"}.get(block.type)
    return wanted is None or all(layouts.get(n, wanted) == wanted for n in block.columns())


FIELDS = {"columns": ("column", "columns"), "articles": ("article", "slides")}


def _fault(body, place, what, message):
    """The first field of the block that names ``what``, and ``message`` with the block's title."""
    child = body[place]
    field = next(name for name in FIELDS[what] if name in child.block.child_blocks)
    return field, message % (child.value.get("title") or child.block.label)
