"""What can be wrong with a file, by code, and how its editors are told."""

TEXTS = {
    "unknown-kind": "这种文件的文字不能读取。",
    "empty": "文件是空的。",
    "too-large": "文件太大，无法提取文字。",
    "encrypted": "文件已加密，无法提取文字。请去掉密码，另存后换上。",
    "old-format": "文件其实是旧版 Office 格式，无法提取文字。请另存为新格式后换上。",
    "damaged": "文件已损坏或不完整，无法提取文字。请用原来的程序打开，另存后换上。",
    "zip-bomb": "文件解压后大得不正常，没有提取文字。请另存后换上，或拆成几个文件。",
    "entities": "文件里有文档类型声明或实体，正常的文件没有这些，没有提取文字。请另存后换上。",
    "too-complex": "文件内容太复杂或太大，无法提取文字。请拆成几个文件。",
    "encoding": "文字编码无法可靠地读出。请另存为 UTF-8 编码后换上。",
    "slow": "文件太复杂，限定时间内没有读完，无法提取文字。请拆成几个文件。",
    "busy": "提取文字没有按时完成。",
    "killed": "提取文字时进程被中断。",
    "no-text": "文件里没有可以提取的文字，可能是扫描件或只有图片。",
}
# The machine's fault rather than the file's: another try may succeed.
MAY_PASS = {"busy", "killed"}

# Refusals of the importer's readers, which these readers are built of.
OF_IMPORT = {"binary": "damaged", "unsafe-names": "damaged", "no-text": "empty"}


class Unreadable(ValueError):
    """The file gives no text; ``code`` is one of TEXTS."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def code_of_import(code):
    """The code here for the code of an ImportRefused."""
    code = OF_IMPORT.get(code, code)
    return code if code in TEXTS else "damaged"
