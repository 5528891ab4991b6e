"""Two people of one school who publish in the same moment do not block each other."""

import threading

import pytest
from django.db import connection, connections, transaction

from school_sites.models import ArticlePage
from tests.factories import column_of, make_article


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_writes_anew_while_another_publishes_in_the_same_column(school):
    draft = make_article(school, "早有的草稿", publish=False)
    began, errors = threading.Event(), []

    def write():
        try:
            with transaction.atomic():
                article = make_article(school, "刚写的", publish=False)
                began.set()
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(0.5)")  # the other one comes by
                article.latest_revision.publish()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    other = threading.Thread(target=write)
    other.start()
    assert began.wait(20)
    draft.latest_revision.publish()
    other.join(20)
    assert errors == []
    assert (
        ArticlePage.objects.filter(live=True, path__startswith=column_of(school).path).count() == 2
    )
