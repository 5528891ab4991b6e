"""Collects findings while a document passes through the stages."""

from __future__ import annotations

from collections import Counter

from .document import Finding
from .limits import EXCERPT_CONTEXT, MAX_CHECKS_PER_KIND, MAX_EXCERPT, MAX_HOSTS_NAMED

# The order here is the order in which an editor reads them. {n} is the count.
FIXED = {
    "hidden": "删除了隐藏的内容 {n} 处（页面上看不见的文字或链接，可能是网页被篡改留下的）",
    "script": "删除了脚本 {n} 处",
    "frame": "删除了嵌入的外部框架或插件 {n} 处",
    "widget": "删除了表单控件、图形、音视频等不能放进正文的内容 {n} 处",
    "contents-list": "去掉了目录 {n} 行（标题会由网站自己列出）",
    "footnote": "把脚注和尾注 {n} 条移到了文末",
    "bookmark": "删除了 Word 书签标记 {n} 处",
    "fragment": "删除了粘贴标记（StartFragment、EndFragment）{n} 处",
    "mso": "删除了 Word 专用的样式和标记 {n} 处",
    "zero-width": "删除了看不见的零宽字符 {n} 个",
    "indent": "删除了行首用空格排出的缩进 {n} 处",
    "trailing": "删除了行末多余的空格 {n} 处",
    "empty-lines": "删除了空段落 {n} 处",
}
CHECKS = {
    "lost-glyph": "这里可能有字符丢失（问号或方框），请对照原文补上",
    "split-number": "这里的数字可能被空格拆开了，请核对",
    "doubled-quote": "这里的引号重复了，请核对",
    "direction": "这里有改变文字方向的不可见字符，请核对",
    "revision": "文件里有修订痕迹，按“接受修订”后的文字导入，请核对",
    "comment": "文件里有批注，没有导入",
    "text-box": "文本框里的文字接在了所在段落后面，请核对位置",
    "merged-cells": "表格里有合并的单元格，已拆成单独的格子，请核对",
    "formula": "公式只保留了文字，请核对，必要时改用图片",
    "drawing": "图表、SmartArt 等图形没有导入，请截图后上传",
    "object": "嵌入的文件没有导入，请作为附件上传",
    "alt-chunk": "文件里插入了另一个文件，它的内容没有导入，请另行上传",
    "lost-picture": "图片在文件里已经丢失，请重新上传",
    "linked-picture": "图片只是一个链接，没有存在文件里，请重新上传",
    "unread-link": "网页里的这个文件没有导入，请作为附件上传",
    "foreign-image": "图片在别的网站上，请下载后重新上传",
    "local-file": "指向作者电脑里的文件，别人打不开，请重新上传",
    "dropped-link": "这个链接的地址不能使用，只保留了文字",
    "flattened-link": "表格、标题或图片说明里的链接只保留了文字，请核对",
}


class Report:
    """Counts what was fixed, lists what a person must check."""

    def __init__(self) -> None:
        self._fixed: Counter[str] = Counter()
        self._first: dict[str, str] = {}
        self._hosts: dict[str, dict[str, None]] = {}
        self._checks: dict[str, list[str]] = {}
        self._seen: Counter[str] = Counter()

    def fixed(self, code: str, excerpt: str = "", *, count: int = 1, hosts=()) -> None:
        """Note that something of kind `code` was repaired; the first excerpt is kept."""
        self._fixed[code] += count
        if excerpt and code not in self._first:
            self._first[code] = shorten(excerpt)
        self._hosts.setdefault(code, {}).update(dict.fromkeys(hosts))

    def check(self, code: str, excerpt: str) -> None:
        """Note a place for a person; beyond the limit per kind only the number is kept."""
        self._seen[code] += 1
        if self._seen[code] <= MAX_CHECKS_PER_KIND:
            self._checks.setdefault(code, []).append(shorten(excerpt))

    def check_at(self, code: str, text: str, start: int, end: int) -> None:
        """Note text[start:end] for a person, shown with its context."""
        wanted = self._seen[code] < MAX_CHECKS_PER_KIND
        self.check(code, around(text, start, end) if wanted else "")

    def findings(self) -> tuple[Finding, ...]:
        """Return everything noted: fixes first, then checks in the order of the document."""
        found = [
            Finding(code, self._fixed_message(code), self._first.get(code, ""), "fixed")
            for code in FIXED
            if self._fixed[code]
        ]
        for code, message in CHECKS.items():
            found += [
                Finding(code, f"{message}。", excerpt, "check")
                for excerpt in self._checks.get(code, ())
            ]
            more = self._seen[code] - MAX_CHECKS_PER_KIND
            if more > 0:
                found.append(Finding(code, f"{message}（同类另有 {more} 处未列出）。", "", "check"))
        return tuple(found)

    def _fixed_message(self, code: str) -> str:
        message = FIXED[code].format(n=self._fixed[code])
        hosts = list(self._hosts.get(code, ()))
        if not hosts:
            return f"{message}。"
        named = "、".join(shorten(host) for host in hosts[:MAX_HOSTS_NAMED])
        more = f" 等 {len(hosts)} 个网站" if len(hosts) > MAX_HOSTS_NAMED else ""
        return f"{message}，其中指向：{named}{more}。"


def shorten(text: str) -> str:
    """Return `text` on one line and within the length of an excerpt."""
    line = " ".join(text[: MAX_EXCERPT * 4].split())
    return line if len(line) <= MAX_EXCERPT else line[: MAX_EXCERPT - 1] + "…"


def around(text: str, start: int, end: int) -> str:
    """Return text[start:end] with some context on both sides, as an excerpt."""
    left = max(0, start - EXCERPT_CONTEXT)
    room = MAX_EXCERPT - 2 - (start - left)
    right = min(len(text), end + EXCERPT_CONTEXT, start + room)
    piece = " ".join(text[left:right].split())
    return f"{'…' if left else ''}{piece}{'…' if right < len(text) else ''}"
