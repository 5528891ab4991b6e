#!/usr/bin/env python
"""Django's command line for SiteHub."""

import os
import sys


def main():
    """Run the command named in the arguments."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sitehub.settings.dev")
    from django.core.management import execute_from_command_line

    from sitehub.audit.origin import begin_command

    begin_command(sys.argv)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
