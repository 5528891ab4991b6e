"""Search: one query interface (api), an engine behind it, and the page visitors use (views)."""
