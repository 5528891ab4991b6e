"""The one door to the outside: every request this product makes to another machine.

An address typed by a person, or found in a feed, must never reach what only this
machine can reach. So the name is resolved once, every address it has is looked at,
and the connection goes to the very address that was looked at (docs/decisions/0025).
Nothing else in the product may open a connection; tests/sitehub/outside holds that.
"""

from .client import OutsideClient, Reply
from .errors import OutsideError, Trouble

__all__ = ["OutsideClient", "OutsideError", "Reply", "Trouble"]
