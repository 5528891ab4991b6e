"""Opening many schools from a table, and one from the command line."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from school_sites.models import SchoolSite
from sitehub.provisioning.csv_import import FileRefused, read_rows

HEADER = "code,name,kind,host"
GOOD = "shiyan,云澜区实验小学,小学,shiyan.localhost"


@pytest.fixture
def run(tmp_path, capsys):
    """Run open_schools on lines or bytes; return (exit was clean, out, err)."""

    def run(*lines, data=None, encoding="utf-8", dry_run=False):
        path = tmp_path / "schools.csv"
        path.write_bytes(data if data is not None else "\r\n".join(lines).encode(encoding))
        error = ""
        try:
            call_command("open_schools", path, dry_run=dry_run)
        except CommandError as caught:
            error = str(caught)
        captured = capsys.readouterr()
        return not error, captured.out, captured.err + error

    return run


def codes():
    return set(SchoolSite.objects.schools().values_list("code", flat=True))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_people_save_are_read(run, district, encoding):
    clean, out, err = run(
        "代码,全称,简称,类型,域名,其他域名,状态,地址",
        'shiyan,云澜区实验小学,实小,小学,Shiyan.localhost,"a.cn;b.cn",筹备中,云澜路 1 号',
        "lele,乐乐幼儿园,,kindergarten,lele.localhost,,,",
        encoding=encoding,
    )
    assert (clean, err) == (True, "")
    assert "开通 2 所" in out
    site = SchoolSite.objects.get(code="shiyan")
    assert (site.name, site.short_name, site.kind) == ("云澜区实验小学", "实小", "primary")
    assert (site.status, site.address) == ("preparing", "云澜路 1 号")
    assert set(site.hosts.values_list("host", flat=True)) == {"shiyan.localhost", "a.cn", "b.cn"}
    assert SchoolSite.objects.get(code="lele").status == "open"


def test_a_bad_row_is_named_and_the_others_go_on(run, district):
    clean, out, err = run(
        HEADER,
        "a-school,甲校,小学,a.localhost",
        "",
        "b-school,乙校,马戏团,b.localhost",
        "c-school,丙校,小学,admin.localhost",
        "d-school,丁校,小学,d.localhost,多余",
        "e-school,戊校,小学,e.localhost",
    )
    assert not clean
    assert codes() == {"a-school", "e-school"}
    assert "第 4 行（b-school） 类型" in err
    assert "第 5 行（c-school） 域名" in err
    assert "第 6 行（d-school） 这一行比表头多出" in err
    assert "开通 2 所，已有 0 所，失败 3 行" in out


def test_running_again_changes_nothing_and_is_clean(run, district, counts):
    run(HEADER, GOOD)
    before = counts()
    clean, out, _ = run(HEADER, GOOD)
    assert clean
    assert "已有 1 所" in out
    assert counts() == before


def test_what_a_school_changed_since_is_kept_and_told(run, district):
    run(HEADER + ",phone", GOOD + ",1")
    SchoolSite.objects.filter(code="shiyan").update(phone="2")
    clean, out, _ = run(HEADER + ",phone", GOOD + ",1")
    assert clean
    assert "联系电话：与已开通的不同" in out
    assert SchoolSite.objects.get(code="shiyan").phone == "2"


@pytest.mark.parametrize(
    ("row", "label"),
    [
        ("shiyan,另一所小学,小学,shiyan.localhost", "全称"),
        ("shiyan,云澜区实验小学,高中,shiyan.localhost", "类型"),
        ("shiyan,云澜区实验小学,小学,other.localhost", "域名"),
    ],
)
def test_an_opened_school_that_differs_is_a_conflict(run, district, counts, row, label):
    run(HEADER, GOOD)
    before, site = counts(), SchoolSite.objects.values().get(code="shiyan")
    for dry_run in (True, False):
        clean, _, err = run(HEADER, row, dry_run=dry_run)
        assert not clean
        assert f"第 2 行（shiyan） {label}" in err
    assert counts() == before
    assert SchoolSite.objects.values().get(code="shiyan") == site


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize(
    ("second", "label"),
    [
        ("shiyan,乙校,小学,b.localhost", "代码"),
        ("b-school,云澜区实验小学,小学,b.localhost", "全称"),
        ("b-school,乙校,小学,SHIYAN.localhost", "域名"),
    ],
)
def test_rows_that_repeat_each_other_are_found(run, district, dry_run, second, label):
    clean, _, err = run(HEADER, GOOD, second, dry_run=dry_run)
    assert not clean
    assert f"{label}：与第 2 行重复" in err
    assert codes() == (set() if dry_run else {"shiyan"})


def test_a_dry_run_tells_the_same_and_changes_nothing(run, district, counts):
    lines = [HEADER, GOOD, "b-school,乙校,小学,admin.localhost", "c-school,丙校,小学,c.localhost"]
    before = counts()
    clean, out, err = run(*lines, dry_run=True)
    assert not clean
    assert "可以开通 2 所，已有 0 所，失败 1 行" in out
    assert counts() == before
    wet_clean, _, wet_err = run(*lines)
    assert (wet_clean, wet_err) == (clean, err)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "文件是空的"),
        (b"\xef\xbb\xbf \r\n", "文件是空的"),
        (b"PK\x03\x04rest", "Excel 工作簿"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Excel 工作簿"),
        (b"\x89PNG\r\n\x1a\n\x00", "不是文本文件"),
        ("code,name".encode("utf-16"), "不是文本文件"),
        (b"\xff\xfe\xfd", "编码"),
        (b"code,name,kind\r\na,b,c\r\n", "缺少列：域名（host）"),
        ("代码,全称,类型\r\n".encode("gb18030"), "缺少列：域名"),
        (b"code,name,kind,host\r\n", "没有学校"),
        (b"code,name,kind,host,colour\r\na,b,c,d,e\r\n", "不认识的列：colour"),
        ("code,代码,name,kind,host\r\na,b,c,d,e\r\n".encode(), "重复的列：代码"),
        (b'code,name,kind,host\r\n"' + b"x" * 200_000, "CSV"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(run, district, counts, data, message):
    before = counts()
    clean, out, err = run(data=data)
    assert not clean
    assert message in err
    assert (out, counts()) == ("", before)


def test_a_file_that_is_not_there_is_told(db):
    with pytest.raises(CommandError, match="文件打不开"):
        call_command("open_schools", "/nowhere/schools.csv")


def test_a_huge_file_is_refused_before_it_is_read_as_rows():
    with pytest.raises(FileRefused):
        read_rows(b"x" * 5_000_001)


def test_empty_columns_at_the_end_and_tabs_are_no_matter():
    data = "代码\t全称\t类型\t域名\t\t\r\na\tb\t小学\tc\t\t\r\n".encode("gb18030")
    assert read_rows(data)[0].values["kind"] == "primary"


def test_one_school_from_the_command_line(district, capsys):
    call_command(
        "open_school", code="shiyan", name="云澜区实验小学", kind="小学", host="shiyan.localhost",
        phone="1",
    )  # fmt: skip
    assert "http://shiyan.localhost:8000/" in capsys.readouterr().out
    assert SchoolSite.objects.get(code="shiyan").phone == "1"


def test_the_command_names_the_field_that_is_wrong(school):
    with pytest.raises(CommandError) as caught:
        call_command("open_school", code="shiyan", name="新校", kind="小学", host="a b")
    lines = str(caught.value).splitlines()
    assert any(line.startswith("代码（--code）：") for line in lines)
    assert any(line.startswith("域名（--host）：") for line in lines)
