"""People: who has which role where, invitations, sign-in, and what ends it."""
