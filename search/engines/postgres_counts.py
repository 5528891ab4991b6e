"""Counting on PostgreSQL: every cut in one pass over what matches, by grouping sets."""

COLUMNS = {
    "site": "search_entry.site_id", "column_kind": "search_entry.column_kind",
    "type": "search_entry.type", "year": "search_entry.year",
}  # fmt: skip


def condition_of(wanted):
    """(condition, values) of what was chosen; hashable."""
    chosen = wanted.chosen
    parts = [f"{COLUMNS[fact]} = ANY(%s)" for fact in chosen] or ["true"]
    return " AND ".join(parts), tuple(chosen.values())


class Counting:
    """One statement for ``cuts``: the rows of each fact's values carry the cuts made by it.

    Where at most ``most`` match, it tells their numbers, too.
    """

    def __init__(self, cuts, most):
        self.cuts, self.most = cuts, most
        self.facts = list(dict.fromkeys(cut.by for cut in cuts))
        self.withins = list(dict.fromkeys(condition_of(cut.within) for cut in cuts))

    def statement(self, rows, params):
        """(SQL, parameters) over ``rows``, SQL from FROM on."""
        names = [COLUMNS[fact] for fact in self.facts]
        columns = [f"count(*) FILTER (WHERE {condition})" for condition, _values in self.withins]
        if self.most:
            columns.append(f"(array_agg(search_entry.id))[1:{self.most + 1}]")
        sql = (
            f"SELECT grouping({', '.join(names)}), {', '.join([*names, *columns])}{rows}"
            f" GROUP BY GROUPING SETS ({', '.join(f'({name})' for name in names)})"
        )
        values = [list(one) for _condition, values in self.withins for one in values]
        return sql, [*values, *params]

    def read(self, rows, found):
        """Fill ``found``, a Counted, with what the statement told."""
        last, numbers = len(self.facts) - 1, []
        # Of grouping() a bit is set for each fact that the row does not tell; the last is lowest.
        told = {((2 << last) - 1) ^ (1 << (last - place)): place for place in range(last + 1)}
        of_place = [self._of(fact) for fact in self.facts]
        for others, *row in rows:
            place = told[others]
            for cut, at in of_place[place]:
                if row[at]:
                    found[cut][row[place]] = row[at]
            if self.most and place == 0:
                numbers += row[-1]
        if self.most and len(numbers) <= self.most:
            found.numbers = numbers

    def _of(self, fact):
        """[(cut, its place in a row)] of those that count ``fact``."""
        return [
            (cut, len(self.facts) + self.withins.index(condition_of(cut.within)))
            for cut in self.cuts
            if cut.by == fact
        ]
