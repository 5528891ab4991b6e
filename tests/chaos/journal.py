"""What writers note of their work, and what should be there by it."""

import json
from collections import Counter
from dataclasses import dataclass, field

NEW = ("write", "command", "schedule", "approve")
PUBLISHING = (*NEW, "edit", "publish in bulk")
UNPUBLISHING = ("unpublish", "unpublish in bulk")


@dataclass
class Article:
    """What the district and the school should know of one article."""

    pk: int
    title: str
    code: str
    kind: str
    live: bool = True
    withdrew: bool = False


@dataclass
class Story:
    """What a journal tells: the articles as they should be, and what was done how often."""

    articles: dict = field(default_factory=dict)
    counts: Counter = field(default_factory=Counter)
    publications: Counter = field(default_factory=Counter)  # of each article
    done: int = 0
    open: dict | None = None  # the plan of an action that was begun only

    def read(self, path):
        """Go on with what the lines of a journal say; a last line without its end is ignored."""
        for line in path.read_text().splitlines() if path.exists() else []:
            try:
                self.note(json.loads(line))
            except json.JSONDecodeError:
                self.counts["torn line"] += 1
        return self

    def note(self, line):
        """One line: ``begin`` a plan, ``done`` (with numbers), or that it did not happen."""
        if "begin" in line:
            self.open = line["begin"] | {"backend": line["backend"]}
            return
        plan, self.open = self.open, None
        if line["done"]:
            self.done += 1
            self.counts[plan["name"]] += 1
            self.apply(plan, line["pks"])
        for name in ("found", "refused"):
            if name in line:
                self.counts[f"{name} {line[name]}"] += 1

    def apply(self, plan, pks):
        """What the action changed."""
        name = plan["name"]
        for pk in pks:
            if pk not in self.articles:
                self.articles[pk] = Article(pk, plan["title"], plan["code"], plan["kind"])
            article = self.articles[pk]
            if name in PUBLISHING:
                self.publications[pk] += 1
                article.live = True
                article.title = plan.get("title") or article.title
            elif name in UNPUBLISHING:
                article.live = False
            else:
                article.withdrew = name == "withdraw"
