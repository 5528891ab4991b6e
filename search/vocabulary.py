"""The words of what is published here: kept for suggestions, and to read misspelt questions by.

A title is a phrase of its entry, written with it, visible when it is. A word belongs to no
entry: publishing adds those that are new (one statement, which waits for nobody: a counter
would be a line that all who publish write), and a nightly job counts them. What the job has not
yet forgotten is never shown, as every word is asked of the index before.
"""

import math
from bisect import bisect_left
from collections import Counter
from functools import cache, lru_cache, partial
from itertools import takewhile

from django.db import transaction

from school_sites import hosts
from school_sites.models.school_site import SHOWN_STATUSES
from sitehub.publishing import bump, current

from . import analysis, pinyin
from .models import Entry, EntryText, SuggestedPhrase, Type
from .models.phrases import LONGEST_KEY

Kind, Level = SuggestedPhrase.Kind, SuggestedPhrase.Level
GENERATION = "search-words"
LONGEST_TITLE = 24  # longer ones are no question anybody asks
LONGEST_PHRASE = 8  # characters of two words that stand together
MOST_WORDS = 40_000  # words and phrases that are kept
TOP_WORDS = 1_500  # of them are looked at first
MOST_COUNTED = 400_000  # phrases in memory while counting; rare ones are dropped beyond
MOST_NAMES = 40  # of the same beginning that are looked at
BATCH = 2_000
NAME, NOT_IN_NAMES = 3, "的了和与在是等对为说到"  # characters of most names; and of none
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚"
    "卢姜崔钟谭陆汪范石廖贾韦夏付方邹熊白孟秦邱江尹薛闫段雷侯史陶贺顾毛郝龚邵万钱严覃武戴莫孔向汤庄"
)
KINDS = {Type.PERSON: (Kind.PERSON, Level.WORD), Type.PAGE: (Kind.COLUMN, Level.OWN)}


@lru_cache(2_000)
def words_of_title(folded):
    """(words, phrases of two words) that a folded title is about, each once."""
    words, phrases = {}, {}
    stop = analysis.stop_words()
    for han, other in analysis.RUN.findall(folded):
        before, at = "", 0
        for word in analysis.words_of(han or other):
            telling = len(word) > 1 and word not in stop and not word.isdigit()
            if telling:
                words[word] = True
            if not han or not han.startswith(word, at):
                continue  # a part of the word before
            if name := _name_at(han, at, word):
                words[name] = True
            at += len(word)
            if telling and before and len(before + word) <= LONGEST_PHRASE:
                phrases[before + word] = True
            before = word if telling else ""
    return tuple(words), tuple(one for one in phrases if one not in words)


def _name_at(han, at, word):
    """The name of three characters that the cutter took apart at ``word``, or "".

    周敏之 is no word of a dictionary; who spells it wrongly means it all the same.
    """
    name = han[at : at + NAME]
    is_cut = len(word) < NAME == len(name) and word[0] in SURNAMES
    if not is_cut or (len(word) > 1 and analysis.is_word(word)):
        return ""
    return "" if name[-1] in NOT_IN_NAMES else name


def phrase(text, folded, **facts):
    """An unsaved SuggestedPhrase of ``text`` with its keys."""
    return SuggestedPhrase(
        text=text,
        folded=folded,
        pinyin=pinyin.joined(folded),
        initials=pinyin.initials(folded),
        **facts,
    )


def look_at(title):
    """Find out what ``title`` says and how it sounds; the last few thousand are remembered."""
    folded = _folded(title)
    words_of_title(folded)
    pinyin.syllables(folded[:LONGEST_KEY])


def _folded(title):
    return analysis.fold(title).strip()


def take_in(entries_and_titles):
    """Keep the phrases of new (saved entry, title): in their transaction, by one statement."""
    rows, words = [], set()
    for entry, title in entries_and_titles:
        folded = _folded(title)
        words.update(words_of_title(folded)[0])
        kind, level = KINDS.get(entry.type, (Kind.TITLE, Level.TITLE))
        if len(folded) > LONGEST_TITLE:
            level = Level.LONG
        facts = {"kind": kind, "level": level, "site_id": entry.site_id, "entry": entry}
        rows.append(phrase(title.strip()[:LONGEST_KEY], folded[:LONGEST_KEY], **facts))
    # In one order, so that two who publish the same new words do not wait for each other.
    new = sorted(word for word in words - _kept_words() if _fits(word))
    rows += [_word(word, 1, Level.WORD) for word in new]
    SuggestedPhrase.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(partial(_kept_words().update, new))


