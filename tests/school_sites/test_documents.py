"""Documents: the register, its categories and years, and what is over."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from media.models import SiteDocument
from school_sites.models import ArticlePage
from school_sites.sections.documents import key_of
from sitehub.syndication.models import TrustedSchool
from tests.factories import make_article, make_column

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SHIYAN = {"host": "shiyan.localhost"}


@pytest.fixture
def register(school):
    """A column of documents."""
    return make_column(school, "规章制度", "documents", slug="wenjian")


@pytest.fixture
def file(school, register):
    """Put a document in the register: ``file(title, category, **fields)``."""

    def make(title, category="", **fields):
        return make_article(school, title, column=register, category=category, **fields)

    return make


def titles(client, path):
    response = client.get(path, headers=SHIYAN)
    assert response.status_code == 200
    return [item.title for item in response.context_data["items"]]


def test_the_register_shows_numbers_dates_and_what_is_over(client, file):
    yesterday = timezone.localdate() - timedelta(days=1)
    file("收费办法", "财务公开", document_number="实小〔2026〕3 号", document_date=date(2026, 1, 5))
    file("旧办法", "财务公开", valid_until=yesterday)
    page = client.get("/wenjian/", headers=SHIYAN).content.decode()
    for words in ("实小〔2026〕3 号", "2026-01-05", "财务公开"):
        assert words in page
    assert page.count("已失效") == 1


def test_categories_and_years_narrow_the_register(client, file, register):
    now = timezone.now()
    old = now.replace(year=now.year - 2, month=6)
    file("新制度", "制度（试行）")
    file("旧制度", "制度（试行）", publication_date=old)
    file("收费", "财务公开", publication_date=old - timedelta(hours=1))
    base = f"/wenjian/category/{key_of('制度（试行）')}/"
    response = client.get("/wenjian/", headers=SHIYAN)
    links = {one["title"]: one["url"] for one in response.context_data["categories"]}
    assert links["制度（试行）"] == base
    assert titles(client, base) == ["新制度", "旧制度"]
    assert titles(client, f"{base}{old.year}/") == ["旧制度"]
    assert titles(client, f"/wenjian/{old.year}/") == ["旧制度", "收费"]
    context = client.get(base, headers=SHIYAN).context_data
    assert {one["url"] for one in context["years"]} >= {f"{base}{old.year}/"}


def test_a_category_pages_by_position(client, file, register):
    register.page_size = 5
    register.save_revision().publish()
    for number in range(7):
        file(f"文件{number}", "制度" if number != 3 else "其他")
    first = client.get(f"/wenjian/category/{key_of('制度')}/", headers=SHIYAN).context_data
    assert len(first["items"]) == 5
    assert titles(client, first["older_url"]) == ["文件0"]


@pytest.mark.parametrize("path", ["/wenjian/category/0123456789/", "/wenjian/category/x/2026/",
                                  "/xinwen/category/0123456789/"])  # fmt: skip
def test_unknown_categories_are_not_found(client, file, path):
    file("一", "制度")
    assert client.get(path, headers=SHIYAN).status_code == 404


def test_the_article_tells_number_validity_and_attachments(client, file, school):
    form = SiteDocument.objects.create(title="申请表", file="x.docx", file_size=2048)
    today = timezone.localdate()
    page = file(
        "资助办法", "制度", document_number="实小〔2026〕9 号", valid_until=today,
        body=[("attachments", [{"document": form, "title": ""}] * 2)],
    )  # fmt: skip
    response = client.get(f"/a/{page.pk}/", headers=SHIYAN)
    text = response.content.decode()
    assert "实小〔2026〕9 号" in text
    assert "已失效" not in text
    assert '<a class="article__attached" href="#attachments">2 个' in text
    assert text.count('id="attachments"') == 1
    # Tomorrow the page says something else.
    assert timezone.localdate(response.sitehub_valid_until) == today
    page.valid_until = today - timedelta(days=1)
    page.save_revision().publish()
    assert "已失效" in client.get(f"/a/{page.pk}/", headers=SHIYAN).content.decode()


def test_the_districts_register_narrows_what_it_took_from_schools(client, district, school):
    TrustedSchool.objects.create(site=school)
    channel = district.root_page.get_descendants().get(slug="xuexiao").specific
    channel.layout = "documents"
    channel.save_revision().publish()
    make_article(school, "学校制度", category="制度")
    make_article(school, "别的")
    response = client.get(
        f"/xinwen/xuexiao/category/{key_of('制度')}/", headers={"host": "district.localhost"}
    )
    assert [item.title for item in response.context_data["items"]] == ["学校制度"]
    assert response.context_data["years"]


@pytest.mark.parametrize("other", ["document_date", "publication_date"])
def test_a_validity_cannot_end_before_the_document(other):
    dates = {"document_date": date(2026, 1, 5), "publication_date": timezone.now()}
    page = ArticlePage(title="办法", valid_until=date(2026, 1, 4), **{other: dates[other]})
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert list(refused.value.message_dict) == ["valid_until"]
