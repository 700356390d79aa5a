"""What the stand-in's Lua API has of the game's: ``python -m harness.standin.api_coverage``.

It asks the real VM for its classes and members and compares them with the official description
(:mod:`harness.standin.api_description`).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.standin import api_description
from harness.standin.lua_host import GameStart, LuaHost, ServerFunctions

#: Every object has these two, whatever its class.
_EVERYWHERE = ("object_name", "valid")

#: Operators, which the description lists as members.
_OPERATORS = ("length",)


@dataclass(frozen=True, slots=True)
class ClassCoverage:
    """How much of one class there is.

    Attributes:
        name: The class.
        implemented: Members that do all that the description says.
        partial: Attributes that can only be read where the game's can be written too, with what is lacking.
        missing: Members of the description that are not there.
        unknown: Members that the description does not have.
    """

    name: str
    implemented: tuple[str, ...]
    partial: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def compare(name: str, described: Mapping[str, str], present: Mapping[str, str]) -> ClassCoverage:
    """Compares one class.

    Args:
        name: The class.
        described: By member of the description: ``m``, ``r``, ``w`` or ``rw``.
        present: The same of the VM.
    """
    unknown = tuple(sorted(member for member in present if described and member not in described))
    present = {**dict.fromkeys(_EVERYWHERE, "r"), **present}
    described = {member: kind for member, kind in described.items() if member not in _OPERATORS}
    implemented, partial = [], []
    for member in sorted(described.keys() & present.keys()):
        lacking = set(described[member]) - set(present[member])
        if lacking:
            partial.append(member)
        else:
            implemented.append(member)
    return ClassCoverage(
        name,
        tuple(implemented),
        tuple(partial),
        tuple(sorted(described.keys() - present.keys())),
        unknown,
    )


def measure() -> list[ClassCoverage]:
    """The coverage of every class that the description or the VM has."""
    present = _silent_host().classes()
    described = api_description.load().classes
    names = sorted(described.keys() | present.keys())
    return [
        compare(name, described.get(name, {}), present[name])
        if name in present
        else ClassCoverage(name, (), (), tuple(sorted(described[name])), ())
        for name in names
    ]


def _silent_host() -> LuaHost:
    functions = ServerFunctions(
        write=lambda kind, text: None,
        write_file=lambda name, data, append: "",
        remove_path=lambda name: "",
        send_udp=lambda port, data: None,
    )
    start = GameStart(
        level={}, active_mods={}, map_settings={}, map_gen_settings={"width": 32, "height": 32}, game_commands={}
    )
    return LuaHost(functions, start, lambda name, current, mod: ("", None))


def _print_class(row: ClassCoverage, everything: bool) -> None:
    total = len(row.implemented) + len(row.partial) + len(row.missing)
    counts = f"{len(row.implemented):4} implemented {len(row.partial):4} partial {len(row.missing):4} missing"
    print(f"{row.name:32} {counts}  of {total:4}")
    if everything:
        for kind in ("implemented", "partial", "missing"):
            names = getattr(row, kind)
            if names:
                print(f"    {kind}: {' '.join(names)}")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line.

    Args:
        arguments: Without the program's name; those of the process when ``None``.

    Returns:
        0, or 1 for a class that nobody knows.
    """
    parser = argparse.ArgumentParser(
        prog="python -m harness.standin.api_coverage",
        description="Compares the stand-in's Lua API with the official description: what of each class is there, "
        "what can only be read, what is missing.",
        epilog="example: python -m harness.standin.api_coverage LuaEntity LuaForce",
    )
    parser.add_argument("classes", nargs="*", help="classes to list with all their members; all in short without")
    parser.add_argument("--all", action="store_true", help="list the members of every class")
    parser.add_argument(
        "--derive", metavar="CLASSES.D.TS", type=Path,
        help="write the description anew from typed-factorio's runtime/generated/classes.d.ts and stop",
    )  # fmt: skip
    options = parser.parse_args(arguments)
    if options.derive:
        api_description.PATH.write_text(api_description.derive(options.derive.read_text()))
        return 0
    rows = measure()
    unknown = sorted(set(options.classes) - {row.name for row in rows})
    if unknown:
        print(f"no class is called {', '.join(unknown)}", file=sys.stderr)
        return 1
    shown = [row for row in rows if not options.classes or row.name in options.classes]
    for row in shown:
        _print_class(row, options.all or bool(options.classes))
    if not options.classes:
        counts = [sum(len(getattr(row, kind)) for row in rows) for kind in ("implemented", "partial", "missing")]
        there = sum(bool(row.implemented) for row in rows)
        print(
            f"{there} of {len(rows)} classes; {counts[0]} members implemented, {counts[1]} partial, {counts[2]} missing"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
