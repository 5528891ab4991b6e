"""The blocks of one home page, as stored: read without fetching what they name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placed:
    """A block on a home page: its type, and its value as stored."""

    type: str
    value: dict

    def get(self, name, default=None):
        return self.value.get(name, default)

    @property
    def title(self):
        return self.value.get("title") or ""

    @property
    def limit(self):
        return self.value.get("limit") or 6

    @property
    def is_wide(self):
        return self.value.get("width", "full") != "half"

    @property
    def style(self):
        return self.value.get("style") or "list"

    def all(self, name):
        """The values of a list in this block."""
        return [
            one["value"] if isinstance(one, dict) and one.keys() >= {"type", "value"} else one
            for one in self.value.get(name) or []
        ]

    def columns(self):
        """Numbers of the columns this block names."""
        return [number for number in [self.get("column"), *self.all("columns")] if number]

    def articles(self):
        """Numbers of the articles this block names."""
        slides = [slide.get("article") for slide in self.all("slides")]
        return [number for number in [self.get("article"), *slides] if number]

    def images(self):
        """Numbers of the pictures this block names."""
        slides = [slide.get("image") for slide in self.all("slides")]
        return [number for number in [self.get("image"), *slides] if number]


def placed(body):
    """The blocks of a stream as Placed, in order; no query."""
    return [placed_block(raw) for raw in body.raw_data]


def placed_block(raw):
    """One block from its stored form, ``{type, value}``."""
    value = raw["value"]
    return Placed(raw["type"], value if isinstance(value, dict) else {})


def block(kind, **value):
    """The stored form of one block."""
    return {"type": kind, "value": value}
