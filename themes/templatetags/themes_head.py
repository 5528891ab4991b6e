from django import template

register = template.Library()


@register.filter
def names_meta(meta, name):
    """Whether the list of META tags already has ``name``, ignoring case.

    HTML allows one description per page; article pages may bring their own
    ``Description`` among the META tags.
    """
    return any(tag["name"].lower() == name.lower() for tag in meta or [])
