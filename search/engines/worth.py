"""What both of the database's engines make of an entry beside its words, in SQL."""

YEAR = 365.0  # days
# A column says little beside its title, which must not make it the best of all hits.
KIND = "(CASE WHEN search_entry.page_id = search_entry.column_id THEN 0.4 ELSE 1.0 END)"
# Of words and of pairs in a row, in the title and in the rest.
WEIGHTS = {"tw": 6.0, "bw": 4.0, "tb": 1.0, "bb": 0.3}
# Of several words typed as one, those that stand so are worth twice what the words alone are.
TOGETHER = WEIGHTS | {"tb": 12.0, "bb": 8.0}
