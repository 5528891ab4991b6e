"""The demo world as data: who is in it, and what its schools have written.

Reads `content/world.toml` and `content/articles/*.md`. Every file is checked as it is read, so a
mistake is reported with the file and the field, not as a half-filled site. Needs no database.
"""

import html
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .pictures import SCENES

CONTENT_DIR = Path(__file__).parent / "content"

SCHOOL_KINDS = ("kindergarten", "primary", "middle", "nine-year", "high", "special", "other")
STATES = ("published", "draft", "waiting", "returned", "accepted")

SCHOOL_COLUMNS = frozenset(
    {
        "profile",
        "news",
        "notice",
        "open",
        "party",
        "moral",
        "research",
        "teachers",
        "students",
        "home-school",
    }
)
KINDERGARTEN_COLUMNS = frozenset(
    {
        "profile",
        "news",
        "notice",
        "open",
        "care",
        "menu",
        "health",
        "home-school",
        "enrolment",
    }
)
DISTRICT_COLUMNS = frozenset(
    {
        "profile",
        "open",
        "news",
        "media",
        "notice",
        "research",
        "subject",
        "moral",
        "enrolment",
        "safety",
        "party",
        "topic",
    }
)

Block = tuple[str, Any]


@dataclass(frozen=True)
class Person:
    name: str
    username: str
    role: str  # administrator (district only) or editor


@dataclass(frozen=True)
class Institution:
    """The district or a school: what its site's settings show."""

    code: str
    name: str
    short_name: str
    kind: str  # one of SCHOOL_KINDS, or "district"
    sponsor: str
    operator: str
    address: str
    phone: str
    motto: str
    icp: str
    trusted: bool
    people: tuple[Person, ...]

    @property
    def columns(self) -> frozenset[str]:
        """The column kinds in which this institution publishes."""
        if self.kind == "district":
            return DISTRICT_COLUMNS
        return KINDERGARTEN_COLUMNS if self.kind == "kindergarten" else SCHOOL_COLUMNS


@dataclass(frozen=True)
class World:
    area: str
    district: Institution
    schools: tuple[Institution, ...]

    @property
    def sites(self) -> dict[str, Institution]:
        """Every institution by code, the district first."""
        return {site.code: site for site in (self.district, *self.schools)}


@dataclass(frozen=True)
class DemoArticle:
    """One article. `days_ago` and `hour` place it relative to the day the demo is built."""

    slug: str
    site: str
    column: str
    title: str
    short_title: str
    author: str
    source: str
    credits: Mapping[str, str]
    days_ago: int
    hour: int
    summary: str
    keywords: tuple[str, ...]
    document_date_days_ago: int | None
    cover: str | None
    state: str
    reason: str
    subject: str  # of school_sites.models.Subject; research only
    body: tuple[Block, ...]


_REQUIRED = {
    **dict.fromkeys(("site", "column", "title", "author", "summary"), str),
    **dict.fromkeys(("days_ago", "hour"), int),
    "keywords": list,
}
_OPTIONAL = {
    **dict.fromkeys(("short_title", "source", "cover", "state", "reason", "subject"), str),
    "document_date_days_ago": int,
    "credits": dict,
}


