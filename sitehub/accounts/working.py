"""Which of a person's groups are in force: those of the site the person works in."""

_CACHE = "_groups_in_force"


def work_with(user, group_ids):
    """From now on, as long as this user object lives, only these groups give rights."""
    setattr(user, _CACHE, frozenset(group_ids))


def groups_in_force(user):
    """Ids of the groups that give ``user`` rights now, read once per user object.

    All of them, unless ``work_with`` chose: in jobs and commands a person has
    every right they hold anywhere.
    """
    if user is None or not user.is_authenticated:
        return frozenset()
    if not hasattr(user, _CACHE):
        work_with(user, user.groups.values_list("pk", flat=True))
    return getattr(user, _CACHE)
