"""Short lists are found by index, whatever they are chosen by."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from school_sites.gathering import COMING, PAST, Pick, gather
from tests.factories import column_of

INDEXES = {
    "word": ("tag_site_word", "tag_word"),
    "column": ("submission_column_date",),
    "subject": ("listing_subject_date",),
    "coming": ("listing_subject_event",),
    "past": ("listing_subject_event",),
}


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plans")
@pytest.mark.parametrize("by", INDEXES)
def test_each_list_is_looked_up_in_its_index(district, by):
    pick = {
        "word": Pick(8, word="读书"),
        "column": Pick(8, column_id=column_of(district).pk),
        "subject": Pick(8, subject="maths"),
        "coming": Pick(8, subject="maths", events=COMING),
        "past": Pick(8, subject="maths", events=PAST),
    }[by]
    with CaptureQueriesContext(connection) as captured:
        gather(district, [pick])
    plans = [plan_of(query["sql"]) for query in captured]
    assert len(plans) == 2
    for index in INDEXES[by]:
        assert any(index in line for plan in plans for line in plan), plans
    assert [line for plan in plans for line in plan if line.startswith("SCAN")] == []


def plan_of(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [row[-1] for row in cursor.fetchall()]
