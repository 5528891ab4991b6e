"""How homes of one type differ from others."""

from collections.abc import Callable
from dataclasses import dataclass

from .default import columns_of_menu, default_of_school
from .leaves import READERS
from .parts import FIGURE_LABELS, KINDS


def nothing_curated(site, slots):
    """For homes whose places fill themselves."""
    return {}, []


@dataclass(frozen=True, slots=True)
class Profile:
    """How homes of one type differ.

    ``kinds`` its types of blocks; ``readers`` what these may ask for, as ``leaves.READERS``;
    ``default(columns)`` its arrangement while nobody
    made one, naming columns where numbers are given; ``columns(columns)`` those it
    shows by itself;
    ``figures()`` numbers known without a query; ``empty_text`` said before there is
    any content; ``tags`` what its pages depend on beside their own site;
    ``curated(site, slots)`` what people put in the named places on top, as
    ({slot: items}, moments at which that changes by the clock).
    """

    kinds: dict
    readers: dict
    default: Callable
    columns: Callable
    figures: Callable
    figure_labels: dict
    empty_text: str
    tags: dict
    curated: Callable = nothing_curated


SCHOOL = Profile(
    kinds=KINDS,
    readers=READERS,
    default=default_of_school,
    columns=columns_of_menu,
    figures=dict,
    figure_labels=FIGURE_LABELS,
    empty_text="老师们正在准备内容，欢迎过些日子再来看看。",
    tags={},
)
