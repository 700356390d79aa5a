"""The official description of the game's run-time API, as a list of names.

The list in ``luaapi/runtime-api-2.0.json`` says which class has which members and what may be done with them; it is
derived from the type declarations of npm's typed-factorio by :func:`derive`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PATH = Path(__file__).parent / "luaapi" / "runtime-api-2.0.json"

_CLASS = re.compile(r"^  (?:export )?interface (Lua\w+)(?: extends ([^{]+))? \{$")
_MEMBER = re.compile(r"^    (?:(readonly|get|set) )?(\w+)\??([(:<])")
_VERSION = re.compile(r"lua-api\.factorio\.com/(\d+\.\d+\.\d+)/")


@dataclass(frozen=True, slots=True)
class ApiDescription:
    """What the game's API has.

    Attributes:
        version: The game's version that it describes.
        classes: By class, by member: ``m`` for a method, else what may be done with the attribute: ``r``,
            ``w``, ``rw``. Inherited members are listed with every class that has them.
    """

    version: str
    classes: Mapping[str, Mapping[str, str]]


def load(path: Path = PATH) -> ApiDescription:
    """Reads the list.

    Args:
        path: The JSON file.
    """
    text = json.loads(path.read_text())
    own: dict[str, dict[str, str]] = {}
    parents: dict[str, list[str]] = {}
    for name, entry in text["classes"].items():
        parents[name] = entry.get("extends", [])
        own[name] = {member: kind for kind in ("m", "r", "w", "rw") for member in entry.get(kind, "").split()}

    def members(name: str) -> dict[str, str]:
        inherited: dict[str, str] = {}
        for parent in parents.get(name, []):
            inherited |= members(parent)
        return inherited | own.get(name, {})

    return ApiDescription(text["version"], {name: members(name) for name in own})


def derive(declarations: str) -> str:
    """The list as JSON text, from the text of typed-factorio's ``runtime/generated/classes.d.ts``.

    Args:
        declarations: TypeScript declarations, one interface a class.
    """
    version = _VERSION.search(declarations)
    parents: dict[str, list[str]] = {}
    tables: dict[str, dict[str, set[str]]] = {}
    members: dict[str, set[str]] = {}
    for line in declarations.splitlines():
        if found := _CLASS.match(line):
            parents[found[1]] = re.findall(r"\bLua\w+", re.sub(r"<[^>]*>", "", found[2] or ""))
            members = tables[found[1]] = {}
        elif line == "  }":
            members = {}
        elif found := _MEMBER.match(line):
            how, name, mark = found.groups()
            kinds = (
                {"m"}
                if mark != ":" and how is None
                else {"readonly": {"r"}, "get": {"r"}, "set": {"w"}}.get(how or "", {"r", "w"})
            )
            members.setdefault(name, set()).update(kinds)
    lines = []
    for name, table in sorted(tables.items()):
        row: dict[str, object] = {"extends": parents[name]} if parents[name] else {}
        for kind in ("m", "r", "rw", "w"):
            names = sorted(member for member, kinds in table.items() if kinds == set(kind))
            row |= {kind: " ".join(names)} if names else {}
        lines.append(f"    {json.dumps(name)}: {json.dumps(row)}")
    head = {"version": version[1] if version else "", "source": "npm typed-factorio, runtime/generated/classes.d.ts"}
    return json.dumps(head)[:-1] + ',\n  "classes": {\n' + ",\n".join(lines) + "\n}}\n"
