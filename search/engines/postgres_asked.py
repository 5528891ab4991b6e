"""What a question asks of PostgreSQL: conditions on an entry's vectors, with their parameters."""


def lexeme(token):
    """``token`` as vectors and queries write it."""
    return f"'{token}'"


def match(question, loose=False, sites=None):
    """(condition, parameters) for entries that ``question`` means, where of ``sites`` alone."""
    return _asked(question, loose, _term, sites)


def titles_match(question, loose=False):
    """(condition, parameters) for those whose title alone answers."""
    return _asked(question, loose, _title_term)


def _asked(question, loose, of_term, sites=None):
    conditions, params = [], []
    for term in question.terms:
        condition, values = (_any_word if loose and not term.is_phrase else of_term)(term, sites)
        conditions.append(condition)
        params += values
    asked = f"({(' OR ' if loose else ' AND ').join(conditions)})"
    for term in question.excluded:
        if sites is None and all(len(one.pairs) == 1 for one in term.readings):
            # The indexes alone tell which: quicker than to look into each row that matches.
            condition, values = _term(term)
            asked += (
                " AND search_entry.id NOT IN"
                f" (SELECT search_entry.id FROM search_entry WHERE {condition})"
            )
        else:
            condition, values = _plain(term)
            asked += f" AND NOT {condition}"
        params += values
    return asked, params


def _term(term, sites=None):
    """Words and single pairs are answered by the indexes alone; a phrase is looked up in each

    row's vector, which lies apart: only in those of rows that nothing else answers for.
    """
    weight = "A" if term.in_title else ""
    sure, params = [], []
    # One condition for each: an index asked for this or that reads all of both.
    for one in () if term.is_phrase else term.readings:
        sure.append("{0}.words @@ %s::tsquery")
        params.append(all_of(one.words, weight))
    readings = () if term.by_words else term.readings
    for one in (one for one in readings if len(one.pairs) == 1):
        sure.append("{0}.pairs @@ %s::tsquery")
        params.append(_phrase(one, weight))
    parts = [one.format("search_entry") for one in sure]
    if several := [one for one in readings if len(one.pairs) > 1]:
        condition, more = _phrases(several, weight, " OR ".join(sure), params, sites)
        parts.append(condition)
        params = [*params, *more]
    return f"({' OR '.join(parts)})", params


def _plain(term):
    """The same for rows that are looked at anyway."""
    weight = "A" if term.in_title else ""
    parts, params = [], []
    if not term.is_phrase:  # first: its vector is the shorter
        parts.append("search_entry.words @@ %s::tsquery")
        params.append(_or(all_of(one.words, weight) for one in term.readings))
    if not term.by_words:
        parts.append("search_entry.pairs @@ %s::tsquery")
        params.append(_or(_phrase(one, weight) for one in term.readings))
    return f"({' OR '.join(parts)})", params


def _phrases(readings, weight, sure, sure_params, sites):
    """(condition, parameters) for entries with one of the phrases that are not ``sure``."""
    phrases = _or(_phrase(one, weight) for one in readings)
    if not sure:
        return "search_entry.pairs @@ %s::tsquery", [phrases]
    here, places = _of(sites, "{0}")
    together = " OR ".join(["one.pairs @@ %s::tsquery"] * len(readings))
    condition = (  # materialized: else the planner asks the index, and looks at all it tells
        "search_entry.id = ANY(ARRAY("
        "WITH maybe AS MATERIALIZED (SELECT one.id, one.pairs FROM search_entry one"
        f" WHERE ({together}){here.format('one')} AND one.id NOT IN ("
        f"SELECT two.id FROM search_entry two WHERE ({sure}){here})".format("two")
        + ") SELECT id FROM maybe WHERE pairs @@ %s::tsquery))"
    )
    pairs = [_all_pairs(one) for one in readings]
    return condition, [*pairs, *places, *sure_params, *places, phrases]


def _of(sites, table):
    return ("", []) if sites is None else (f" AND {table}.site_id = ANY(%s)", [list(sites)])


def _title_term(term, sites=None):
    queries = []
    for reading in term.readings:
        queries.append(_all_pairs(reading))
        if not term.is_phrase:
            queries.append(all_of(reading.words))
    return "search_entry.titles @@ %s::tsquery", [_or(queries)]


def _any_word(term, sites=None):
    words, pairs = any_of([term], loose=True)
    condition = "(search_entry.words @@ %s::tsquery OR search_entry.pairs @@ %s::tsquery)"
    return condition, [words, pairs]


def any_of(terms, loose=False):
    """(words, pairs) of ``terms``, any of which counts, as two queries."""
    words, pairs = {}, {}
    for term in terms:
        for one in term.readings:
            of_all = not loose or term.is_phrase
            some_words, some_pairs = (one.words, one.pairs) if of_all else one.telling
            words |= dict.fromkeys(some_words)
            pairs |= dict.fromkeys(_open_pair(one, pair) for pair in some_pairs)
    return " | ".join(map(lexeme, words)), " | ".join(pairs)


def how_many(question):
    """(expression, parameters): how many of the telling words an entry has.

    ``ts_rank`` knows of no word that it is rarer than another: one common word would do.
    """
    words = dict.fromkeys(
        word for term in question.terms for one in term.readings for word in one.telling[0]
    )
    counted = " + ".join(["(words @@ %s::tsquery)::int"] * len(words))
    return f"1 + {counted}", list(map(lexeme, words))


def _open_pair(reading, pair):
    is_last = pair == reading.pairs[-1]
    return lexeme(pair) + (":*" if reading.is_open and is_last else "")


def _phrase(reading, weight=""):
    pairs = [lexeme(pair) for pair in reading.pairs]
    marks = ("*" if reading.is_open else "") + weight
    if marks:
        pairs = [f"{pair}:{weight}" if weight else pair for pair in pairs[:-1]] + [
            f"{pairs[-1]}:{marks}"
        ]
    return " <-> ".join(pairs)


def _or(queries):
    return " | ".join(f"({one})" for one in queries)


def _all_pairs(reading):
    return " & ".join(_open_pair(reading, pair) for pair in reading.pairs)


def all_of(words, weight=""):
    return " & ".join(lexeme(word) + (f":{weight}" if weight else "") for word in words)
