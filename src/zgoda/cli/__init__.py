"""The console script: a thin list of commands, each in a module of its own under ``zgoda.cli``."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zgoda.settings")
    from zgoda.cli.run import run  # Django must be configured by the environment first

    sys.exit(run(sys.argv[1:]))
