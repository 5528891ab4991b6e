"""Schools as people call them: 一小 and 星湖一小 for 星湖第一小学, 实小 for 实验小学.

Made from the names that the district has given, so that nobody keeps a list.
"""

import re

from school_sites import hosts

from . import borders, vocabulary

LONGEST_TERM = 12  # characters of a term that is looked into
MOST = 2  # schools that a short name is read as; what many are called is their ending
NUMBER = "[一二三四五六七八九十]+"
AREA = re.compile("[省市区县镇乡路街]$")
# (the end of a name, what it is called alone, what it is called after the rest of the name)
ENDINGS = [
    (re.compile(f"第({NUMBER})(?:实验|中心)?小学$"), r"\1小", ()),
    (re.compile(f"第({NUMBER})(?:初级|高级|完全|实验)?中学$"), r"\1中", ()),
    (re.compile(f"第({NUMBER})(?:实验|中心)?幼儿园$"), r"\1幼", (r"\1幼儿园",)),
    (re.compile("实验小学$"), "实小", ()),
    (re.compile("实验中学$"), "实中", ("实验",)),
    (re.compile("实验幼儿园$"), "实幼", ()),
    (re.compile("附属小学$"), "附小", ()),
    (re.compile("附属中学$"), "附中", ()),
    (re.compile("附属幼儿园$"), "附幼", ()),
    (re.compile("特殊教育学校$"), "特校", ("特教学校", "特教")),
    (re.compile("外国语学校$"), "外校", ("外国语",)),
    (re.compile("高级中学$"), "", ("高中",)),
    (re.compile("初级中学$"), "", ("初中",)),
    (re.compile("职业(?:高级|技术)?(?:中学|学校)$"), "", ("职高", "职校", "职中")),
    (re.compile("(小学|中学|幼儿园)$"), "", (r"\1",)),
]


def in_full(folded):
    """``folded`` with the short name of a school in it in full, once for each; mostly none."""
    if len(folded) > LONGEST_TERM:  # a whole title is meant as it stands
        return ()
    table = hosts.table().derived("search-short-names", _short_names)
    whole = [(0, len(folded))] if folded in table else []
    for start, end in whole or borders.places(folded, table)[:1]:
        names = table[folded[start:end]]
        return tuple(folded[:start] + name + folded[end:] for name in names[:MOST])
    return ()


def _short_names():
    """{short name: (names in full)} of every site that is shown."""
    names = dict.fromkeys(vocabulary.school_names().folded)
    found = {}
    for name in names:
        for short, full in _shortened(name):
            if short not in names:
                found.setdefault(short, {})[full] = True
    return {short: tuple(full) for short, full in found.items()}


def _shortened(name):
    """(short name, what it stands for) of a folded name."""
    for pattern, alone, after in ENDINGS:
        match = pattern.search(name)
        if not match:
            continue
        rest, ending = name[: match.start()], match.group()
        without = AREA.sub("", rest)
        if alone:
            yield match.expand(alone), ending
        for short in filter(None, (alone, *after)):
            for before in dict.fromkeys(filter(None, (rest, without))):
                yield before + match.expand(short), name
        return
