"""What lists show of an article beside its title and date."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from . import clock, event_times
from .models import Form


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts of one article; empty where they do not apply."""

    form: str = Form.ARTICLE
    pictures: int = 0
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    all_day: bool = False
    place: str = ""
    document_number: str = ""
    document_date: date | None = None
    category: str = ""
    valid_until: date | None = None
    duration: str = ""

    @property
    def has_ended(self):
        """Whether the validity is over: the day after ``valid_until`` it is."""
        return self.valid_until is not None and self.valid_until < clock.today()

    @property
    def is_event(self):
        return self.starts_at is not None

    @property
    def is_over(self):
        """Whether the event is over."""
        return self.ends_at is not None and self.ends_at < clock.now()

    @property
    def is_on(self):
        """Whether the event has begun and is not over."""
        return self.is_event and self.starts_at <= clock.now() and not self.is_over

    @property
    def when(self):
        """The time of the event in words."""
        if not self.is_event:
            return ""
        return event_times.words(self.starts_at, self.ends_at, self.all_day)

    @property
    def start_date(self):
        """The start of the event for ``<time datetime>``."""
        return event_times.machine_date(self.starts_at, self.all_day) if self.is_event else ""

    def changes_at(self, now):
        """The next moment when what a page says of these facts changes by itself, or None."""
        moments = [self.starts_at, self.ends_at]
        if self.valid_until is not None:
            moments.append(event_times.end_of_date(self.valid_until))
        return min((moment for moment in moments if moment and moment > now), default=None)


FACT_FIELDS = tuple(field.name for field in fields(Facts))
NO_FACTS = Facts()
