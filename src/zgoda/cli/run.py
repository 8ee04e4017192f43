"""The console script's frame: one parser, one command, one exit code.

A command is a module named in ``COMMANDS`` with ``NAME``, ``HELP``, ``add_arguments(parser)`` and ``run(args) -> int``;
``NEEDS_DJANGO = True`` sets Django up before ``run``. Only the wanted module is imported, so a command starts fast.
Exit codes: 0 done, 1 problems were found, 2 the command cannot be carried out as asked.
"""

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from types import MappingProxyType, ModuleType

DONE, PROBLEMS, USAGE = 0, 1, 2
INTERRUPTED = 130

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "up": "zgoda.cli.up",
        "work": "zgoda.cli.work",
        "doctor": "zgoda.cli.doctor",
        "deadlines": "zgoda.cli.deadlines",
        "clock": "zgoda.cli.clock",
        "faults": "zgoda.cli.faults",
        "rules": "zgoda.cli.rules",
        "verify": "zgoda.cli.verify",
        "recompute": "zgoda.cli.recompute",
        "quality": "zgoda.cli.quality",
        "message-corrections": "zgoda.cli.message_corrections",
        "import-orders": "zgoda.cli.import_orders",
        "people": "zgoda.cli.people",
        "buyer": "zgoda.cli.buyer",
    }
)
"""What may follow ``zgoda``, in the order of the help page; each name with the module that does it."""


def run(argv: Sequence[str]) -> int:
    """Carry out one command line; every ending is an exit code; ``--traceback`` shows where it broke."""
    try:
        args = _parser(argv).parse_args(argv)
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else USAGE
    if args.module is None:
        _parser(()).print_help()
        return USAGE
    try:
        return _carry_out(args)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read us has left
        return DONE
    except Exception as error:
        if args.traceback:
            traceback.print_exc()
        _complain(args.module.NAME, error)
        return USAGE


def _parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zgoda",
        description="Settle problems with an order: the marketplace's centre and the seller's desk.",
        allow_abbrev=False,
    )
    parser.add_argument("--traceback", action="store_true", help="show where an unexpected error happened")
    parser.set_defaults(module=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    wanted = next((word for word in argv if word in COMMANDS), None)
    for name in (wanted,) if wanted else COMMANDS:
        module = importlib.import_module(COMMANDS[name])
        command = commands.add_parser(
            module.NAME, help=module.HELP, description=_sentence(module.HELP), allow_abbrev=False
        )
        module.add_arguments(command)
        command.set_defaults(module=module)
    return parser


def _carry_out(args: argparse.Namespace) -> int:
    module: ModuleType = args.module
    if getattr(module, "NEEDS_DJANGO", False):
        import django

        django.setup()
    code: int = module.run(args)
    sys.stdout.flush()
    return code


def _complain(name: str, error: Exception) -> None:
    said = str(error).strip() or "no details"
    print(f"zgoda {name}: {type(error).__name__}: {said}", file=sys.stderr)
    print(f"See where it happened: zgoda --traceback {name} …", file=sys.stderr)
    print("See what is wrong with this deployment and how to mend it: zgoda doctor", file=sys.stderr)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
