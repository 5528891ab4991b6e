"""Real documents for the tests: written by python-docx, or by LibreOffice from a flat ODT."""

import functools
import io
import os
import random
import struct
import subprocess
import tempfile
import zipfile
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from PIL import Image, ImageDraw

SOURCE = Path(__file__).parent / "fixtures" / "news.fodt"


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


def locked_doc():
    """The fixture as .doc with the flag that says its text is encrypted."""
    data = bytearray(by_libreoffice("doc"))
    first_block = data.find(b"\xec\xa5", 512)
    data[first_block + 11] |= 1
    return bytes(data)


def locked_docx():
    """A docx with a password, as Word stores it: an encrypted package in a compound file."""
    key = b'<keyData cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" keyBits="256"/>'
    info = struct.pack("<HHI", 4, 4, 0x40) + b"<encryption>" + key + b"</encryption>"
    package = random.Random(1).randbytes(9000)
    return compound_file(
        {
            "EncryptionInfo": info.ljust(4096, b" "),
            "EncryptedPackage": struct.pack("<Q", len(package)) + package,
        }
    )


def compound_file(streams):
    """A compound file ([MS-CFB], version 3) of up to three streams of at least 4096 bytes."""
    end, free, table = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD

    def entry(name, kind, *, right=free, child=free, start=0, size=0):
        text = name.encode("utf-16-le") + b"\0\0"
        facts = (text, len(text) if name else 0, kind, 1, free, right, child, start, size)
        return struct.pack("<64sHBBIII36xIQ", *facts)

    chains, content = [table, end], b""  # the table itself, and the directory
    entries = [entry("Root Entry", 5, child=1, start=end)]
    for number, (name, data) in enumerate(streams.items(), start=1):
        sectors, start = -(-len(data) // 512), len(chains)
        chains += [*range(start + 1, start + sectors), end]
        content += data.ljust(sectors * 512, b"\0")
        right = number + 1 if number < len(streams) else free
        entries.append(entry(name, 2, right=right, start=start, size=len(data)))
    entries += [entry("", 0)] * (4 - len(entries))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0, 0,
    )  # fmt: skip
    fat = struct.pack("<128I", *chains, *[free] * (128 - len(chains)))
    return header.ljust(512, b"\xff") + fat + b"".join(entries) + content


def _soffice(folder, *arguments):
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", *arguments],
        check=True,
        capture_output=True,
        timeout=120,
        env=os.environ | {"HOME": folder},
    )
