"""Pictures in templates."""

from django import template

from media.pictures import picture_of

register = template.Library()


@register.inclusion_tag("themes/base/components/picture.html")
def picture(image, alt="", eager=False):
    """``<picture>`` of ``image`` with every size that exists; nothing is drawn."""
    return {"picture": picture_of(image), "alt": alt, "eager": eager}
