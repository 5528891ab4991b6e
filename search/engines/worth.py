"""What both of the database's engines make of an entry beside its words, in SQL."""

YEAR = 365.0  # days
# A column says little beside its title, which must not make it the best of all hits.
KIND = "(CASE WHEN search_entry.page_id = search_entry.column_id THEN 0.4 ELSE 1.0 END)"
