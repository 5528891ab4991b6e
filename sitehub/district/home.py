"""The district's home page: what it has beside a school's, and how it is arranged by default."""

from school_sites import hosts
from school_sites.figures import ARTICLES_YEAR
from school_sites.homes import layout, leaves
from school_sites.homes.arrangement import block
from school_sites.homes.layout import section
from school_sites.homes.leaves import READERS
from school_sites.homes.parts import KINDS, Kind
from school_sites.homes.profiles import Profile
from school_sites.homes.supply import NEWEST_LIMIT
from school_sites.models import ColumnKind, ColumnLayout, SiteKind, Subject
from school_sites.models.pages import NUMBERED_PATH, STEP
from school_sites.models.school_site import SCHOOL_KINDS
from sitehub.placements.shown import on_home
from sitehub.syndication.figures import ACCEPTED_YEAR

from .finder import SCHOOLS_PATH, school_finder
from .setup import CHANNELS
from .subject_pages import SubjectPage

LATEST_URL = f"/{CHANNELS[0][1]}/"  # where the schools' news goes, unless the district moved it
LATEST_TITLE = "学校动态"
PICKS_TITLE = "推荐阅读"
KINDS_TITLE = "各类学校动态"
KINDS_LOOK_BACK = 240  # of the newest articles that schools gave, for the news of each kind
SCHOOLS_ON_HOME = 60  # beyond these the home page links to the list, and stays small
SUBJECT_LINES = 1
SPARE = 16  # articles a channel has ready for those that stand elsewhere
# Column kinds on the district's home page, in this order (the two main lines first).
HOME_KINDS = (
    ColumnKind.NEWS,
    ColumnKind.SUBJECT,
    ColumnKind.MORAL,
    ColumnKind.ENROLMENT,
    ColumnKind.SAFETY,
    ColumnKind.PARTY,
)


def default(columns=()):
    """The arrangement while nobody made one; ``columns`` are numbers to name."""
    return [
        block("headline", style="banner", title="", article=None, limit=1),
        block("carousel", limit=5, slides=[]),
        block("notices", title="", column=None, limit=6, width="half"),
        block("picks", title=""),
        block("latest", title="", limit=layout.CARDS[0] + layout.NEWS_LINES),
        block("kinds", title="", limit=layout.LINES),
        block("schools"),
        block("columns", columns=list(columns)),
    ]


def home_columns(columns):
    """One column of each kind the home page shows: the first that has none below it."""
    parents = {column.tree_path[:-STEP] for column in columns}
    leaves = [c for c in columns if c.in_menu and c.tree_path not in parents]
    chosen = [next((c for c in leaves if c.kind == kind), None) for kind in HOME_KINDS]
    return [column for column in chosen if column is not None]


def latest_needs(block, needs, home):
    needs.newest = max(needs.newest, NEWEST_LIMIT)


def latest_part(block, supply):
    """The newest from schools that do not stand above."""
    url = next((c.url for c in supply.home.columns if c.url == LATEST_URL), "")
    return mixed_news(supply.fresh(supply.from_schools), block, supply, LATEST_TITLE, url)


def kinds_needs(block, needs, home):
    needs.newest = max(needs.newest, KINDS_LOOK_BACK)


def kinds_part(block, supply):
    """The newest of each kind of school that do not stand above, behind tabs.

    What only one kind has is a plain list.
    """
    table = hosts.table().by_id
    by_kind = {kind: [] for kind, _label in SCHOOL_KINDS}
    for item in supply.fresh(supply.from_schools):
        kind = table[item.site_id].school_site.kind if item.site_id in table else None
        if kind in by_kind and len(by_kind[kind]) < block.limit:
            by_kind[kind].append(item)
    tabs = [
        {"title": SiteKind(kind).label, "url": f"{SCHOOLS_PATH}#kind-{kind}", "items": items}
        for kind, items in by_kind.items()
        if items
    ]
    if not tabs:
        return None
    title = block.title or KINDS_TITLE
    if len(tabs) == 1:
        return section("list", title=title, url=tabs[0]["url"], items=tabs[0]["items"])
    return section("tabs", title=title, url=SCHOOLS_PATH, items=tabs)


