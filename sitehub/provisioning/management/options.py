"""What commands that open sites have in common: names of options, and what is said of a refusal."""

from django.core.management.base import CommandError

from sitehub.provisioning.fields import LABELS, messages_of


def option(field):
    """The command line option of a field."""
    return "--" + field.replace("_", "-")


def refusal(error):
    """``error`` (a ValidationError keyed by field) as the command's own, a line for each."""
    lines = [
        f"{LABELS[field]}（{option(field)}）：{message}" if field in LABELS else message
        for field, message in messages_of(error)
    ]
    return CommandError("\n".join(lines))
