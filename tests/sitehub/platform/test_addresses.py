"""The list of addresses that ``make run`` ends its preparation with."""

from django.core.management import call_command

from tests.factories import make_school


def test_it_names_district_schools_and_admin(school, other_school, capsys):
    call_command("addresses")
    printed = capsys.readouterr().out
    for address in (
        "http://district.localhost:8000",
        "http://shiyan.localhost:8000",
        "http://mingde.localhost:8000",
        "http://admin.localhost:8000/admin/",
    ):
        assert address in printed


def test_only_twenty_schools_and_their_number_are_printed(district, capsys):
    for number in range(21):
        make_school(f"school{number:02}")
    call_command("addresses")
    printed = capsys.readouterr().out
    assert "school19.localhost" in printed
    assert "school20.localhost" not in printed
    assert "共 21 所学校" in printed
