"""`python -m harness schema`: the published JSON schemas."""

from __future__ import annotations

import argparse
import json

from harness.bench.record import record_schema
from harness.scenarios import scenario_schema

EXAMPLES = """examples:
  python -m harness schema scenario     what a scenario file may say
  python -m harness schema bench        what `bench --json` writes
"""

SCHEMAS = {"scenario": scenario_schema, "bench": record_schema}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `schema`."""
    parser.add_argument("name", choices=sorted(SCHEMAS), help="which schema")


def run(arguments: argparse.Namespace) -> int:
    """Prints one schema."""
    print(json.dumps(SCHEMAS[arguments.name](), indent=2))
    return 0
