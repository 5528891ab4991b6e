"""Home pages as visitors get them."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from sitehub.syndication.models import TrustedSchool
from tests.factories import make_article, make_picture, make_school

pytestmark = pytest.mark.django_db


def home(client, code):
    return client.get("/", headers={"host": f"{code}.localhost"})


def fill(site, count, *, kinds=("news", "moral", "notice")):
    now = timezone.now()
    for number in range(count):
        for kind in kinds:
            make_article(
                site, f"{kind} {number}", kind=kind,
                cover=make_picture(site) if number % 2 else None,
                publication_date=now - timedelta(days=number),
            )  # fmt: skip


def links(response):
    """How often each article is linked from the page."""
    return Counter(re.findall(r'href="([^"]*/a/\d+/)"', response.content.decode()))


def test_no_article_stands_more_than_twice_on_a_school_home(client, school):
    fill(school, 8)
    found = links(home(client, "shiyan"))
    assert found
    assert max(found.values()) <= 2


def test_no_article_stands_more_than_twice_on_the_district_home(client, district, school):
    TrustedSchool.objects.create(site=school)
    fill(school, 8, kinds=("news", "moral"))
    fill(district, 4, kinds=("party", "notice"))
    response = home(client, "district")
    found = links(response)
    assert max(found.values()) <= 2
    rows = response.context_data["rows"]
    headline, lead = rows[0]["item"], rows[1]
    news = next(one for one in rows[2]["sections"] if one["shape"] == "news")
    shown = [headline, *lead["carousel"], *lead["notices"]["items"], *news["items"]]
    numbers = [item.article_id for item in shown]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(
    ("kind", "words"),
    [("kindergarten", "园所头条"), ("primary", "校园头条"), ("other", "单位头条")],
)
def test_headlines_are_called_after_the_kind_of_site(client, district, kind, words):
    site = make_school("wowo", kind=kind)
    make_article(site)
    assert words in home(client, "wowo").content.decode()
