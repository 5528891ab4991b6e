"""What an article page shows beyond an article: photographs, a film, a time and a place.

Each form of article registers one function here, as layouts do in ``sections``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Part:
    """One article's part.

    ``template`` shows ``values`` above the body; "" shows nothing. ``json_ld``
    is merged into the page's data; ``image`` is the path of the picture that
    stands for the page where it has no cover; ``changes_at`` the next moment
    when the part says something else by itself; ``styles`` are its style sheets,
    as a Section names them.
    """

    template: str = ""
    values: dict = field(default_factory=dict)
    json_ld: dict = field(default_factory=dict)
    image: str = ""
    changes_at: object = None
    styles: tuple[str, ...] = ()


_makers: dict[str, Callable] = {}


def register_part(form, make):
    """``make(entry, page)`` gives the Part of an article of ``form``."""
    _makers[form] = make


def part_of(entry, page):
    """The Part of ``page``; an empty one for forms that have none."""
    make = _makers.get(page.form)
    return make(entry, page) if make else Part()