def mixed_news(items, block, supply, title, url):
    """A row of cards, then lines; what it shows stands nowhere else on top."""
    found = layout.news_section(items, title=block.title or title, url=url, limit=block.limit)
    if found is not None:
        supply.show(found["items"])
    return found


def picks_needs(block, needs, home):
    needs.slots.add("picks")


def picks_part(block, supply):
    """What editors recommend: nothing fills it up."""
    return layout.picks_section(supply.take_curated("picks"), title=block.title or PICKS_TITLE)


def channel_needs(block, needs, home):
    column = block.get("channel")
    if column and home.column(int(column)) is not None:
        needs.columns[int(column)] += block.limit + SPARE


def channel_part(block, supply):
    """The newest of one channel that do not stand above."""
    column = supply.home.column(int(block.get("channel") or 0))
    items = supply.take(column.id, block.limit + SPARE) if column is not None else []
    items = supply.show(supply.fresh(items)[: block.limit])
    if not items:
        return None
    if block.style == "list":
        title = block.title or column.title
        return section("list", title=title, url=column.url, items=items, wide=block.is_wide)
    return layout.news_section(
        items, title=block.title or column.title, url=column.url, limit=block.limit
    )


def subjects_needs(block, needs, home):
    needs.leaves["subjects"] = block
    for subject in chosen_subjects(block):
        needs.subjects[subject] = SUBJECT_LINES


def subject_pages(home, block, columns):
    """The subjects' own pages, {subject: its title and address}; of two, the editors' first."""
    rows = leaves.pages(SubjectPage, home, ColumnLayout.SUBJECTS, columns)
    found = {}
    for number, subject, title in rows.values_list("pk", "subject", "title"):
        found.setdefault(subject, {"title": title, "url": NUMBERED_PATH.format(number)})
    return found


def chosen_subjects(block):
    """The block's subjects, or all."""
    known = Subject.values
    return [one for one in block.all("subjects") if one in known] or known


def subjects_part(block, supply):
    """Each subject's page with its newest article; a subject that has neither is left out."""
    pages = supply.leaves["subjects"]
    items = [
        {
            "subject": Subject(subject).label,
            "page": pages.get(subject),
            "item": next(iter(supply.subjects.get(subject, [])), None),
        }
        for subject in chosen_subjects(block)
        if subject in pages or supply.subjects.get(subject)
    ]
    if not items:
        return None
    column = supply.home.first_column(ColumnKind.SUBJECT)
    url = column.url if column is not None else ""
    return section("subjects", title=block.title or "学科教研", url=url, items=items)


def schools_part(block, supply):
    """Every school by kind; with too many for a home page, the kinds only."""
    schools = school_finder()
    if not schools:
        return None
    few = sum(len(group["schools"]) for group in schools) <= SCHOOLS_ON_HOME
    return {
        "kind": "row",
        "shape": "schools" if few else "school_kinds",
        "schools": schools,
        "title": block.title or "学校网站",
        "url": SCHOOLS_PATH,
    }


def figures():
    """How many schools have a site, known without a query."""
    return {"schools": sum(len(group["schools"]) for group in school_finder())}


PROFILE = Profile(
    readers=READERS | {"subjects": subject_pages},
    kinds=KINDS
    | {
        "latest": Kind("学校动态", latest_part, latest_needs),
        "kinds": Kind(KINDS_TITLE, kinds_part, kinds_needs),
        "picks": Kind("推荐", picks_part, picks_needs),
        "channel": Kind("频道", channel_part, channel_needs),
        "subjects": Kind("学科教研", subjects_part, subjects_needs),
        "schools": Kind("学校网站", schools_part),
    },
    default=default,
    columns=home_columns,
    figures=figures,
    figure_labels={
        "schools": ("学校网站", "所"),
        ARTICLES_YEAR: ("今年学校发布", "篇"),
        ACCEPTED_YEAR: ("今年区站采用", "篇"),
    },
    empty_text="内容正在准备，欢迎过些日子再来看看。",
    tags={"sites": "all"},
    curated=on_home,
)
