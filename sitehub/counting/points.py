"""Points: what the lines of one submission add up to under the rules. No database here."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from sitehub.syndication.ledger_entries import Event, Level
from sitehub.syndication.models import Decision

SUBMITTED, ACCEPTED, RETURNED, POINTS = FIGURES = ("submitted", "accepted", "returned", "points")


@dataclass(frozen=True)
class Rules:
    """``classes``: (from how many characters, {level: points}), the shortest first."""

    cumulative: bool = True
    returned_points: int = 0
    late_after_days: int | None = None
    late_points: int = 0
    classes: tuple = ()

    def of(self, day):
        """The rules for what was first submitted on ``day``: these."""
        return self

    def award(self, level, characters):
        """Points at ``level`` for a text of so many characters; None counts as the shortest."""
        found = {}
        for start, points in self.classes:
            if not found or start <= (characters or 0):
                found = points
        return found.get(level, 0)


@dataclass(frozen=True)
class Book:
    """Rules that followed each other: ``past`` are (until which day, Rules), the oldest first."""

    current: Rules
    past: tuple = ()

    def of(self, day):
        """The rules for what was first submitted on ``day``; they are its rules for ever."""
        return next((rules for until, rules in self.past if day < until), self.current)


@dataclass(frozen=True, slots=True)
class Line:
    """What counting reads of a LedgerEntry, by its names."""

    submission_id: int
    event: str
    at: datetime
    counts_on: date
    site_id: int | None
    channel_id: int
    published_at: datetime
    decision: str
    school_withdrew: bool
    set_aside: bool
    characters: int | None
    level: str


@dataclass
class _Standing:
    """How a submission stands after some of its lines."""

    line: Line | None = None
    characters: int | None = None
    days: int = 0  # from its publication to its first line
    higher: Counter = field(default_factory=Counter)

    def follow(self, line):
        if self.line is None:
            self.days = (line.at - line.published_at).days
        if line.characters is not None:
            self.characters = line.characters
        if line.event == Event.TAKEN_HIGHER:
            self.higher[line.level] += 1
        elif line.event == Event.NOT_HIGHER:
            self.higher[line.level] -= 1
        self.line = line

    def figures(self, rules):
        """{(channel, figure): amount} of what stands."""
        line = self.line
        offered = not (line.school_withdrew or line.set_aside)
        accepted = offered and line.decision == Decision.ACCEPTED
        amounts = {
            SUBMITTED: int(offered),
            ACCEPTED: int(accepted),
            POINTS: self._points(rules, offered, accepted),
        }
        return {(line.channel_id, name): amount for name, amount in amounts.items()}

    def _points(self, rules, offered, accepted):
        base, levels = 0, list(self.higher.elements())
        if offered and self.line.decision == Decision.RETURNED:
            base = rules.returned_points
        elif offered and self.line.decision != Decision.RECALLED:
            if rules.late_after_days is not None and self.days > rules.late_after_days:
                base = rules.late_points
            else:
                levels += [Level.SCHOOL, *([Level.DISTRICT] if accepted else [])]
        awards = [rules.award(level, self.characters) for level in levels]
        return base + (sum(awards) if rules.cumulative else max(awards, default=0))


def steps(lines, rules):
    """(line, Counter of {(channel, figure): change}) for each line of one submission, in order.

    ``rules`` are Rules, or a Book of them.
    """
    held, standing = {}, _Standing()
    for line in lines:
        if standing.line is None:
            rules = rules.of(line.counts_on)
        standing.follow(line)
        now = standing.figures(rules)
        change = Counter(now)
        change.subtract(held)
        if line.event == Event.RETURNED:
            change[line.channel_id, RETURNED] += 1
        yield line, change
        held = now


def fold(lines, rules):
    """Counter of {(site, month, channel, figure): amount} of the lines of one submission.

    Each line counts in its own month for what it changed: what is taken back is taken off
    in the month of that, and a month that is over stays as it was printed. Everything is
    the school's that the last line names; a page of nobody's counts nowhere. Zeros are
    left out.
    """
    site = next((one.site_id for one in reversed(lines) if one.site_id), None)
    if site is None:
        return Counter()
    found = Counter()
    for line, change in steps(lines, rules):
        month = line.counts_on.replace(day=1)
        for key, amount in change.items():
            found[site, month, *key] += amount
    return Counter({key: amount for key, amount in found.items() if amount})
