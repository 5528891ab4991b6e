"""What a check says."""

from dataclasses import dataclass

# MUST: wrong for every reader, or not to be made public; asked about once more on publishing.
# SHOULD: would make the article better.
MUST, SHOULD = "must", "should"


@dataclass(frozen=True)
class Finding:
    """One thing to look at. ``place`` is the anchor of the field or block in the edit form."""

    code: str
    severity: str
    message: str
    place: str = ""

    @property
    def is_must(self):
        return self.severity == MUST


def must_of(findings):
    """Those of ``findings`` that are asked about before publishing."""
    return [one for one in findings if one.is_must]
