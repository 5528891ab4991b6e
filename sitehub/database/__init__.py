"""How requests and processes share the database (docs/decisions/0011)."""
