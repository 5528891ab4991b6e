"""Big worlds in bulk, for benchmarks: schools and articles by precomputed tree paths.

Rows are written as the product's own functions would write them, but without
revisions, groups and log lines; ``check_listing`` finds nothing to mend.
"""

import json
import random
import uuid
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.models import Collection, Locale, Page, Site

from school_sites.models import (
    ArticlePage,
    ColumnPage,
    Listing,
    ListingTag,
    SchoolHomePage,
    SchoolSite,
    SiteHost,
    SiteKind,
    SiteStatus,
    Subject,
)
from school_sites.models.column_choices import (
    ARTICLE_LAYOUTS,
    COLUMN_TYPE_OF_KIND,
    DEFAULT_COLUMN_TYPE,
)
from school_sites.models.school_site import SCHOOL_KINDS
from sitehub.provisioning.trees import TREES
from sitehub.publishing import bump
from sitehub.syndication.filing import page_source_key
from sitehub.syndication.models import ChannelRule, Decision, Submission

from .ledger_rows import LedgerRows
from .rows import Rows

BATCH = 1_000
YEARS = 5
RARE_SHARE = 0.05  # of articles have a keyword that few have

SUBJECTS = "语文 数学 英语 科学 体育 美术 音乐 劳动 信息科技 心理健康 综合实践".split()
SUBJECT_OF_WORD = {subject.label: subject.value for subject in Subject}
RARE = "阅读节 科技周 艺术展 传统文化 劳动教育 家校共育 绿色校园 师徒结对 校本课程".split()
EVENTS = "教研活动 公开课 读书节 运动会 家长会 安全演练 社团展示 主题班会 志愿服务 研学旅行".split()
PLACES = "报告厅 操场 图书馆 实验室 阶梯教室 音乐厅 种植园 体育馆".split()
SENTENCES = [
    "本次{subject}{event}在{place}举行，老师和同学们提前两周开始准备。",
    "活动分为展示、交流、总结三个环节，各年级都有代表参加。",
    "老师们围绕课堂上的真实问题展开讨论，提出了可以马上试行的办法。",
    "同学们在{place}分组合作，记录观察结果，并向全班汇报。",
    "家长代表参观了展板，对{subject}学习的变化表示肯定。",
    "学校将把这次{event}的做法整理成册，供各年级参考。",
    "下一阶段，学校会继续关注每一个孩子的成长，把工作做细做实。",
]


@transaction.atomic
def build_schools(count, *, seed, progress=iter):
    """Add ``count`` open schools with the column tree of their kind; return their SchoolSites.

    Codes are ``s00001`` and on; existing ones are left alone. ``progress`` wraps
    the iteration, for a progress bar.
    """
    rng = random.Random(seed)  # noqa: S311 (a reproducible world, not a secret)
    locale = Locale.objects.get()
    root = Page.objects.get(path="0001")
    first_step = _last_step(Page.objects.filter(depth=2)) + 1
    taken = SchoolSite.objects.filter(code__regex=r"^s\d{5}$").count()
    collections = Collection.get_first_root_node()
    schools = []
    for number in progress(range(count)):
        code = f"s{taken + number + 1:05}"
        kind = rng.choice(SCHOOL_KINDS)[0]
        name = f"云澜区第{taken + number + 1}{SiteKind(kind).label}"
        home = _new_page(SchoolHomePage, root, first_step + number, name, code, locale)
        schools.append((code, kind, name, home))
    _insert_pages(SchoolHomePage, [home for *_, home in schools])
    collection_of = _add_collections(
        collections, [f"{name}（{code}）" for code, _, name, _ in schools]
    )
    sites = _add_sites(schools, collection_of)
    _add_columns([(site.kind, site.root_page) for site in sites], locale)
    Page.objects.filter(pk=root.pk).update(numchild=Page.objects.filter(depth=2).count())
    bump("hosts")
    return sites


def _add_sites(schools, collection_of):
    wagtail_sites = Site.objects.bulk_create(
        [
            Site(hostname=f"{code}.localhost", port=80, site_name=name, root_page=home)
            for code, _, name, home in schools
        ],
        batch_size=BATCH,
    )
    now = timezone.now()
    sites = SchoolSite.objects.bulk_create(
        [
            SchoolSite(
                code=code, name=name, short_name=name[3:], kind=kind, status=SiteStatus.OPEN,
                root_page=home, wagtail_site=wagtail_site, collection=collection, opened_at=now,
            )
            for (code, kind, name, home), wagtail_site, collection in zip(
                schools, wagtail_sites, collection_of, strict=True
            )
        ],
        batch_size=BATCH,
    )  # fmt: skip
    SiteHost.objects.bulk_create(
        [SiteHost(site=s, host=f"{s.code}.localhost", is_primary=True) for s in sites],
        batch_size=BATCH,
    )
    return sites


