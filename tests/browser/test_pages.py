"""Every public page, full and empty, phone and desktop: valid HTML, no barrier, no side scroll."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from media.models import SiteDocument
from sitehub.provisioning.sites import archive, change_site_facts, suspend
from sitehub.syndication.models import TrustedSchool
from tests.browser.conftest import axe, nu_check, scrolls_sideways
from tests.factories import column_of, make_article, make_picture, make_school

LONG = (
    "关于进一步做好冬春季校园传染病防控和食品安全工作暨期末各项安排致全体家长的一封信（2026年修订）"
)


@pytest.fixture
def world(district, client):
    """Schools in every state; returns {name: (host, path)}."""
    full = make_school("shiyan", name="云澜区实验小学", short_name="实验小学", motto="勤学善问")
    TrustedSchool.objects.create(site=full)
    change_site_facts(
        full, by=None, icp_number="示例ICP备1号", police_number="示例公网安备2号", phone="0000-1",
        address="梧桐街18号", sponsor="云澜区教育局", operator="实验小学", site_identifier="3204",
    )  # fmt: skip
    article = fill(full)
    for kind in ("notice", "subject", "news"):
        make_article(district, f"{LONG}{kind}", kind=kind, cover=make_picture(district))
    make_school("kongbai", name="云澜区空白学校", kind="kindergarten")
    old = make_school("laoxiao", name="云澜区老学校")
    make_article(old, "老学校的新闻")
    archive(old, by=None)
    suspend(make_school("zanting", name="云澜区暂停学校"), by=None)
    bare = make_article(full, "只有标题", kind="moral", body=[])
    secret = make_article(full, "需要密码", kind="moral")
    PageViewRestriction.objects.create(page=secret, restriction_type="password", password="x")
    year = timezone.localtime().year
    shiyan, region = "shiyan.localhost", "district.localhost"
    return {
        "district home": (region, "/"),
        "district column": (region, "/jiaoyan/xueke/"),
        "district empty column": (region, "/zhuanti/"),
        "school list": (region, "/schools/"),
        "school home": (shiyan, "/"),
        "cards": (shiyan, "/xinwen/"),
        "older": (shiyan, column_older(client, full)),
        "list": (shiyan, "/jiaoyan/"),
        "year": (shiyan, f"/xinwen/{year}/"),
        "empty year": (shiyan, "/xinwen/2001/"),
        "article": (shiyan, f"/a/{article.pk}/"),
        "bare article": (shiyan, f"/a/{bare.pk}/"),
        "password": (shiyan, f"/a/{secret.pk}/"),
        "not found": (shiyan, "/nothing/"),
        "members only": (shiyan, "/_util/login/"),
        "empty home": ("kongbai.localhost", "/"),
        "empty column": ("kongbai.localhost", "/xinwen/"),
        "archived": ("laoxiao.localhost", "/"),
        "suspended": ("zanting.localhost", "/"),
        "unknown host": ("nobody.localhost", "/"),
    }


def fill(site):
    """Articles in every column; returns one that uses every block."""
    now = timezone.now()
    news = column_of(site, "news")
    news.page_size = 5
    news.save_revision().publish()
    for number in range(8):
        cover = make_picture(site) if number % 3 else None
        make_article(
            site, f"{LONG}{number}", column=news, cover=cover, summary="一段摘要。" * 12,
            publication_date=now - timedelta(days=number),
        )  # fmt: skip
    for kind in ("notice", "party", "moral", "research", "research", "students", "home-school"):
        make_article(site, f"{kind}：本周安排", kind=kind)
    document = SiteDocument.objects.create(title="报名表", file="x.docx", file_size=20480)
    picture = {"image": make_picture(site), "alt_text": "操场", "caption": "同学们在操场上"}
    table = {
        "data": [["周次", "内容", "负责人"], ["1", "开学" * 30, "王老师"]],
        "table_header_choice": "row", "first_row_is_table_header": True,
        "first_col_is_header": False, "table_caption": "日程",
    }  # fmt: skip
    return make_article(
        site, LONG, kind="research", author="教导处", source="教育局", writer="林老师",
        photographer="周老师", reviewer="陈校长", document_date=now.date(), summary="摘要。" * 30,
        keywords="传染病，食品安全，期末", cover=make_picture(site),
        body=[
            ("heading", {"level": "2", "text": "一、总体安排"}),
            ("text", "<p>正文<b>加粗</b><a href='https://example.com/'>链接</a></p><ul><li>一</li></ul>"),
            ("heading", {"level": "3", "text": "（一）时间"}),
            ("image", picture),
            ("gallery", {"pictures": [picture] * 5, "caption": "活动照片"}),
            ("table", table),
            ("quote", {"text": "勤学善问，日日有进。", "attribution": "校训"}),
            ("attachments", [{"document": document, "title": ""}]),
        ],
    )  # fmt: skip


def column_older(client, site):
    response = client.get("/xinwen/", headers={"host": "shiyan.localhost"})
    return response.context_data["older_url"]


def test_every_page_is_valid_reachable_and_narrow_enough(server, page, world, tmp_path):
    sources, faults = {}, []
    for name, (host, path) in world.items():
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            answer = page.goto(server.url_of(host, path))
            assert answer.status in (200, 403, 404, 503), name
            sources[name] = answer.text()
            faults += [f"{name} at {width}: {line}" for line in axe(page)]
            if scrolls_sideways(page):
                faults.append(f"{name} at {width}: scrolls sideways")
    faults += nu_check(sources, tmp_path)
    page.troubles[:] = [line for line in page.troubles if "status of" not in line]
    assert faults == []
