"""Isolation: no site's people see or touch another site through the admin."""