def _add_collections(root, names):
    """Collections by path, appended after the last child."""
    step = _last_step(Collection.objects.filter(depth=2)) + 1
    rows = [
        Collection(name=name, depth=2, path=root.path + _step_text(step + number), numchild=0)
        for number, name in enumerate(names)
    ]
    Collection.objects.bulk_create(rows, batch_size=BATCH)
    Collection.objects.filter(pk=root.pk).update(
        numchild=Collection.objects.filter(depth=2).count()
    )
    return rows


def _add_columns(homes, locale):
    pages = []
    for kind, home in homes:
        pages += _columns_below(home, TREES[kind], home.path, locale)
    _insert_pages(ColumnPage, pages)
    for kind, home in homes:
        Page.objects.filter(pk=home.pk).update(numchild=len(TREES[kind]))


def _columns_below(parent, plans, root_path, locale):
    """The columns of ``plans`` below ``parent`` and those below them, not yet saved."""
    pages = []
    for number, plan in enumerate(plans):
        page = _new_page(ColumnPage, parent, number + 1, plan.title, plan.slug, locale)
        page.kind = plan.kind
        page.root_path = root_path
        page.column_type = COLUMN_TYPE_OF_KIND.get(plan.kind, DEFAULT_COLUMN_TYPE)
        page.layout = plan.layout
        page.show_in_menus = plan.in_menu
        page.numchild = len(plan.children)
        pages += [page, *_columns_below(page, plan.children, root_path, locale)]
    return pages


def build_articles(count, *, seed, progress=iter):
    """Add ``count`` published articles, spread over all schools' columns and five years.

    Submissions follow the channels' rules, nine of ten accepted. Returns the
    number written. Each batch of a thousand is its own transaction.
    """
    writer = ArticleWriter(random.Random(seed + 1))  # noqa: S311
    if not writer.columns:
        raise ValueError("no school columns to fill")
    for start in progress(range(0, count, BATCH)):
        with transaction.atomic():
            for _ in range(min(BATCH, count - start)):
                writer.add_article()
            writer.write()
    _settle(writer.children)
    return count


