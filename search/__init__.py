"""Search over every site: one query interface, engines behind it. Nothing is here yet."""
