"""`python -m harness`: one command line for the harness's jobs."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

from harness.errors import HarnessError

EXAMPLES = """examples:
  python -m harness doctor          is everything here that is needed?
  python -m harness run             play the suites, then measure; one table
  python -m harness bench --help    the flags of one command
"""

#: Exit status when whoever reads what is printed has gone, as shells have it (128 + SIGPIPE).
NOBODY_READS = 141


@dataclass(frozen=True)
class Command:
    """One job: the module that does it, imported only when it is asked for.

    The module has `EXAMPLES`, `add_arguments(parser)` and `run(arguments) -> exit status`.
    """

    module: str
    help: str


COMMANDS = {
    "doctor": Command("harness.runner.doctor", "check this machine and explain what is missing"),
    "run": Command("harness.runner.everything", "the main job: play the suites, measure, print one table"),
    "replay": Command("harness.runner.replay", "play a failed episode again from its folder and compare every step"),
    "watch": Command("harness.runner.watch", "play an episode and make a film of it"),
    "report": Command("harness.report.command", "make the page of a run of suites again, and print its scores"),
    "admit": Command("harness.runner.admit", "whether a scenario measures skill: the solver does it, no trick does"),
    "faults": Command("harness.runner.faults.command", "strike servers by the thousand while episodes are played"),
    "flake": Command("harness.runner.flake", "play cases again and again and bound how often chance fails one"),
    "bench": Command("harness.bench.cli", "measure steps per second, latency, observation bytes and memory"),
    "gate": Command("harness.bench.gate.cli", "compare a revision with the one before it: slower, faster, same"),
    "baseline": Command("harness.bench.baseline_cli", "record, show, compare or update the recorded counts"),
    "schema": Command("harness.runner.schemas", "print the JSON schema of a file or of an output"),
}


def build_parser(arguments: Sequence[str]) -> tuple[argparse.ArgumentParser, dict[str, ModuleType]]:
    """The parser; only the module of the command that is asked for is imported."""
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="python -m harness", description=__doc__, epilog=EXAMPLES, formatter_class=formatter
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    modules = {}
    for name, command in COMMANDS.items():
        wanted = name in arguments
        module = importlib.import_module(command.module) if wanted else None
        sub = subparsers.add_parser(
            name,
            help=command.help,
            description=command.help,
            epilog=getattr(module, "EXAMPLES", None),
            formatter_class=formatter,
        )
        if module is not None:
            module.add_arguments(sub)
            modules[name] = module
    return parser, modules


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command.

    Args:
        arguments: the words after `python -m harness`; those of the process when None.

    Returns:
        0 when all is well, 1 when something measured or played is not, 2 for a mistake in the call or a failure
        that its message explains, 130 after Ctrl-C, 141 when nobody reads on.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser, modules = build_parser(words)
    parsed = parser.parse_args(words)
    try:
        status = int(modules[parsed.command].run(parsed))
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # `| head` has read enough: what is left to say goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    except HarnessError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("interrupted; servers are stopped", file=sys.stderr)
        return 130
