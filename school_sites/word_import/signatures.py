"""Recognises files that are not text by their first bytes, whatever their name says."""

from __future__ import annotations

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office 文件（.doc、.xls 或 .ppt）"),
    (b"%PDF-", "PDF 文件"),
    (b"{\\rtf", "RTF 文档"),
    (b"\x89PNG\r\n\x1a\n", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF87a", "GIF 图片"),
    (b"GIF89a", "GIF 图片"),
    (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"),
    (b"Rar!\x1a\x07", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "GZIP 压缩包"),
    (b"SQLite format 3\x00", "数据库文件"),
    (b"\x7fELF", "程序文件"),
    (b"MZ\x90\x00", "程序文件"),
    (b"ID3", "音频文件"),
)
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ZIP_PARTS = (
    (b"word/", "Word 文档（.docx）"),
    (b"xl/", "Excel 表格（.xlsx）"),
    (b"ppt/", "PowerPoint 演示文稿（.pptx）"),
    (b"application/vnd.oasis.opendocument.text", "ODT 文档"),
)


def what_it_looks_like(data: bytes) -> str:
    """Return the Chinese name of the kind of file `data` really is, or "" when it may be text."""
    if data.startswith(_ZIP_STARTS):
        # Names of parts stand in the clear in a zip's directory, at its end, and before each part.
        return next((name for part, name in _ZIP_PARTS if part in data), "ZIP 压缩包")
    if data[:4] == b"RIFF" and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return "WebP 图片" if data[8:12] == b"WEBP" else "音频或视频文件"
    if data[4:8] == b"ftyp" and b"\x00" in data[:4]:
        return "视频文件或 HEIC 图片"
    if data[:2] == b"BM" and data[6:10] == b"\x00\x00\x00\x00":
        return "BMP 图片"
    head = data[:600].lstrip().lower()
    if head.startswith(b"mime-version:") and b"content-type: multipart/" in head:
        return "单个文件网页（.mht）"
    return next((name for start, name in _SIGNATURES if data.startswith(start)), "")
