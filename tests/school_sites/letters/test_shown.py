"""What visitors see of mailboxes and forms on the pages of a site."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from school_sites.letters import states
from tests.factories import make_box_column, make_form, make_letter, make_mailbox
from tests.school_sites.letters.visitor import HOST, words

pytestmark = pytest.mark.django_db


def test_the_column_leads_to_its_boxes_and_shows_what_was_published(client, school, editor):
    column = make_box_column(school)
    few, _ = queries_of(client, column)
    box = make_mailbox(school, column=column, publishes_answers=True, introduction="欢迎来信。")
    make_form(school, column=column)
    for number in range(12):
        letter = make_letter(school, box, may_publish=True, sender="王女士")
        states.reply(letter, version=0, by=editor, text="内部答复")
        states.publish_answer(
            letter, version=1, by=editor, question=f"问题{number}", answer=f"回答{number}"
        )
    many, page = queries_of(client, column)
    assert many <= few + 1
    for shown in (f'href="/f/{box.pk}/"', f'href="/a/{box.pk}/"', "夏令营报名", "问题11", "回答2"):
        assert shown in page, shown
    for hidden in ("王女士", "内部答复", "问题1<"):
        assert hidden not in page, hidden
    page = client.get(f"/a/{box.pk}/", headers={"host": HOST}).content.decode()
    assert "问题0" in page


def queries_of(client, column):
    path = f"/{column.slug}/"
    client.get(path, headers={"host": HOST})
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path, headers={"host": HOST})
    return len(captured), response.content.decode()


def test_older_answers_are_a_page_further(client, school, editor):
    box = make_mailbox(school, publishes_answers=True)
    for number in range(23):
        letter = make_letter(school, box, may_publish=True)
        states.reply(letter, version=0, by=editor, text="好")
        states.publish_answer(letter, version=1, by=editor, question=f"第{number}问", answer="好")
    page = html.fromstring(client.get(f"/a/{box.pk}/", headers={"host": HOST}).content)
    older = page.xpath("//a[@rel='next']/@href")[0]
    text = words(client.get(older, headers={"host": HOST}))
    assert [f"第{n}问" in text for n in range(5)] == [True, True, True, False, False]
    assert client.get(f"/f/{box.pk}/answers/nonsense/", headers={"host": HOST}).status_code == 404
