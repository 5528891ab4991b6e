"""Publishing: what a response depends on, and version marks shared by all processes."""

from .generations import bump, current
from .tags import tag, until

__all__ = ["bump", "current", "tag", "until"]
