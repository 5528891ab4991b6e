"""What is suggested while somebody types, and what a question may be corrected into."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from school_sites.models import SchoolSite

from .entries import Entry

LONGEST_KEY = 80


class KeyField(models.CharField):
    """Text compared byte by byte on every database, so that a prefix is a range of the index."""

    def db_parameters(self, connection):
        """As Django has it; PostgreSQL would otherwise sort by the rules of a language."""
        found = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            found["collation"] = "C"
        return found


class SuggestedPhrase(models.Model):
    """One phrase by three keys: as typed, in pinyin, by the initials of its syllables.

    A title, a person, a column belongs to an ``entry`` and is visible when that is. A word
    of titles belongs to none: whether it is to be found is asked when it is suggested.
    """

    class Kind(models.TextChoices):
        """Where a phrase comes from."""

        TITLE = "title", _("标题")
        PERSON = "person", _("人物")
        COLUMN = "column", _("栏目")
        WORD = "word", _("词语")
        QUERY = "query", _("常搜")

    class Level(models.IntegerChoices):
        """Which are looked at first: a short prefix has more phrases than can be read."""

        TOP = 0
        WORD = 1
        TITLE = 2
        OWN = 3  # at its own site only
        LONG = 4  # titles that are looked in, and never suggested

    kind = models.CharField(max_length=10, choices=Kind.choices)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    text = models.CharField(max_length=LONGEST_KEY)
    folded = KeyField(max_length=LONGEST_KEY)
    pinyin = KeyField(max_length=6 * LONGEST_KEY)
    initials = KeyField(max_length=LONGEST_KEY)
    weight = models.PositiveIntegerField(default=1)  # titles it stands in, times it was asked
    site = models.ForeignKey(SchoolSite, on_delete=models.CASCADE, null=True, related_name="+")
    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, null=True, related_name="phrase")

    class Meta:
        verbose_name = _("搜索建议")
        verbose_name_plural = _("搜索建议")
        indexes = [
            models.Index(fields=[*scope, key], name=f"phrase_{scope[0]}_{key}")
            for scope in (["level"], ["site", "level"])
            for key in ("folded", "pinyin", "initials")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["folded"], condition=Q(kind="word"), name="one_phrase_per_word"
            ),
            models.UniqueConstraint(
                fields=["site", "folded"], condition=Q(kind="query"), name="one_phrase_per_query"
            ),
        ]

    def __str__(self):
        return self.text
