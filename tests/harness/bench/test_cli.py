"""The benchmark's command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from harness.bench.cli import add_arguments, command_of


def test_a_record_names_what_was_measured_and_not_where_it_was_written() -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    words = ["--scenario", "movement_micro", "--arenas", "64", "--json", str(Path("/somewhere/of/mine.json"))]
    command = command_of(parser.parse_args(words))
    assert command == "python -m harness bench --scenario movement_micro --seconds 1.0 --seed 0 --arenas 64"