_kept = {}  # {generation: words}, of the newest alone


def _kept_words():
    """Words that this process has seen kept since they were counted last; a set to add to."""
    mark = current(GENERATION)
    if mark not in _kept:
        _kept.clear()
    words = _kept.setdefault(mark, set())
    if len(words) > MOST_WORDS:
        words.clear()
    return words


def _word(word, weight, level):
    return phrase(word, word, kind=Kind.WORD, level=level, weight=weight)


def _fits(word):
    return len(word) <= LONGEST_TITLE


def recount():
    """Count in how many visible titles each word stands; forget what stands in none.

    Written in batches, each a transaction of its own. Returns how many words are kept.
    """
    counted = _count()
    best = sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:MOST_WORDS]
    wanted = {
        word: (weight, Level.TOP if place < TOP_WORDS else Level.WORD)
        for place, (word, weight) in enumerate(best)
    }
    gone, changed = [], []
    for one in SuggestedPhrase.objects.filter(kind=Kind.WORD).iterator(BATCH):
        now = wanted.pop(one.folded, None)
        if now is None:
            gone.append(one.pk)
        elif now != (one.weight, one.level):
            one.weight, one.level = now
            changed.append(one)
    new = [_word(word, weight, level) for word, (weight, level) in wanted.items()]
    for rows in _batches(gone):
        SuggestedPhrase.objects.filter(pk__in=rows).delete()
    for rows in _batches(changed):
        SuggestedPhrase.objects.bulk_update(rows, ["weight", "level"])
    for rows in _batches(new):
        SuggestedPhrase.objects.bulk_create(rows, ignore_conflicts=True)
    bump(GENERATION)
    return len(best)


def _count():
    words, phrases = Counter(), Counter()
    titles = EntryText.objects.filter(entry__in=Entry.objects.visible())
    for title in titles.values_list("title", flat=True).iterator(BATCH):
        of_title, pairs = words_of_title(analysis.fold(title))
        words.update(one for one in of_title if _fits(one))
        phrases.update(pairs)
        if len(phrases) > MOST_COUNTED:
            phrases = Counter({one: many for one, many in phrases.items() if many > 1})
    # Two words that stand together once are chance, not a phrase.
    words.update({one: many for one, many in phrases.items() if many > 1})
    return words


def _batches(rows):
    for at in range(0, len(rows), BATCH):
        with transaction.atomic():
            yield rows[at : at + BATCH]


@cache
def field_names():
    """The field's words, known before anything is published."""
    return Names(analysis.lines_of(analysis.VOCABULARY))


class Names:
    """Some hundred names in memory, by the three keys of a phrase."""

    def __init__(self, names):
        rows = [named(name) for name in dict.fromkeys(names) if name]
        self.folded = [row[0] for row in rows]
        self._by_key = {
            field: sorted((row[place], row[1]) for row in rows)
            for field, place in (("folded", 0), ("pinyin", 2), ("initials", 3))
        }

    def beginning(self, field, typed):
        """[(key, name)] of those whose key ``field`` begins with ``typed``."""
        rows = self._by_key[field]
        start = bisect_left(rows, (typed,))
        return list(
            takewhile(lambda row: row[0].startswith(typed), rows[start : start + MOST_NAMES])
        )


def named(name):
    """(folded, as written, pinyin, initials) of a name."""
    folded = analysis.fold(name)
    return folded, name, pinyin.joined(folded), pinyin.initials(folded)


def school_names():
    """Names and short names of every site that is shown."""
    table = hosts.table()
    return table.derived("search-school-names", lambda: Names(_names_of(table)))


def _names_of(table):
    for entry in table.by_id.values():
        site = entry.school_site
        if site.status in SHOWN_STATUSES:
            yield from (site.name, site.short_name)


def worth(weight):
    """What ``weight`` counts for when phrases are compared: ten times as many is a step."""
    return math.log10(1 + weight)
