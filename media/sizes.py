"""Every size in which a picture is shown: the one list that pages and the job share.

In Wagtail's notation. Every picture gets those of ``specs_for``; those in ``CHOSEN``
are made of a picture once a page shows it there, and ever after.
"""

COVER = "fill-800x500|format-webp"  # in lists, and the tile of an album
LOGO = "max-192x192|format-webp"  # beside the site's name
ICON = "max-32x32|format-png"
TOUCH_ICON = "max-180x180|format-png"
SLIDES = (COVER, "fill-1200x750|format-webp", "fill-1920x1200|format-webp")  # of a carousel
BANNER = "width-1600|format-webp"  # across a home page
# Below or behind a site's name, on wide and on narrow screens: of its home page, of the others.
HOME_BANNER = ("fill-1920x520|format-webp", "fill-828x440|format-webp")
INNER_BANNER = ("fill-1920x220|format-webp", "fill-828x240|format-webp")
# Filled around the focal point: faces are set there by the editor or found by eye.
PERSON_CARD = "fill-360x450|format-webp"
PERSON = "fill-600x750|format-webp"  # on the person's own page
RESEARCHER = "fill-240x300|format-webp"  # on a subject's page
TOPIC_CARD = "fill-800x450|format-webp"
TOPIC = "fill-1600x480|format-webp"  # on the topic's own page
LINK_LOGO = "max-320x128|format-webp"
CHOSEN = frozenset({
    LOGO, ICON, TOUCH_ICON, *SLIDES[1:], BANNER, PERSON_CARD, PERSON, RESEARCHER, TOPIC_CARD, TOPIC,
    LINK_LOGO, *HOME_BANNER, *INNER_BANNER,
})  # fmt: skip

EDITORS = ("max-165x165", "max-800x600")  # Wagtail's lists and choosers, and its edit screen
BODY_WIDTHS = (480, 800, 1280)
BODY_FORMATS = ("avif", "webp", "jpeg")  # the first that a browser knows is taken


def body_spec(width, encoding):
    """Wagtail's notation for one width and format of a picture in a text."""
    return f"width-{width}|format-{encoding}"


def body_widths(image):
    """The widths worth making: up to the first that is not smaller than the picture."""
    smaller = [width for width in BODY_WIDTHS if width < image.width]
    return BODY_WIDTHS[: len(smaller) + 1]


def specs_for(image):
    """Every rendition ``image`` is to have, wherever it is shown."""
    bodies = [body_spec(width, one) for width in body_widths(image) for one in BODY_FORMATS[::-1]]
    return [*EDITORS, COVER, *bodies]


def is_marked(spec):
    """Whether a rendition carries the watermark of its site, if that has one."""
    return spec.startswith("width-")
