"""Old Word files become docx through LibreOffice, where it is installed."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from .document import ImportRefused
from .limits import CONVERSION_BYTES, CONVERSION_SECONDS, MAX_UNPACKED_BYTES

_PROGRAMS = ("soffice", "libreoffice")
# Macros never run, what a document links to is never fetched, and a proxy that is not there
# stops anything that would be.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""


def converter() -> str | None:
    """Path of LibreOffice, or None. SOFFICE names another program, or none when it is empty."""
    if "SOFFICE" in os.environ:
        return shutil.which(os.environ["SOFFICE"]) if os.environ["SOFFICE"] else None
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)


def convert_to_docx(data: bytes, suffix: str) -> bytes:
    """Return `data`, a file of the type `suffix`, as docx.

    LibreOffice works in a folder of its own with a limit of time and memory.
    Raises ImportRefused (no-converter, conversion).
    """
    program = converter()
    if program is None:
        raise ImportRefused(
            "no-converter",
            "是旧版 Word 格式，这台服务器没有安装转换程序，没有导入。"
            "请在 Word 或 WPS 里另存为 Word 文档（.docx），再上传。",
        )
    with tempfile.TemporaryDirectory(prefix="sitehub-convert-") as folder:
        return _convert(program, Path(folder), data, suffix)


def _convert(program: str, folder: Path, data: bytes, suffix: str) -> bytes:
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    source = folder / f"document{suffix}"
    source.write_bytes(data)
    command = [
        program,
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--norestore",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder / "out"),
        str(source),
    ]
    _run(command, folder)
    result = folder / "out" / "document.docx"
    if not result.is_file():
        raise _failed("转换程序读不出它的内容，可能已经损坏或设有密码")
    if result.stat().st_size > MAX_UNPACKED_BYTES:
        raise _failed("转换后的文件太大")
    return result.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    environment = {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
    }
    process = subprocess.Popen(  # noqa: S603 - the program's path is ours, no shell
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_limit_memory,
    )
    try:
        process.wait(CONVERSION_SECONDS)
    except subprocess.TimeoutExpired:
        raise _failed(f"转换了 {CONVERSION_SECONDS} 秒还没有完成") from None
    finally:
        # LibreOffice starts processes of its own; none outlives the conversion.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (CONVERSION_BYTES, CONVERSION_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _failed(what: str) -> ImportRefused:
    return ImportRefused(
        "conversion",
        f"是旧版 Word 格式，{what}，没有导入。"
        "请在 Word 或 WPS 里另存为 Word 文档（.docx），再上传。",
    )
