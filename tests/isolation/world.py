"""A district and three schools, made by the product's own functions; B's every text is marked.

A and B are furnished by one function, so that each thing of A has its like at B.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import (
    Comment,
    CommentReply,
    GroupApprovalTask,
    PageSubscription,
    PageViewRestriction,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from media.models import SiteDocument
from school_sites.article_templates import keep_as_template
from school_sites.import_jobs import accept_uploads
from school_sites.letters import states
from school_sites.looks import states as looks
from school_sites.looks.choices import Choice
from school_sites.models import (
    AlbumPage,
    ArticlePage,
    ColumnPage,
    EventPage,
    ImportJob,
    ImportReport,
    PersonPage,
    PlainPage,
    TopicPage,
    VideoPage,
)
from search.models import AttachmentText, PinnedResult
from sitehub.accounts.roles import SCHOOL_ROLES
from sitehub.audit.models import AuditEntry
from sitehub.downward import states as sending
from sitehub.downward.reach import recipients_of, seal_of
from sitehub.people.invitations import invite
from sitehub.placements import states as placing
from sitehub.reviews import engine
from sitehub.reviews.absence import delegate
from sitehub.reviews.urgent import publish_urgently
from sitehub.syndication import transitions
from sitehub.syndication.models import ChannelRule, Submission, TrustedSchool, source_is_visible
from tests import factories as make

from .marks import FIRST_A, FIRST_B, FIRST_LATER, HUSH, MARK, WORD, number_from

SCHOOL_PEOPLE = {
    "author": "school-editor",
    "first reviewer": "school-first-reviewer",
    "final reviewer": "school-final-reviewer",
    "manager": "school-manager",
}
DISTRICT_PEOPLE = {
    "district editor": "district-editor",
    "security administrator": "security-administrator",
    "auditor": "auditor",
}
NOBODY, COMMUTER, ROOT = "person without a site", "author who manages B", "superuser"
CRAWLED = [*SCHOOL_PEOPLE, *DISTRICT_PEOPLE, NOBODY, COMMUTER]


@dataclass
class Place:
    """One school, and the numbers (or texts) of its things by name."""

    code: str
    site: object = None
    ids: dict = field(default_factory=dict)

    def __getitem__(self, name):
        return self.ids[name]


@dataclass
class World:
    """Everything: the schools, and who asks; ``scraped``: forms found in it, by who and where."""

    district: object
    a: Place
    b: Place
    c: object
    people: dict
    scraped: dict = field(default_factory=dict)


def make_world():
    """The world, in the transaction that is open; nothing of it is committed."""
    district = make.make_district()
    root = get_user_model().objects.create_superuser("root", password="x" * 12)
    people = {
        name: make.make_user(f"district.{role}", site=district, role=role)
        for name, role in DISTRICT_PEOPLE.items()
    }
    places = []
    for code, first in (("alpha", FIRST_A), (MARK, FIRST_B)):
        number_from(first)
        places.append(Furnishing(code, root).place)
    number_from(FIRST_LATER)
    a, b = places
    people |= {name: a.people[role] for name, role in SCHOOL_PEOPLE.items()}
    people[ROOT] = root
    people[NOBODY] = get_user_model().objects.create_user("nobody", password="x" * 12)
    people[COMMUTER] = make.make_user("commuter", site=a.site, role="school-editor")
    people[COMMUTER].groups.add(b.site.groups.get(role="school-manager").group)
    other = make.make_school("gamma", name="丙小学")
    # Jobs are noted in tests, not run; without an index no search would find anything.
    call_command("update_index", verbosity=0)
    call_command("rebuild_references_index", verbosity=0)
    return World(district, a, b, other, people)


class Furnishing:
    """Fills one school with one of everything; ``say`` puts the school's mark on a text."""

    def __init__(self, code, root):
        self.code, self.root = code, root
        self.place = Place(code)
        self.site = self.place.site = make.make_school(
            code,
            name=self.say("学校"),
            short_name=self.say("简称"),
            other_hosts=[f"old.{code}.localhost"],
            sponsor=self.say("主办"),
            address=self.say("地址"),
            phone=self.say("1234"),
        )
        self.site.motto, self.site.watermark = self.say("校训"), self.say("印")
        self.site.save()
        self.people()
        self.columns()
        self.files()
        self.articles()
        self.leaves()
        self.letters()
        self.imports()
        self.reviews()
        self.submissions()
        self.steps()
        self.invitations()
        self.notices()
        looks.try_out(self.site, choice=Choice(theme="plain", brand="#84293b"), by=None)
        self.note(
            site=self.site.pk,
            home=self.site.root_page_id,
            collection=self.site.collection_id,
            wagtail_site=self.site.wagtail_site_id,
        )

    def say(self, text):
        """``text`` as this school would write it."""
        return f"{self.code} {WORD} {text}"

    def hush(self, text):
        """``text`` that the school has not published: not the district's either."""
        return f"{self.code}{HUSH} {WORD} {text}"

    def note(self, **ids):
        self.place.ids |= ids

    # --- people and columns ------------------------------------------------------
    def people(self):
        self.place.people = {}
        for role in SCHOOL_ROLES:
            user = get_user_model()(
                username=f"{self.code}.{role.value}",
                first_name=self.say("名"),
                last_name=self.say("姓"),
                email=f"{role.value}@{self.code}.example",
                password=make_password("x" * 12),
            )
            user.save()
            user.groups.add(self.site.groups.get(role=role).group)
            self.place.people[role.value] = user
        self.author = self.place.people["school-editor"]
        self.manager = self.place.people["school-manager"]
        self.note(user=self.author.pk, group=self.site.groups.first().group_id)

    def columns(self):
        home = self.site.root_page.specific
        home.title = self.say("首页")
        home.save_revision(user=self.manager).publish()
        for column in ColumnPage.objects.filter(root_path=home.path).order_by("path"):
            column.title, column.slug = self.say(column.title), f"{self.code}-{column.slug}"
            column.description, column.keywords = self.say("说明"), self.say("词")
            column.save_revision(user=self.manager).publish()
        column = make.column_of(self.site)
        other = make.column_of(self.site, "notice")
        self.note(column=column.pk, column2=other.pk, path=f"{column.slug}/")

    def files(self):
        self.picture = make.make_picture(self.site, self.say("照片"))
        self.picture.description = self.say("描述")
        self.picture.original_name = f"{self.code}-{WORD}.jpg"
        self.picture.uploaded_by_user = self.author
        self.picture.save()
        self.picture.get_rendition("max-165x165")
        self.document = SiteDocument.objects.create(
            title=self.say("文件"),
            collection=self.site.collection,
            uploaded_by_user=self.author,
            file=ContentFile(f"%PDF-1.4 {self.say('内容')}".encode(), name=f"{self.code}.pdf"),
        )
        private = SiteDocument.objects.create(
            title=self.hush("未公开的文件"),
            collection=self.site.collection,
            file=ContentFile(f"%PDF-1.4 {self.say('秘密')}".encode(), name=f"{self.code}-x.pdf"),
        )
        AttachmentText.objects.create(
            document=private, file_hash=private.file_hash, state=AttachmentText.FAILED,
            text=self.hush("文字"), problem=self.hush("原因"), extracted_at=timezone.now(),
        )  # fmt: skip
        self.film = make.make_film(self.site)
        self.film.title = self.film.original_name = f"{self.code}-{WORD}.mp4"
        self.film.save()
        waiting = UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(SiteDocument),
            uploaded_by_user=self.author,
            file=ContentFile(b"x", name=f"{self.code}.bin"),
        )
        self.site.logo = self.picture
        self.site.save()
        self.note(
            picture=self.picture.pk,
            document=self.document.pk,
            film=self.film.pk,
            private_document=private.pk,
            file_name=self.document.filename,
            private_file_name=private.filename,
            picture_path=self.picture.file.name,
            upload=waiting.pk,
        )
        self.private = private

    # --- pages -------------------------------------------------------------------
    def body(self, say, document=None):
        picture = {"image": self.picture, "alt_text": say("替代"), "caption": say("图")}
        link = f'<a linktype="page" id="{self["column"]}">{say("链接")}</a>'
        attached = {"document": document or self.document, "title": say("附件")}
        return [
            ("text", f"<p>{say('正文')} {link}</p>"),
            ("heading", {"level": "2", "text": say("小标题")}),
            ("image", picture),
            ("gallery", {"pictures": [picture], "caption": say("组图")}),
            ("quote", {"text": say("引文"), "attribution": say("出处")}),
            ("attachments", [attached]),
        ]

    def __getitem__(self, name):
        return self.place.ids[name]

    def article(self, title, *, publish=True, hidden=False, document=None, **fields):
        say = self.hush if hidden else self.say
        article = make.make_article(
            self.site,
            say(title),
            publish=publish,
            body=fields.pop("body", None) or self.body(say, document),
            owner=self.author,
            cover=self.picture,
            summary=say("摘要"),
            author=say("作者"),
            source=say("来源"),
            keywords=say("关键词"),
            document_number=say("文号"),
            **fields,
        )
        return article

    def articles(self):
        live = self.article("已发布")
        live.title = self.hush("改过的标题")
        live.save_revision(user=self.author, log_action=True)
        draft = self.article("草稿", hidden=True, publish=False, document=self.private)
        scheduled = self.article(
            "定时", hidden=True, publish=False, go_live_at=timezone.now() + timedelta(9)
        )
        scheduled.save_revision(user=self.author).publish()
        private = self.article("加密", hidden=True)
        restriction = PageViewRestriction.objects.create(
            page=private, restriction_type="password", password=self.hush("口令")
        )
        locked = self.article("锁定")
        locked.locked, locked.locked_by, locked.locked_at = True, self.author, timezone.now()
        locked.save()
        gone = self.article("删除")
        gone_number = gone.pk
        gone.delete(user=self.manager)
        comment = Comment.objects.create(
            page=ArticlePage.objects.get(pk=draft.pk).page_ptr,
            user=self.author, text=self.hush("批注"), contentpath="title",
        )  # fmt: skip
        CommentReply.objects.create(comment=comment, user=self.manager, text=self.hush("回复"))
        PageSubscription.objects.create(
            page_id=draft.pk, user=self.author, comment_notifications=True
        )
        session = EditingSession.objects.create(
            user=self.author, content_object=draft.page_ptr, last_seen_at=timezone.now(),
            is_editing=True,
        )  # fmt: skip
        kept = keep_as_template(live, name=self.hush("模板"), by=self.root)
        self.note(
            article=live.pk, draft=draft.pk, scheduled=scheduled.pk, private=private.pk,
            locked=locked.pk, gone=gone_number, restriction=restriction.pk,
            revision=draft.latest_revision_id, live_revision=live.latest_revision_id,
            comment=comment.pk, session=session.pk, template=kept.pk,
        )  # fmt: skip
        self.live, self.draft = live, draft

    def column(self, title, layout, kind="other"):
        slug = f"{self.code}-{layout}"
        return make.make_column(self.site, self.say(title), layout, slug=slug, kind=kind)

    def leaves(self):
        say, picture = self.say, self.picture
        wall, days = self.column("影像", "wall"), self.column("日历", "calendar")
        body = [("text", f"<p>{say('正文')}</p>")]
        album = make.make_article(
            self.site, say("相册"), column=wall, model=AlbumPage, photos=[(picture, say("图"))],
            body=body,
        )  # fmt: skip
        video = make.make_article(
            self.site, say("影片"), column=wall, model=VideoPage, file=self.film, body=body
        )
        event = make.make_article(
            self.site, say("活动"), column=days, model=EventPage, body=body,
            starts_at=timezone.now() + timedelta(3), place=say("地点"), contact=say("联系"),
        )  # fmt: skip
        person = make.make_leaf(
            self.column("人物", "people"), PersonPage, say("老师"), photo=picture,
            position=say("职务"), group=say("组"), summary=say("介绍"),
        )  # fmt: skip
        plain = make.make_leaf(self.column("概况", "pages"), PlainPage, say("概况"))
        topic = make.make_leaf(
            self.column("专题", "topics"), TopicPage, say("专题"), banner=picture,
            tagline=say("副题"), summary=say("导语"),
        )  # fmt: skip
        board = make.make_board(self.column("链接", "links"), say("分组"), 2, logo=picture)
        monday = timezone.localdate() - timedelta(timezone.localdate().weekday())
        week = make.make_week(self.column("食谱", "menu"), monday, {say("餐")[:20]: say("粥")})
        self.note(
            album=album.pk, video=video.pk, event=event.pk, person=person.pk, plain=plain.pk,
            topic=topic.pk, board=board.pk, week=week.pk,
        )  # fmt: skip

        self.note(
            event_file=f"a/{event.pk}/event.ics", calendar_file=f"{days.slug}/calendar.ics",
            number_path=f"a/{self['article']}/", draft_path=f"a/{self['draft']}/",
            private_path=f"a/{self['private']}/",
        )  # fmt: skip

    # --- letters, imports, reviews, submissions ------------------------------------
    def letters(self):
        say, hush = self.say, self.hush
        boxes = make.make_box_column(self.site)
        mailbox = make.make_mailbox(
            self.site, say("信箱"), column=boxes, publishes_answers=True, introduction=say("说明"),
            topics=say("主题"), notify=f"box@{self.code}.example",
        )  # fmt: skip
        question = {"label": say("问题"), "help_text": say("提示"), "kind": "line"}
        form = make.make_form(self.site, say("表单"), column=boxes, questions=[question])
        written = {
            "title": say("来信"),
            "text": say("内容"),
            "sender": say("人"),
            "contact": say("1"),
        }
        letter = make.make_letter(self.site, mailbox, may_publish=True, **written)
        answered = make.make_letter(self.site, mailbox, may_publish=True, **written)
        answered = states.reply(answered, version=0, by=self.root, text=hush("答复"))
        states.publish_answer(
            answered, version=answered.version, by=self.root, question=say("问"), answer=say("答")
        )
        filled = make.make_letter(
            self.site, form, answers=[{"question": 1, "label": say("问题"), "value": hush("答")}]
        )
        self.note(
            mailbox=mailbox.pk, form=form.pk, letter=letter.pk, answered=answered.pk,
            filled=filled.pk, box_column=boxes.pk,
        )  # fmt: skip

    def imports(self):
        column = ColumnPage.objects.get(pk=self["column"])
        name = f"{self.code}-{WORD}.txt"
        upload = SimpleUploadedFile(name, self.say("文字").encode())
        batch = accept_uploads(column=column, uploads=[upload], by=self.author)
        job = ImportJob.objects.get(batch=batch)
        refused = ImportJob.objects.create(
            batch=batch, column=column, by=self.author, name=name, size=9, state=ImportJob.REFUSED,
            message=self.hush("拒绝"), file=job.file, article_id=self["draft"],
        )  # fmt: skip
        found = {"severity": "check", "code": "lost", "message": self.hush("发现"), "count": 1}
        ImportReport.objects.create(
            article=ArticlePage.objects.get(pk=self["draft"]), file_name=name, findings=[found]
        )
        self.note(batch=batch, job=refused.pk)

    def reviews(self):
        workflow = Workflow.objects.create(name=self.say("流程"))
        task = GroupApprovalTask.objects.create(name=self.say("任务"))
        task.groups.add(self.site.groups.get(role="school-manager").group)
        WorkflowTask.objects.create(workflow=workflow, task=task)
        page = self.article("送审", hidden=True, publish=False)
        WorkflowPage.objects.create(page=page.page_ptr, workflow=workflow)
        state = workflow.start(page, self.author)
        task_state = TaskState.objects.get(workflow_state=state)
        task_state.comment = self.hush("意见")
        task_state.save()
        self.note(
            in_review=page.pk, workflow=workflow.pk, task=task.pk, workflow_state=state.pk,
            task_state=task_state.pk,
        )  # fmt: skip

    def steps(self):
        """A column with two reviews: a step that waits, an urgent publication, a delegation."""
        column = self.column("送审栏目", "list")
        column.review = "two"
        column.save_revision(user=self.manager).publish()
        column = ColumnPage.objects.get(pk=column.pk)
        waiting = self.article("待审", hidden=True, publish=False, column=column)
        step = engine.submit(waiting, by=self.author)
        hasty = self.article("紧急", publish=False, column=column)
        urgent = publish_urgently(
            hasty, revision_id=hasty.latest_revision_id, reason=self.hush("理由"), by=self.manager
        )
        today = timezone.localdate()
        delegation = delegate(
            site=self.site, person=self.manager,
            colleague=self.place.people["school-final-reviewer"],
            first_day=today, last_day=today, by=self.manager,
        )  # fmt: skip
        self.note(step=step.pk, urgent=urgent.pk, delegation=delegation.pk, under_review=waiting.pk)

    def invitations(self):
        invitation = invite(
            site=self.site, role="school-editor", name=self.hush("受邀"), by=self.manager,
            email=f"new@{self.code}.example",
        )  # fmt: skip
        line = AuditEntry.objects.filter(site_id=self.site.pk).order_by("-pk").first()
        self.note(invitation=invitation.pk, line=line.pk)

    def notices(self):
        """What the district sent to this school alone, signed for; and what it still writes."""
        facts = {
            "kind": "notice",
            "text": self.say("通知"),
            "audience": "chosen",
            "sites": [self.site],
            "show_until": timezone.now() + timedelta(9),
            "requires_acknowledgement": True,
        }
        draft = sending.draft(by=self.root, title=self.say("通知草稿"), **facts)
        notice = sending.draft(by=self.root, title=self.say("区里通知"), **facts)
        seal = seal_of(recipients_of(notice))
        sending.send(notice, version=0, seal=seal, by=self.root)
        sending.acknowledge(notice, site=self.site, by=self.manager)
        self.note(notice=notice.pk, notice_draft=draft.pk)

    def submissions(self):
        offered = Submission.objects.for_school(self.site)
        returned = offered.get(article=self["article"])
        transitions.return_to_school(
            returned, version=returned.version, by=self.root, reason=self.say("退回的理由")
        )
        accepted = offered.exclude(pk=returned.pk).order_by("pk").first()
        transitions.accept(accepted, version=accepted.version, by=self.root)
        trust = TrustedSchool.objects.create(site=self.site)
        pin = PinnedResult.objects.create(
            site=self.site, text=self.say("pin"), folded=self.say("pin"), page_id=self["article"]
        )
        rule = ChannelRule.objects.create(
            site=self.site, channel=accepted.channel, column_kind="topic"
        )
        others = offered.exclude(pk__in=[returned.pk, accepted.pk]).filter(source_is_visible())
        shown = others.order_by("pk").first()
        shown = transitions.accept(shown, version=shown.version, by=self.root)
        placed = placing.place(kind="picks", submission=shown, by=self.root)
        self.note(submission=returned.pk, accepted=accepted.pk, trust=trust.pk, rule=rule.pk)
        self.note(pin=pin.pk)
        self.note(placement=placed.pk)
