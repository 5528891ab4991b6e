"""Real documents for the tests: written by python-docx, or by LibreOffice from a flat ODT."""

import functools
import io
import os
import signal
import subprocess
import tempfile
import time
import zipfile
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from PIL import Image, ImageDraw

SOURCE = Path(__file__).parent / "fixtures" / "news.fodt"
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
<library:element library:name="Locked"/></library:library>
"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Locked"
 script:language="StarBasic">
Sub Save
  Dim none(0) As New com.sun.star.beans.PropertyValue
  Dim how(1) As New com.sun.star.beans.PropertyValue
  none(0).Name = "Hidden" : none(0).Value = True
  document = StarDesktop.loadComponentFromURL("file://{source}", "_blank", 0, none)
  how(0).Name = "FilterName" : how(0).Value = "MS Word 2007 XML"
  how(1).Name = "Password" : how(1).Value = "qinghe"
  document.storeToURL("file://{folder}/locked.docx", how)
  Open "{folder}/done" For Output As #1 : Close #1
End Sub
</script:module>
"""


def picture(seed=0, size=(320, 200), kind="PNG"):
    """The bytes of a picture; each `seed` gives another one."""
    image = Image.new("RGB", size, (seed * 37 % 255, seed * 91 % 255, 120))
    ImageDraw.Draw(image).ellipse((10, 10, 60 + seed % 100, 90), fill="white")
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


def photograph(seed, size=(4000, 3000)):
    """A JPEG as large and as uneven as one of a telephone."""
    noise = Image.effect_noise((size[0] // 8, size[1] // 8), 90).resize(size)
    image = Image.merge("RGB", (noise, noise.rotate(180), Image.new("L", size, seed * 7 % 255)))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=80)
    return file.getvalue()


def saved(document):
    """The bytes of a python-docx document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def look(paragraph, *, bold=None, size=None, centred=False):
    """Dress a paragraph by hand, as people do who know no styles."""
    for run in paragraph.runs:
        run.bold = bold
        run.font.size = Pt(size) if size else None
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def red_head():
    """An official document: issuer, number, title in two lines, typed headings, signature."""
    document = docx.Document()
    add = document.add_paragraph
    look(add("云澜区教育局文件"), size=36, bold=True, centred=True)
    look(add("云教〔2026〕12 号"), size=16, centred=True)
    look(add("关于开展2026年中小学"), size=22, centred=True)
    look(add("校园读书节活动的通知"), size=22, centred=True)
    add("各中小学、幼儿园：")
    add("　　为推进书香校园建设，经研究，决定在全区开展校园读书节活动。现将有关事项通知如下：")
    add("一、活动时间")
    add("2026年4月1日至4月30日。")
    add("二、活动内容")
    add("（一）班级共读")
    add("各班每周安排一节共读课。[bookmark: _GoBack]")
    add("云澜区教育局")
    add("2026年3月5日")
    return saved(document)


def with_pictures(count, *, same=False, data=None):
    """A short report with `count` pictures."""
    document = docx.Document()
    document.add_heading("春季运动会", 1)
    document.add_paragraph("三月的操场上，同学们奔跑、跳跃，为班级争光，欢呼声一阵高过一阵。")
    for i in range(count):
        document.add_picture(io.BytesIO(data or picture(0 if same else i)))
    return saved(document)


def with_member(data, name, content):
    """The docx `data` with one member more."""
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, content)
    return file.getvalue()


def with_changed(data, name, change):
    """The docx `data` with the member `name` passed through `change` (bytes to bytes)."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.namelist():
            content = source.read(member)
            target.writestr(member, change(content) if member == name else content)
    return result.getvalue()


def zipped(members, *, compression=zipfile.ZIP_DEFLATED):
    """A zip file of {name: bytes}."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


@functools.cache
def by_libreoffice(kind):
    """The fixture as LibreOffice saves it; `kind` is the suffix."""
    with tempfile.TemporaryDirectory() as folder:
        _soffice(folder, "--convert-to", kind, "--outdir", folder, str(SOURCE))
        return (Path(folder) / f"{SOURCE.stem}.{kind}").read_bytes()


@functools.cache
def locked_by_libreoffice():
    """The fixture saved as docx with a password, by a macro of our own."""
    with tempfile.TemporaryDirectory() as folder:
        # The first start makes the profile anew; only after it a macro of ours is kept.
        _soffice(folder, "--convert-to", "txt", "--outdir", folder, str(SOURCE))
        library = Path(folder) / "profile/user/basic/Standard"
        (library / "script.xlb").write_text(LIBRARY)
        (library / "Locked.xba").write_text(MODULE.format(source=SOURCE, folder=folder))
        # The program does not end by itself after a macro.
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        program = subprocess.Popen(
            [*command, "macro:///Standard.Locked.Save"],
            env=os.environ | {"HOME": folder},
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            for _ in range(600):
                if (Path(folder) / "done").exists():
                    break
                time.sleep(0.1)
        finally:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()
        return (Path(folder) / "locked.docx").read_bytes()


def locked_doc():
    """The fixture as .doc with the flag that says its text is encrypted."""
    data = bytearray(by_libreoffice("doc"))
    first_block = data.find(b"\xec\xa5", 512)
    data[first_block + 11] |= 1
    return bytes(data)


def _soffice(folder, *arguments):
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", *arguments],
        check=True,
        capture_output=True,
        timeout=120,
        env=os.environ | {"HOME": folder},
    )
