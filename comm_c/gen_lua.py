"""The contract of `frames.h` for the mod: numbers and formats of Lua's `string.pack`, asked of the compiled header.

`python -m comm_c.gen_lua` prints the mod's `frames.lua`; with `--write` it goes where the mod reads it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from comm_c._comm import ffi, lib

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "factorio_mod" / "factorio-agent-mod" / "frames.lua"

#: Records that the mod reads or writes, by their name in the mod.
RECORDS = {
    "Action": "FactorioAction",
    "MovementFrame": "FactorioMovementFrame",
    "MiningFrame": "FactorioMiningFrame",
    "NearbyResource": "FactorioNearbyResource",
    "BuildingFrame": "FactorioBuildingFrame",
    "NearbyEntity": "FactorioNearbyEntity",
    "PlanCell": "FactorioPlanCell",
    "FullFrame": "FactorioFullFrame",
    "State": "FactorioState",
    "Query": "FactorioQuery",
    "EntityRow": "FactorioEntityRow",
    "FlowRow": "FactorioFlowRow",
    "TechnologyRow": "FactorioTechnologyRow",
    "EdgeRow": "FactorioEdgeRow",
}

#: Formats of `string.pack`. A number of Lua is a double: 64 bits cross as two words, the lower one first.
_FORMATS = {
    "float": "f",
    "int32_t": "i4",
    "uint8_t": "B",
    "uint16_t": "I2",
    "uint32_t": "I4",
    "uint64_t": "I4I4",
}

#: From this many equal items on the format is made by `string.rep`.
_REPEATED_FROM = 9

_HEAD = """\
--- Made from comm_c/frames.h by `python -m comm_c.gen_lua --write`; never edited by hand.
---
--- Numbers stand under the first word behind FACTORIO_ of their names: frames.RESULT.OUT_OF_REACH. A record has its
--- `bytes`, the `format` of string.pack for its own fields in their order, and the `fields`: name, number of values. A
--- field of 64 bits takes two values, the lower half first. What is a record itself, the shorter frame at the beginning
--- and rows at the end, is left out of format and fields: `begins` and `rows` name it.

local rep = string.rep

"""


def enumerations(header: str) -> dict[str, dict[str, int]]:
    """The constants of every `enum` of the header, by the word that their names share behind `FACTORIO_`."""
    found: dict[str, dict[str, int]] = {}
    for body in re.findall(r"enum \{(.*?)\};", re.sub(r"/\*.*?\*/", "", header, flags=re.DOTALL), re.DOTALL):
        for name in re.findall(r"FACTORIO_(\w+)", body):
            group, _, rest = name.partition("_")
            found.setdefault(group, {})[rest] = getattr(lib, f"FACTORIO_{name}")
    return found


def _length(ctype: Any) -> tuple[Any, int]:
    """Item and number of items of a field's type, however many dimensions it has."""
    count = 1
    while ctype.kind == "array":
        ctype, count = ctype.item, count * ctype.length
    return ctype, count


def _repeated(text: str, count: int) -> str:
    return f'" .. rep("{text}", {count}) .. "' if count >= _REPEATED_FROM else text * count


def record(name: str) -> str:
    """One record as a Lua table."""
    ctype = ffi.typeof(name)
    short = {full: lua for lua, full in RECORDS.items()}
    formats, fields, others = ["<"], list[str](), list[str]()
    for field, place in ctype.fields:
        item, count = _length(place.type)
        if item.kind == "struct":
            key = "begins" if place.offset == 0 else "rows"
            others.append(f'{{ "{short[item.cname.removeprefix("struct ")]}", {count} }}' if key == "rows"
                          else f'begins = "{short[item.cname.removeprefix("struct ")]}"')  # fmt: skip
            continue
        if field.startswith("reserved"):
            formats.append(_repeated("x", count * ffi.sizeof(item)))
            continue
        formats.append(_repeated(_FORMATS[item.cname], count))
        fields.append(f'{{ "{field}", {count * _FORMATS[item.cname].count("4I4") + count} }}')
    begins = [other for other in others if other.startswith("begins")]
    rows = [other for other in others if not other.startswith("begins")]
    text = "".join(formats)
    parts = [f"bytes = {ffi.sizeof(ctype)}", *begins]
    if fields:
        parts.append(f'format = "{text}"'.replace(' .. ""', "").replace('"" .. ', ""))
        parts.append("fields = {\n" + "".join(f"        {field},\n" for field in fields) + "    }")
    if rows:
        parts.append("rows = { " + ", ".join(rows) + " }")
    return "{\n" + "".join(f"    {part},\n" for part in parts) + "}"


def text() -> str:
    """The whole file."""
    header = (HERE / "frames.h").read_text()
    out = [_HEAD, "local frames = {}\n\n", f"frames.VERSION = {lib.FACTORIO_FRAMES_VERSION}\n"]
    for constant in ("CELL_SIDE", "MAP_SIDE", "INVENTORY_SLOTS", "ITEM_COUNTS", "ENTITY_ROWS", "NEARBY_ENTITIES",
                     "NEARBY_RESOURCES", "PLAN_CELLS"):  # fmt: skip
        out.append(f"frames.{constant} = {getattr(lib, f'FACTORIO_{constant}')}\n")
    for group, constants in enumerations(header).items():
        out.append(f"\nframes.{group} = {{\n")
        out += [f"    {name} = {number},\n" for name, number in constants.items()]
        out.append("}\n")
    for lua_name, c_name in RECORDS.items():
        out.append(f"\nframes.{lua_name} = {record(c_name)}\n")
    out.append("\nreturn frames\n")
    return "".join(out)


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        TARGET.write_text(text())
    else:
        sys.stdout.write(text())
