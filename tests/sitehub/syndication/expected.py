"""What the district must show, told without a database: the plain model of the state machine."""

from dataclasses import dataclass, field
from datetime import datetime

SENTENCE = "<p>今天上午，全校师生在操场上举行了升旗仪式，第{}组同学发言。</p>"
TEXTS = {
    "first": "".join(map(SENTENCE.format, range(10))),
    "a word": "".join(map(SENTENCE.format, [*range(9), "十"])),
    "another": "<p>学校图书馆从下周起延长开放时间，欢迎家长和孩子一起来读书。</p>" * 6,
}
SHOWN = ("open", "archived")


@dataclass(frozen=True)
class Version:
    """What one revision of an article says."""

    title: str
    text: str = "first"

    def differs_much(self, other):
        return self.title != other.title or (self.text == "another") != (other.text == "another")


@dataclass
class School:
    """One school's site."""

    name: str
    kinds: dict  # number of a column: its kind
    status: str = "open"
    trusted: bool = False

    @property
    def is_shown(self):
        return self.status in SHOWN


@dataclass
class Rule:
    """Where articles of one kind of column go."""

    channel: int
    at_once: bool = False


@dataclass
class Row:
    """A submission."""

    channel: int
    column: int
    kind: str
    date: datetime
    decision: str = "waiting"
    withdrew: bool = False
    aside: bool = False
    accepted: Version | None = None
    changed: bool = False
    hidden: bool = False
    headline: str = ""
    show_from: datetime | None = None
    show_until: datetime | None = None


@dataclass
class Article:
    """One article of a school."""

    school: School
    column: int
    latest: Version
    online: Version | None = None  # of the last publication
    live: bool = False
    private: bool = False
    first_published: datetime | None = None
    expires: datetime | None = None
    due: tuple | None = None  # (when, Version) that the scheduler will publish
    row: Row | None = None

    @property
    def kind(self):
        return self.school.kinds[self.column]

    @property
    def listed(self):
        return self.live and not self.private

    def is_shown(self, now):
        """Whether the district shows it."""
        row = self.row
        return (
            row is not None
            and (row.decision, row.withdrew, row.aside, row.hidden)
            == ("accepted", False, False, False)
            and not (row.show_from and row.show_from > now)
            and not (row.show_until and row.show_until <= now)
            and self.listed
            and not (self.expires and self.expires <= now)
            and self.school.is_shown
        )


@dataclass
class Expected:
    """The district's settings, and every article by its number."""

    columns: dict  # of channels
    rules: dict
    hides: set = field(default_factory=set)  # channels that hide what changed
    articles: dict = field(default_factory=dict)

    def shown(self, now, column=None):
        """[(number, title)] of what the district, or one of its columns, shows; newest first."""
        rows = [
            (one.row.date, number, one.row.headline or one.online.title)
            for number, one in self.articles.items()
            if one.is_shown(now) and column in (None, one.row.column)
        ]
        return [(number, title) for _date, number, title in sorted(rows, reverse=True)]

    def publish(self, article, version, now, expires=None):
        """It is online as ``version`` from now on."""
        article.online, article.live, article.due = version, True, None
        article.first_published = article.first_published or now
        article.expires = expires
        self.written(article)

    def written(self, article):
        """Its listing was written, or stands in another column."""
        self.file(article)
        self.compare(article)

    def offer(self, article):
        """A listed article of an open school that was never offered is offered."""
        rule = self.rules.get(article.kind)
        if article.row or not (rule and article.listed and article.school.status == "open"):
            return
        at_once = rule.at_once or article.school.trusted
        article.row = Row(
            rule.channel, self.columns[rule.channel], article.kind, article.first_published,
            decision="accepted" if at_once else "waiting",
            accepted=article.online if at_once else None,
        )  # fmt: skip

    def file(self, article):
        """The submission goes where the column and the rules of now send it."""
        self.offer(article)
        row, rule = article.row, self.rules.get(article.kind)
        if row is None or (row.kind == article.kind and not row.aside):
            return
        row.aside = rule is None
        if rule is None:
            return
        row.kind = article.kind
        if row.channel == rule.channel:
            return
        row.channel, row.column = rule.channel, self.columns[rule.channel]
        if row.decision == "accepted" and not (rule.at_once or article.school.trusted):
            row.decision, row.accepted, row.changed, row.hidden = "waiting", None, False, False

    def compare(self, article):
        """A large change after acceptance is flagged; taken back, the flag is."""
        row = article.row
        if row is None or row.decision != "accepted" or row.aside or row.accepted is None:
            return
        differs = article.online.differs_much(row.accepted)
        if differs != row.changed:
            row.changed = differs
            row.hidden = differs and row.channel in self.hides and not article.school.trusted

    def decide(self, article, decision):
        """The district decides on what is there now."""
        row = article.row
        row.decision, row.changed, row.hidden = decision, False, False
        if decision == "accepted":
            row.accepted = article.online if article.live else article.latest
