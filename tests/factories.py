"""Makers of small worlds, through the same functions the product uses."""

from io import BytesIO

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.utils.crypto import get_random_string
from PIL import Image

from media.models import SiteDocument, SiteImage
from school_sites.letters import states
from school_sites.models import (
    AlbumPhoto,
    ArticlePage,
    BoardLink,
    ColumnPage,
    FormPage,
    FormQuestion,
    LinkBoardPage,
    MailboxPage,
    WeekMenuMeal,
    WeekMenuPage,
)
from school_sites.models.menus import DAYS
from sitehub.audit import one_line
from sitehub.district.setup import open_district_site
from sitehub.provisioning.sites import open_school


def make_district(**facts):
    """The district's site at district.localhost, with channels and rules."""
    return open_district_site(
        name="云澜区教育信息网", short_name="云澜教育", host="district.localhost", by=None, **facts
    )


def make_school(code, *, name=None, kind="primary", **facts):
    """An open school at ``<code>.localhost``."""
    return open_school(
        code=code,
        name=name or f"学校 {code}",
        kind=kind,
        host=f"{code}.localhost",
        by=None,
        **facts,
    )


def make_user(username, name="", *, site=None, role=None, password="correct horse"):
    """A person; with ``site`` and ``role`` a member of that role's group."""
    with one_line():
        user = get_user_model().objects.create_user(
            username, password=password, first_name=name or username
        )
        if site is not None:
            user.groups.add(site.groups.get(role=role).group)
    return user


def column_of(site, kind="news"):
    """The first column of ``kind`` at ``site`` that has no columns below it."""
    columns = ColumnPage.objects.filter(root_path=site.root_page.path, kind=kind)
    return columns.filter(numchild__gte=0).order_by("-depth", "path").first()


def make_article(
    site,
    title="校运会顺利举行",
    *,
    kind="news",
    column=None,
    publish=True,
    model=ArticlePage,
    **fields,
):
    """An article in a column of ``kind``, published through a revision unless told not to.

    ``model`` is one of the article's forms; an album takes ``photos``, (picture, caption) pairs.
    """
    photos = fields.pop("photos", [])
    column = column or column_of(site, kind)
    body = fields.pop("body", [("text", "<p>正文第一段。</p>")])
    article = model(title=title, live=False, locale_id=column.locale_id, **fields)
    article.body = body
    for number, (image, caption) in enumerate(photos):
        article.photos.add(AlbumPhoto(image=image, caption=caption, sort_order=number))
    column.add_child(instance=article)
    revision = article.save_revision()
    if publish:
        revision.publish()
    return model.objects.get(pk=article.pk)


def make_column(site, title, layout, *, slug, kind="other"):
    """A top column of ``site`` with a layout of its own, published."""
    column = ColumnPage(title=title, slug=slug, kind=kind, layout=layout, live=False,
                        locale_id=site.root_page.locale_id)  # fmt: skip
    site.root_page.specific.add_child(instance=column)
    column.save_revision().publish()
    return ColumnPage.objects.get(pk=column.pk)


def make_film(site, name="film.mp4", data=b"\0\0\0\x18ftypisom\0\0\0\0"):
    """A file in the collection of ``site``, by its first bytes a film."""
    return SiteDocument.objects.create(
        title="影片", collection=site.collection, file=ContentFile(data, name=name)
    )


def offer(document, site):
    """A published article of ``site`` that offers ``document``: without one nobody is given it."""
    return make_article(
        site, document.title, body=[("attachments", [{"document": document, "title": ""}])]
    )


def make_picture(site, title="操场上的同学", *, size=(100, 64)):
    """A picture in the collection of ``site``, small where nothing is said of its size."""
    data = BytesIO()
    Image.new("RGB", size, "seagreen").save(data, "JPEG")
    return SiteImage.objects.create(
        title=title,
        collection=site.collection,
        file=ContentFile(data.getvalue(), name="picture.jpg"),
    )


def lay_out(site, layout, *, kind="moral"):
    """The first column of ``kind`` at ``site``, shown in ``layout``."""
    column = column_of(site, kind)
    column.layout = layout
    column.save_revision().publish()
    return ColumnPage.objects.get(pk=column.pk)


def make_leaf(column, model, title="", **fields):
    """A published leaf page of ``model`` in ``column``."""
    page = model(title=title, live=False, locale_id=column.locale_id, **fields)
    ColumnPage.objects.get(pk=column.pk).add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def make_week(column, monday, meals=None):
    """A published menu; ``meals`` is {name: dishes of every day}."""
    meals = {"早餐": "小米粥\n鲜肉包", "午餐": "米饭\n番茄牛腩"} if meals is None else meals
    rows = [
        WeekMenuMeal(name=name, sort_order=number, **dict.fromkeys(DAYS, dishes))
        for number, (name, dishes) in enumerate(meals.items())
    ]
    return make_leaf(column, WeekMenuPage, week_start=monday, meals=rows)


def make_board(column, title, count, *, logo=None):
    """A published group of ``count`` links."""
    links = [
        BoardLink(title=f"网站 {n}", url=f"https://example.com/{n}", logo=logo, sort_order=n)
        for n in range(count)
    ]
    return make_leaf(column, LinkBoardPage, title, links=links)


def make_box_column(site):
    """A live column of ``site`` for mailboxes and forms, at ``/xinxiang/``."""
    column = ColumnPage(
        title="信箱与表单", slug="xinxiang", kind="interaction", layout="forms",
        locale_id=site.root_page.locale_id,
    )  # fmt: skip
    site.root_page.specific.add_child(instance=column)
    return column


def make_mailbox(site, title="校长信箱", *, column=None, **fields):
    """A live mailbox; in a column of its own unless one is given."""
    column = column or make_box_column(site)
    box = MailboxPage(title=title, locale_id=column.locale_id, **fields)
    column.add_child(instance=box)
    return box


def make_form(site, title="夏令营报名", *, column=None, questions=(), **fields):
    """A live form; ``questions`` are dicts of FormQuestion's fields."""
    column = column or make_box_column(site)
    form = FormPage(title=title, locale_id=column.locale_id, **fields)
    form.questions = [FormQuestion(sort_order=n, **one) for n, one in enumerate(questions)]
    column.add_child(instance=form)
    return form


def make_letter(site, box, **fields):
    """A letter just received; returns it with its code as ``letter.code``."""
    fields = {"title": "操场的灯", "text": "晚上操场没有灯。", **fields}
    sending = f"sending {get_random_string(20)}"
    letter, code = states.receive(box=box, site=site, sending=sending, **fields)
    letter.code = code
    return letter