class ArticleWriter:
    """Makes articles with their listings and submissions, as rows."""

    def __init__(self, rng):
        self.rng = rng
        self.columns = _columns_to_fill()
        rules = ChannelRule.objects.select_related("channel")
        self.channels = {rule.column_kind: rule.channel for rule in rules}
        self.children = {column.pk: column.numchild for column, _ in self.columns}
        self.content_type = ContentType.objects.get_for_model(ArticlePage).pk
        self.locale = Locale.objects.get().pk
        self.now = timezone.now()
        self.pages, self.articles = Rows(Page), Rows(ArticlePage)
        self.listings, self.submissions = Rows(Listing), Rows(Submission)
        self.tags, self.ledger = Rows(ListingTag), LedgerRows()

    def add_article(self):
        """One article in a random column, with what follows from it."""
        column, site = self.rng.choice(self.columns)
        self.children[column.pk] += 1
        step = self.children[column.pk]
        words = {
            "subject": self.rng.choice(SUBJECTS),
            "event": self.rng.choice(EVENTS),
            "place": self.rng.choice(PLACES),
        }
        title = f"{site.short_name}{words['subject']}{words['event']}（第{step}期）"
        moment = self.now - timedelta(seconds=self.rng.randrange(YEARS * 365 * 86_400))
        pk = self._add_page(column, step, title, moment)
        keywords = [words["subject"], words["event"]]
        if self.rng.random() < RARE_SHARE:
            keywords.append(self.rng.choice(RARE))
        facts = {
            "keywords": "，".join(keywords),
            "subject": SUBJECT_OF_WORD.get(words["subject"], ""),
        }
        summary = self._add_body(pk, site, words, moment, facts)
        self.listings.add(
            article_id=pk, site_id=site.pk, column_id=column.pk, listed=True, title=title,
            published_at=moment, updated_at=moment, summary=summary, **facts,
        )  # fmt: skip
        for word in keywords:
            self.tags.add(
                id=self.tags.new_pk(), listing_id=pk, site_id=site.pk, word=word,
                published_at=moment,
            )  # fmt: skip
        if column.kind in self.channels:
            self._add_submission(pk, column.kind, site, title, moment, len(summary) * 4)

    def write(self):
        """Write the rows collected so far, parents first."""
        tables = (
            self.pages, self.articles, self.listings, self.tags, self.submissions, self.ledger,
        )  # fmt: skip
        for rows in tables:
            rows.write()
        for rows in (self.pages, self.tags, self.submissions, self.ledger):
            rows.settle()

    def _add_page(self, column, step, title, moment):
        pk = self.pages.new_pk()
        slug = f"wz-{step}"
        self.pages.add(
            id=pk, path=column.path + _step_text(step), depth=column.depth + 1, numchild=0,
            title=title, draft_title=title, slug=slug, url_path=f"{column.url_path}{slug}/",
            live=True, has_unpublished_changes=False, locale_id=self.locale,
            content_type_id=self.content_type, translation_key=uuid.uuid4(),
            first_published_at=moment, last_published_at=moment,
        )  # fmt: skip
        return pk

    def _add_body(self, pk, site, words, moment, facts):
        sentences = [
            self.rng.choice(SENTENCES).format(**words) for _ in range(self.rng.randrange(6, 14))
        ]
        half = len(sentences) // 2
        html = f"<p>{''.join(sentences[:half])}</p><p>{''.join(sentences[half:])}</p>"
        body = [{"type": "text", "value": html, "id": str(uuid.uuid4())}]
        summary = sentences[0] + sentences[1]
        self.articles.add(
            page_ptr_id=pk, body=json.dumps(body, ensure_ascii=False), summary=summary,
            author="校办公室", source=site.name, publication_date=moment, **facts,
        )  # fmt: skip
        return summary

    def _add_submission(self, article, kind, site, title, moment, characters):
        accepted = self.rng.random() < 0.9
        pk = self.submissions.new_pk()
        self.ledger.add_lines(
            submission_id=pk, is_accepted=accepted, moment=moment, site_id=site.pk,
            school_name=site.name, channel_id=self.channels[kind].pk, title=title,
            characters=characters,
        )  # fmt: skip
        self.submissions.add(
            id=pk, channel_id=self.channels[kind].pk, article_id=article,
            column_id=self.channels[kind].column_id, filed_kind=kind, waiting_since=moment,
            site_id=site.pk, title=title, source_key=page_source_key(article),
            school_name=site.name, first_published_at=moment, submitted_at=moment,
            decision=Decision.ACCEPTED if accepted else Decision.WAITING,
            accepted_at=moment if accepted else None, decided_at=moment if accepted else None,
        )  # fmt: skip


def _columns_to_fill():
    sites = SchoolSite.objects.schools().filter(status=SiteStatus.OPEN).select_related("root_page")
    site_of = {site.root_page.path: site for site in sites}
    columns = ColumnPage.objects.filter(depth=3, layout__in=ARTICLE_LAYOUTS).order_by("path")
    return [(column, site_of[column.path[:8]]) for column in columns if column.path[:8] in site_of]


def _settle(children):
    """Child counts of columns, and each site's latest article."""
    for pk, numchild in children.items():
        Page.objects.filter(pk=pk).exclude(numchild=numchild).update(numchild=numchild)
    latest = Listing.objects.values_list("site").annotate(Max("published_at"))
    for site_id, moment in latest:
        SchoolSite.objects.filter(pk=site_id).update(latest_article_at=moment)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


_content_types = {}


def _new_page(model, parent, step, title, slug, locale):
    if model not in _content_types:
        _content_types[model] = ContentType.objects.get_for_model(model)
    return model(
        path=parent.path + _step_text(step), depth=parent.depth + 1, numchild=0, title=title,
        draft_title=title, slug=slug, url_path=f"{parent.url_path}{slug}/", live=True,
        has_unpublished_changes=False, locale=locale, content_type=_content_types[model],
        translation_key=uuid.uuid4(),
    )  # fmt: skip


def _insert_pages(model, pages):
    """Insert base rows and then the model's own rows; Django's bulk_create does only the first."""
    base = [f for f in Page._meta.local_concrete_fields if not f.primary_key]
    rows = [Page(**{f.attname: getattr(page, f.attname) for f in base}) for page in pages]
    Page.objects.bulk_create(rows, batch_size=BATCH)
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.page_ptr_id = page.id = row.pk
    own = model._meta.local_concrete_fields
    size = max(1, connection.ops.bulk_batch_size(own, pages))
    for start in range(0, len(pages), size):
        part = pages[start : start + size]
        model._base_manager._insert(part, fields=own, using=connection.alias)


def _last_step(nodes):
    path = nodes.aggregate(Max("path"))["path__max"]
    return int(path[-4:], 36) if path else 0


def _step_text(number):
    """A treebeard path step: four base-36 digits."""
    return Page._int2str(number).rjust(Page.steplen, "0")
