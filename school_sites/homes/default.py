"""How a school's home page is arranged as long as nobody arranges it."""

from school_sites.models import ColumnKind
from school_sites.models.pages import STEP

from .arrangement import block

TOP_COLUMN_PATH_LENGTH = 3 * STEP  # tree root, site root, column
NOT_ON_HOME = (ColumnKind.NOTICE, ColumnKind.PROFILE, ColumnKind.OPEN)
COLUMNS_ON_HOME = 8


def default_of_school(columns=()):
    """The blocks, as stored.

    ``columns`` are numbers of columns to name; without them the menu's columns show.
    """
    return [
        block("carousel", limit=5, slides=[]),
        block("headline", style="list", title="", article=None, limit=6),
        block("notices", title="", column=None, limit=6, width="full"),
        block("columns", columns=list(columns)),
    ]


def columns_of_menu(columns):
    """Columns a school's home shows by itself: the first of the menu's first level.

    Columns that stand still (profile, open affairs) and notices, which have a
    place of their own, are passed over.
    """
    top = [c for c in columns if c.in_menu and len(c.tree_path) == TOP_COLUMN_PATH_LENGTH]
    return [c for c in top if c.kind not in NOT_ON_HOME][:COLUMNS_ON_HOME]
