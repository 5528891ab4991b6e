"""Oversight: what is recorded of Wagtail and of sign-ins, the archive, the auditor's screens."""
