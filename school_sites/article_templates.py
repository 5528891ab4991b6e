"""Templates of frequent articles: built-in ones, and those a site keeps itself."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sitehub.audit import record

from .models import ArticleTemplate, SchoolSite

OWN = "own-"


@dataclass(frozen=True)
class BuiltIn:
    """A text to begin with. ``body`` is a list of (block type, value)."""

    code: str
    name: str
    about: str
    title: str
    body: tuple


def _text(*paragraphs):
    return ("text", "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))


def _heading(text):
    return ("heading", {"level": "2", "text": text})


def _table(*rows):
    return (
        "table",
        {
            "data": [list(row) for row in rows],
            "table_header_choice": "row",
            "first_row_is_table_header": True,
            "first_col_is_header": False,
            "table_caption": "",
            "cell": [],
            "className": [],
            "mergeCells": [],
        },
    )


# The texts are content, in Chinese like the articles they become.
BUILT_IN = (
    BuiltIn(
        "meeting",
        _("会议纪要"),
        _("时间、地点、议题、议定事项"),
        "【会议名称】召开",
        (
            _text(
                "【月】【日】【上午／下午】，学校在【地点】召开【会议名称】。"
                "【主持人】主持会议，【参加人员】参加。"
            ),
            _heading("会议内容"),
            _text("会议传达学习了【文件或精神】，听取了【部门】关于【事项】的汇报。"),
            _heading("议定事项"),
            ("text", "<ol><li>【事项一，责任人，完成时间】</li><li>【事项二】</li></ol>"),
            _heading("工作要求"),
            _text("会议要求，【一句话写清下一步做什么】。"),
        ),
    ),
    BuiltIn(
        "activity",
        _("活动报道"),
        _("什么时候、谁、做了什么、有什么收获"),
        "【谁】开展【什么】活动",
        (
            _text(
                "【月】【日】，【年级或部门】在【地点】开展【活动名称】活动，【人数】名师生参加。"
            ),
            _heading("活动过程"),
            _text(
                "活动开始，【先做了什么】。", "随后，【再做了什么】。【一个具体的细节或一句原话】"
            ),
            _heading("收获"),
            _text("【学生或家长的话】", "【下一步打算】"),
        ),
    ),
    BuiltIn(
        "notice",
        _("通知"),
        _("对象、事项、时间、联系电话"),
        "关于【事项】的通知",
        (
            _text("各位【家长／老师／同学】："),
            _text("根据【依据】，现将【事项】有关安排通知如下。"),
            _heading("时间和地点"),
            _text("【年】【月】【日】【时间】，【地点】。"),
            _heading("具体安排"),
            ("text", "<ol><li>【安排一】</li><li>【安排二】</li></ol>"),
            _heading("注意事项"),
            _text("【需要带什么、穿什么、注意什么】", "联系人：【姓名】，办公电话：【电话】。"),
            _text("【学校名称】", "【年】【月】【日】"),
        ),
    ),
    BuiltIn(
        "research",
        _("教研活动"),
        _("课题、研讨课、评议、改进"),
        "【学科】组开展“【主题】”教研活动",
        (
            _text("【月】【日】，【学科】教研组围绕“【主题】”开展教研活动。"),
            _heading("研讨课"),
            _text("【老师】执教《【课题】》。【教学设计的特点，学生的表现】"),
            _heading("评议"),
            _text("【优点】", "【改进建议】"),
            _heading("下一步"),
            _text("【把讨论的结果用到哪里】"),
        ),
    ),
    BuiltIn(
        "timetable",
        _("日程安排"),
        _("带表头的表格，适合考试、放假、家长会"),
        "【学期】【事项】时间安排",
        (
            _text("【事项】时间安排如下，请提前做好准备。"),
            _table(("日期", "时间", "内容", "地点"), ("", "", "", ""), ("", "", "", "")),
            _text("如有变动，以学校通知为准。办公电话：【电话】。"),
        ),
    ),
)
BY_CODE = {one.code: one for one in BUILT_IN}


def fill(page, code, site):
    """Put the template ``code`` into ``page``, which is not saved yet; an unknown one does nothing.

    ``code`` is a built-in one's, or ``own-<number>`` of a template that ``site`` keeps.
    """
    if code.startswith(OWN):
        own = next((one for one in own_templates([site]) if f"{OWN}{one.pk}" == code), None)
        if own is not None:
            page.title, page.summary = own.title, own.summary
            page.body = page._meta.get_field("body").to_python(own.body)
        return
    built_in = BY_CODE.get(code)
    if built_in is not None:
        page.title = built_in.title
        page.body = list(built_in.body)


def manages_templates(article, user):
    """Whether ``user`` may keep the article's text as a template of its site: managers may."""
    tester = article.permissions_for_user(user)
    return tester.can_edit() and tester.manages_columns()


@transaction.atomic
def keep_as_template(article, *, name, by):
    """Keep title, summary and body of the newest draft as a template of the site.

    One of the same name is replaced. Raises PermissionDenied, ValidationError.
    """
    if not manages_templates(article, by):
        raise PermissionDenied
    site = article.site_entry.school_site
    draft = article.get_latest_revision_as_object()
    template = ArticleTemplate.objects.filter(site=site, name=name).first()
    template = template or ArticleTemplate(site=site, name=name)
    template.title, template.summary = draft.title, draft.summary
    template.body = draft.body.get_prep_value()
    template.full_clean()
    template.save()
    record("template.keep", by=by, site=site, target=template, details={"article": article.pk})
    return template


@transaction.atomic
def drop_template(template, *, by):
    """Delete a site's own template; articles made from it stay. Raises PermissionDenied."""
    if template.site not in sites_managed_by(by):
        raise PermissionDenied
    record("template.drop", by=by, site=template.site, target=template)
    template.delete()


def sites_managed_by(user):
    """Sites whose templates ``user`` looks after: where they manage columns."""
    sites = SchoolSite.objects.select_related("root_page")
    if not user.is_superuser:
        sites = sites.for_user(user)
    return [
        site
        for site in sites
        if not site.is_archived
        and site.root_page.specific.permissions_for_user(user).manages_columns()
    ]


def own_templates(sites):
    """Templates the ``sites`` keep, by site and name."""
    return ArticleTemplate.objects.filter(site__in=sites).defer("body").order_by("site", "name")
