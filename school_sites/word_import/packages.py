"""Opens a zip file (a docx is one) without believing what it says of itself."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

from lxml import etree

from .document import ImportRefused
from .limits import (
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_RATIO_FREE_BYTES,
    MAX_UNPACKED_BYTES,
    MAX_XML_BYTES,
)

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_DTD_MARKS = ("<!DOCTYPE", "<!ENTITY")
# "Strict" files differ from those everybody writes in the names of their namespaces only.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main",
     b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships",
     b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/drawingml/",
     b"http://schemas.openxmlformats.org/drawingml/2006/"),
)  # fmt: skip
_SAVE_AGAIN = "请在 Word 或 WPS 里打开原文件，另存为新的 .docx 后再上传"


class Package:
    """The members of a zip file, by name, checked before anything is unpacked.

    Nothing is ever written to a disk, so a member's name cannot lead anywhere.
    """

    def __init__(self, data: bytes) -> None:
        """Raises ImportRefused (damaged, encrypted, zip-bomb, unsafe-names)."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
            raise damaged() from None
        _check_members(members)
        self._members = {member_name(member): member for member in members if not member.is_dir()}
        if len(self._members) < sum(not member.is_dir() for member in members):
            raise damaged()  # two members of one name: which is meant depends on the program

    @property
    def names(self) -> list[str]:
        """Names of all files inside, in the order of the archive."""
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def size(self, name: str) -> int:
        """Unpacked size in bytes."""
        return self._members[name].file_size

    def read(self, name: str) -> bytes:
        """The bytes of a member, never more than it declared. Raises ImportRefused (damaged)."""
        try:
            return self._zip.read(self._members[name])
        except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
            raise damaged() from None
        except Exception as error:  # zlib and lzma raise errors of their own
            if type(error).__module__ not in ("zlib", "_lzma", "lzma"):
                raise
            raise damaged() from None

    def xml(self, name: str) -> etree._Element | None:
        """The root element of an XML member, None when there is no such member.

        Raises ImportRefused (damaged, entities, too-complex). Nothing is fetched or expanded.
        """
        if name not in self:
            return None
        if self.size(name) > MAX_XML_BYTES:
            raise ImportRefused(
                "too-complex",
                "的正文太长，不像一篇文章，没有导入。请拆成几个文件后再上传，或者作为附件上传。",
            )
        data = self.read(name)
        if _declares_entities(data):
            raise _entities()
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise damaged() from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise _entities()
        return root


def member_name(member: zipfile.ZipInfo) -> str:
    """The name of a member; Chinese Windows writes it in GBK and does not say so."""
    name = member.filename
    if not member.flag_bits & _UTF8_NAME and not name.isascii():
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            return name
    return name


def damaged() -> ImportRefused:
    """The refusal of a file that is cut off, overwritten, or not what its name says."""
    return ImportRefused("damaged", f"已经损坏或不完整，读不出内容，没有导入。{_SAVE_AGAIN}。")


def _entities() -> ImportRefused:
    return ImportRefused(
        "entities",
        "里有外部实体或文档类型声明（DTD），正常的 Word 文件没有这些，可能是恶意文件，没有导入。"
        f"{_SAVE_AGAIN}。",
    )


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise _bomb(f"里有 {len(members)} 个文件，超过 {MAX_MEMBERS} 个的上限")
    total = sum(member.file_size for member in members)
    if total > MAX_UNPACKED_BYTES:
        megabytes = total // 1024 // 1024
        raise _bomb(f"解压后有 {megabytes} MB，超过 {MAX_UNPACKED_BYTES // 1024 // 1024} MB 的上限")
    for member in members:
        if member.flag_bits & _ENCRYPTED:
            raise ImportRefused(
                "encrypted", "是加密的压缩包，读不出内容，没有导入。请去掉密码后再上传。"
            )
        if member.file_size > max(MAX_RATIO_FREE_BYTES, member.compress_size * MAX_RATIO):
            raise _bomb("的压缩比不正常，可能是“压缩炸弹”")
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in member.filename:
            raise ImportRefused(
                "unsafe-names", "里有指向压缩包之外的文件路径，可能是恶意文件，没有导入。"
            )


def _bomb(what: str) -> ImportRefused:
    return ImportRefused(
        "zip-bomb", f"{what}，没有导入。请拆成几个文件，或者压缩其中的图片后再上传。"
    )


def _declares_entities(data: bytes) -> bool:
    head = data[:4]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head:
        text = data.decode("utf-16", "replace") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
        text = text or data.replace(b"\x00", b"").decode("latin-1")
        return any(mark in text for mark in _DTD_MARKS)
    return any(mark.encode() in data for mark in _DTD_MARKS)
