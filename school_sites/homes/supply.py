"""What the blocks of one home page show, read together.

However many blocks there are, the number of queries is bounded: all lists of
columns, chosen articles and subjects are one query for each source, all pictures
two, each kind of leaf page one or two.
"""

from collections import Counter
from dataclasses import dataclass, field, replace

from media.models import SiteImage, SiteRendition
from media.pictures import prefetch_pictures, with_renditions
from media.sizes import SLIDES
from school_sites import context as ctx
from school_sites import handed_down
from school_sites.gathering import Pick, gather
from school_sites.queries import OWN_RANK

from . import layout, leaves
from .arrangement import block, placed_block
from .text import expand

NEWEST_LIMIT = 60  # how far back a home page looks for pictures
ON_TOP = ("carousel", "headline")


@dataclass(frozen=True)
class Home:
    """One home page: its site, and what may be asked of it without a query.

    ``columns`` is ``queries.columns_of(site)``; ``preview`` whether an editor looks;
    ``moments`` collects when what is shown changes by the clock.
    """

    entry: object
    columns: list
    profile: object
    preview: bool = False
    moments: list = field(default_factory=list)

    @property
    def site(self):
        return self.entry.school_site

    def column(self, number):
        """The live column of that number, or None."""
        return next((column for column in self.columns if column.id == number), None)

    def first_column(self, kind):
        """The first column of ``kind``, or None."""
        return next((column for column in self.columns if column.kind == kind), None)


@dataclass
class Needs:
    """What blocks ask for before anything is read."""

    columns: Counter = field(default_factory=Counter)  # number: lines wanted
    articles: dict = field(default_factory=dict)  # numbers, in order
    subjects: dict = field(default_factory=dict)  # subject: lines wanted
    images: set = field(default_factory=set)
    texts: list = field(default_factory=list)
    leaves: dict = field(default_factory=dict)  # reader: its block
    newest: int = 0  # of each source
    slots: set = field(default_factory=set)  # places that people fill


class Supply:
    """What was read for ``needs``, and what of it is already on the page."""

    def __init__(self, home, needs):
        self.home = home
        self.shown = set()  # numbers of the articles among the parts on top
        numbers = tuple(needs.articles)
        picks = [Pick(limit=n, column_id=column) for column, n in needs.columns.items()]
        picks += [Pick(limit=n, subject=subject) for subject, n in needs.subjects.items()]
        picks += [Pick(limit=len(numbers), articles=numbers)] if numbers else []
        picks += [Pick(limit=needs.newest, newest=True)] if needs.newest else []
        lists = gather(home.site, picks)
        newest = lists.pop() if needs.newest else []
        self.newest = newest[: 2 * NEWEST_LIMIT]
        self.from_schools = [item for item in newest if item.rank != OWN_RANK]
        self.articles = {item.article_id: item for item in lists.pop()} if numbers else {}
        first = len(needs.columns)
        self._columns = dict(zip(needs.columns, lists[:first], strict=True))
        self.subjects = dict(zip(needs.subjects, lists[first:], strict=True))
        self.shown |= self.articles.keys()
        self._curated, moments = home.profile.curated(home.site, needs.slots)
        self.show([item for items in self._curated.values() for item in items])
        home.moments.extend(moments)
        self._handed_down = handed_down.lines_of(home.entry)
        self.leaves = leaves.read(home, needs.leaves)
        self._images = _images(needs.images, leaves.images_of(self.leaves))
        self._texts = dict(zip(needs.texts, expand(needs.texts), strict=True))

    def take(self, column, limit):
        """The next ``limit`` items of a column: a column asked twice goes on where it was."""
        items = self._columns.get(column, [])
        self._columns[column] = items[limit:]
        return items[:limit]

    def take_curated(self, slot):
        """What people put in a place, for the first block that asks."""
        return self._curated.pop(slot, [])

    def take_handed_down(self, limit):
        """The district's notices, for the first block that asks: none stands there twice."""
        items, self._handed_down = self._handed_down[:limit], []
        return items

    def fresh(self, items):
        """``items`` without those that stand on top already."""
        return [item for item in items if item.article_id not in self.shown]

    def show(self, items):
        """Note that ``items`` stand on top, and return them."""
        self.shown |= {item.article_id for item in items}
        return items

    def text(self, source):
        """Rich text as HTML."""
        return self._texts[source]

    def slide(self, number):
        """A picture by number as a carousel shows it, or None."""
        image = self._images.get(number)
        return ctx.slide_of(image) if image is not None else None

    def wide_covers(self, items):
        """{article: Cover} of the covers of ``items``, as a carousel shows them. One query."""
        covers = {item.article_id: item.cover for item in items if item.cover and item.cover.image}
        made = SiteRendition.objects.filter(
            image__in={cover.image for cover in covers.values()}, filter_spec__in=SLIDES
        ).select_related("image")
        renditions = {}
        for one in made if covers else ():
            renditions.setdefault(one.image_id, []).append(one)
        return {
            article: replace(
                ctx.slide_of(with_renditions(renditions[cover.image])), part=cover.part
            )
            for article, cover in covers.items()
            if cover.image in renditions
        }

    def picture(self, number, size, alt=""):
        """A picture by number as templates show it, or None."""
        image = self._images.get(number)
        return ctx.cover_of(image, size, alt) if image is not None else None


def _images(numbers, others):
    """{number: image} of ``numbers``, with the renditions of these and of ``others`` read."""
    found = SiteImage.objects.in_bulk(numbers) if numbers else {}
    prefetch_pictures([*found.values(), *others])
    return found


def parts_of(home, blocks):
    """The blocks as parts for ``layout.compose``, those without content left out.

    Notices come first, whatever their place: what stands among them is not
    repeated above. In a preview a block without content says so.
    """
    kinds = home.profile.kinds
    blocks = with_notices(home, [one for one in blocks if one.type in kinds])
    needs = Needs()
    for one in blocks:
        kinds[one.type].needs(one, needs, home)
    supply = Supply(home, needs)
    order = sorted(range(len(blocks)), key=lambda place: not kinds[blocks[place].type].first)
    found = {place: kinds[blocks[place].type].part(blocks[place], supply) for place in order}
    parts = []
    for place, one in enumerate(blocks):
        if found[place] is not None:
            parts.append(found[place])
        elif home.preview:
            title = one.title or kinds[one.type].title
            parts.append(layout.section("nothing", title=title, wide=one.is_wide))
    return parts


def with_notices(home, blocks):
    """``blocks``, with a block of notices where the district has some and the home shows none."""
    if any(one.type == "notices" for one in blocks) or not handed_down.notices_of(home.entry):
        return blocks
    top = next((place for place, one in enumerate(blocks) if one.type not in ON_TOP), len(blocks))
    return [*blocks[:top], placed_block(block("notices", limit=handed_down.LINES_ON_HOME)),
            *blocks[top:]]  # fmt: skip