def load_world(path: Path = CONTENT_DIR / "world.toml") -> World:
    """Read the district, its schools and their people. Raises ValueError naming file and field."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    area = data["district"].pop("area")
    district = _institution(path, data["district"] | {"kind": "district", "trusted": True})
    schools = tuple(_institution(path, row) for row in data["schools"])
    codes = [school.code for school in schools]
    if len(set(codes)) != len(codes):
        raise ValueError(f"{path.name}: code: two schools share one")
    return World(area, district, schools)


def _institution(path: Path, row: dict[str, Any]) -> Institution:
    row = {"operator": row.get("name"), **row}
    people = row.pop("people", [])
    if "editor" in row:
        people = [*people, row.pop("editor") | {"role": "editor"}]
    unknown = set(row) ^ (set(Institution.__dataclass_fields__) - {"people"})
    if unknown:
        fields = ", ".join(sorted(unknown))
        raise ValueError(f"{path.name}: {row.get('code')}: {fields}: missing or unknown")
    if row["kind"] not in (*SCHOOL_KINDS, "district"):
        raise ValueError(
            f"{path.name}: {row['code']}: kind: {row['kind']!r} is not a kind of school"
        )
    return Institution(**row, people=tuple(Person(**person) for person in people))


def load_articles(
    folder: Path = CONTENT_DIR / "articles", world: World | None = None
) -> list[DemoArticle]:
    """Read every article, in the order of file names. Raises ValueError naming file and field."""
    sites = (world or load_world()).sites
    return [read_article(path, sites) for path in sorted(folder.glob("*.md"))]


def read_article(path: Path, sites: Mapping[str, Institution]) -> DemoArticle:
    """Read one article. Raises ValueError naming the file and the field that is wrong."""
    parts = path.read_text(encoding="utf-8").split("+++\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise ValueError(f"{path.name}: front matter: expected between two +++ lines")
    try:
        meta = tomllib.loads(parts[1])
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name}: front matter: {error}") from error
    _check_fields(path, meta)
    _check_values(path, meta, sites)
    body = parse_body(parts[2])
    for kind, value in body:
        if kind == "image" and value["scene"] not in SCENES:
            raise ValueError(f"{path.name}: body: no scene called {value['scene']!r}")
    return DemoArticle(
        slug=path.stem,
        site=meta["site"],
        column=meta["column"],
        title=meta["title"],
        short_title=meta.get("short_title", ""),
        author=meta["author"],
        source=meta.get("source") or sites[meta["site"]].name,
        credits=meta.get("credits", {}),
        days_ago=meta["days_ago"],
        hour=meta["hour"],
        summary=meta["summary"],
        keywords=tuple(meta["keywords"]),
        document_date_days_ago=meta.get("document_date_days_ago"),
        cover=meta.get("cover"),
        state=meta.get("state", "published"),
        reason=meta.get("reason", ""),
        subject=meta.get("subject", ""),
        body=body,
    )


def _check_fields(path: Path, meta: dict[str, Any]) -> None:
    known = _REQUIRED | _OPTIONAL
    for name in meta:
        if name not in known:
            raise ValueError(f"{path.name}: {name}: unknown field")
        if not isinstance(meta[name], known[name]):
            raise ValueError(f"{path.name}: {name}: expected {known[name].__name__}")
    for name in _REQUIRED:
        if name not in meta:
            raise ValueError(f"{path.name}: {name}: missing")


def _check_values(path: Path, meta: dict[str, Any], sites: Mapping[str, Institution]) -> None:
    def wrong(name: str, why: str) -> ValueError:
        return ValueError(f"{path.name}: {name}: {why}")

    if meta["site"] not in sites:
        raise wrong("site", f"no site called {meta['site']!r}")
    if meta["column"] not in sites[meta["site"]].columns:
        raise wrong("column", f"{meta['site']} has no column of kind {meta['column']!r}")
    if "cover" in meta and meta["cover"] not in SCENES:
        raise wrong("cover", f"no scene called {meta['cover']!r}")
    if not 0 <= meta["days_ago"] <= 730:
        raise wrong("days_ago", "expected 0 to 730")
    if not 0 <= meta["hour"] <= 23:
        raise wrong("hour", "expected 0 to 23")
    state = meta.get("state", "published")
    if state not in STATES:
        raise wrong("state", f"{state!r} is not one of {', '.join(STATES)}")
    if (state == "returned") != bool(meta.get("reason")):
        raise wrong("reason", "a returned article, and only that, gives a reason")
    if meta["site"] == "district" and state not in ("published", "draft"):
        raise wrong("state", "the district does not offer articles to itself")


# The markup of a body


def parse_body(text: str) -> tuple[Block, ...]:
    """Turn the simple markup into neutral blocks: (kind, value)."""
    blocks: list[Block] = []
    for chunk in re.split(r"\n\s*\n", text.strip()):
        for kind, value in _chunk_blocks(chunk.strip().splitlines()):
            if kind == "text" and blocks and blocks[-1][0] == "text":
                value = blocks.pop()[1] + value
            blocks.append((kind, value))
    return tuple(blocks)


def _chunk_blocks(lines: list[str]) -> list[Block]:
    """Blocks of the lines between two empty lines."""
    first = lines[0]
    if heading := re.fullmatch(r"(#{2,3}) (.+)", first):
        block = ("heading", {"level": len(heading[1]), "text": heading[2]})
        return [block, *_chunk_blocks(lines[1:])] if lines[1:] else [block]
    if image := re.fullmatch(r"!\[([^|\]]+)\|([^|\]]+)\|([^\]]*)\]", first):
        scene, alt, caption = (part.strip() for part in image.groups())
        return [("image", {"scene": scene, "alt": alt, "caption": caption})]
    if first.startswith("> "):
        said, _, attribution = " ".join(line.removeprefix("> ") for line in lines).partition(" — ")
        return [("quote", {"text": said, "attribution": attribution})]
    if first.startswith("|"):
        return [("table", _table(lines))]
    if first.startswith("[["):
        return [("attachments", re.findall(r"\[\[attachment: *(.+?) *\]\]", "\n".join(lines)))]
    if first.startswith("- "):
        return [("text", _list("ul", [line.removeprefix("- ") for line in lines]))]
    if re.match(r"\d+\. ", first):
        return [("text", _list("ol", [re.sub(r"^\d+\. ", "", line) for line in lines]))]
    return [("text", f"<p>{_inline(''.join(lines))}</p>")]


def _table(lines: list[str]) -> dict[str, Any]:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    ruled = len(rows) > 1 and all(re.fullmatch(r":?-+:?", cell) for cell in rows[1])
    return {"rows": [rows[0], *rows[2:]] if ruled else rows, "header_row": ruled}


def _list(tag: str, items: list[str]) -> str:
    return f"<{tag}>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + f"</{tag}>"


def _inline(text: str) -> str:
    """Escape, then allow **strong**, *emphasis* and [links](https://…)."""
    text = html.escape(text, quote=True)
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text)
    text = re.sub(r"\*(.+?)\*", r"<em>\1</em>", text)
    return re.sub(r"\[([^\]]+)\]\((https?://[^)\s]+|/[^)\s]*)\)", r'<a href="\2">\1</a>', text)
