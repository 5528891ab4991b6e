"""Programs that kill other programs; see run.py."""
