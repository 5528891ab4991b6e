"""Requests that read open no transaction; those that change something are one."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def view(request):
    Group.objects.create(name=request.method)
    if request.method == "POST":
        raise RuntimeError
    return HttpResponse(str(connection.in_atomic_block))


urlpatterns = [path("admin/", view, name="admin_start")]  # a name the guard lets pass


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
@pytest.mark.unrecorded
def test_reading_opens_no_transaction_and_a_change_that_fails_leaves_nothing(
    admin_client, settings
):
    settings.ROOT_URLCONF = __name__
    assert admin_client.get("/admin/").content == b"False"
    admin_client.raise_request_exception = False
    assert admin_client.post("/admin/").status_code == 500
    assert list(Group.objects.values_list("name", flat=True)) == ["GET"]


def test_it_is_the_last_middleware(settings):
    assert settings.MIDDLEWARE[-1].endswith("ReadingOpensNoTransactionMiddleware")
