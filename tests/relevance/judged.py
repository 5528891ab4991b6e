"""The judged collection as Python sees it, and the measures (README.md)."""

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
CUT, DEEP = 10, 50
TUNED = "tuned on"
PARTS = {False: TUNED, True: "held out"}
SETS = {"first": FOLDER, "second": FOLDER / "second"}


@dataclass(frozen=True)
class Query:
    """``grades`` by document id; ``pairs`` of (relevant, boundary trap); ``part`` it belongs to."""

    text: str
    tags: tuple
    grades: dict
    pairs: tuple
    part: str

    @property
    def is_heldout(self):
        return self.part != TUNED


def documents(name="first"):
    """Every document of one of the SETS, as its file says it."""
    return [one for path in sorted((SETS[name] / "documents").glob("*.toml"))
            for one in tomllib.loads(path.read_text("utf-8"))["document"]]  # fmt: skip


def queries(name="first"):
    """Every Query of one of the SETS."""
    return [
        Query(one["text"], tuple(one["tags"]), one["grades"],
              tuple(map(tuple, one.get("pairs", ()))), PARTS[one.get("heldout", False)])
        for path in sorted((SETS[name] / "queries").glob("*.toml"))
        for one in tomllib.loads(path.read_text("utf-8"))["query"]
    ]  # fmt: skip


def ndcg(found, grades):
    """nDCG@10 with gains 2^grade - 1 (Burges 2005) of ``found``, document ids in order."""
    gains = [2 ** grades.get(one, 0) - 1 for one in found[:CUT]]
    best = sorted((2**grade - 1 for grade in grades.values()), reverse=True)[:CUT]
    return _discounted(gains) / _discounted(best)


def _discounted(gains):
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def recall(found, grades):
    """The share of the relevant documents that is among the first fifty."""
    relevant = {one for one, grade in grades.items() if grade}
    return len(relevant & set(found[:DEEP])) / min(len(relevant), DEEP)


def pairs_held(found, pairs):
    """How many of ``pairs`` have the relevant document before the trap."""
    place = {one: at for at, one in enumerate(found)}
    return sum(place.get(good, 10**6) < place.get(trap, 10**6 + 1) for good, trap in pairs)
