"""What a person should look at before an article is published: ``check(article)``.

Nothing here changes or forbids anything; the findings are plain values for screens.
"""

from .findings import MUST, SHOULD, Finding, must_of
from .rules import check

__all__ = ["MUST", "SHOULD", "Finding", "check", "must_of"]
