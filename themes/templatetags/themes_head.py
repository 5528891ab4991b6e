from django import template

from themes import force, registry, variants

register = template.Library()


@register.filter
def names_meta(meta, name):
    """Whether the list of META tags already has ``name``, ignoring case.

    HTML allows one description per page; article pages may bring their own
    ``Description`` among the META tags.
    """
    return any(tag["name"].lower() == name.lower() for tag in meta or [])


@register.simple_tag
def look_in_force():
    """The look in force as the frame of a page needs it; a page of last resort has one, too."""
    look = force.current()
    theme = registry.find(look.theme)
    return {
        "theme": theme.slug,
        "theme_sheets": theme.stylesheets,
        "header": look.header,
        "sheet_url": look.sheet_url,
        "strip": look.strip,
        "banner": look.banner,
        "inner_banner": look.inner_banner,
        "language": variants.current().script,
    }


@register.simple_tag
def ways_to_variants():
    """The ways from this page to its other mode and its other script; none in a preview."""
    return variants.place().links()
