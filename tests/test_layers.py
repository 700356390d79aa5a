"""Who may import whom: the arrows of the house, checked for Python imports and C includes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

#: A room may import itself and the rooms named here; the longest prefix of a module's name is its room.
MAY_IMPORT: dict[str, set[str]] = {
    "comm_c": set(),
    "harness": {
        "comm_c", "harness.errors", "harness.envs", "harness.tasks", "harness.scenarios", "harness.servers",
        "harness.runner", "harness.bench", "harness.report", "harness.pictures",
    },
    "harness.errors": set(),
    "harness.clock": set(),
    "harness.scenarios": {"comm_c", "harness.errors"},
    "harness.tasks": {"comm_c", "harness.errors", "harness.scenarios"},
    "harness.kernels": {"comm_c", "harness.tasks"},
    "harness.pictures": {"comm_c", "harness.errors", "harness.scenarios"},
    "harness.servers": {"comm_c", "harness.errors", "harness.clock", "harness.scenarios"},
    "harness.envs": {
        "comm_c", "harness.errors", "harness.clock", "harness.scenarios", "harness.tasks", "harness.kernels",
        "harness.servers", "harness.pictures",
    },
    "harness.runner": {
        "comm_c", "harness.errors", "harness.clock", "harness.scenarios", "harness.tasks", "harness.servers",
        "harness.envs", "harness.bench", "harness.report", "harness.pictures",
    },
    "harness.report": {
        "comm_c", "harness.errors", "harness.scenarios", "harness.tasks", "harness.servers", "harness.envs",
        "harness.pictures",
    },
    "harness.bench.stats": set(),
    "harness.bench.machine": set(),
    "harness.bench": {
        "comm_c", "harness.errors", "harness.clock", "harness.scenarios", "harness.tasks", "harness.servers",
        "harness.envs",
        "harness.bench.stats", "harness.bench.machine",
    },
    "harness.standin": set(),
    "agent": {"harness"},
}  # fmt: skip

#: Folders of C and what their files may include beside their own folder and libc.
MAY_INCLUDE: dict[str, set[str]] = {
    "comm_c": set(),
    "agent/kernels": set(),
    "harness/kernels": {"comm_c"},
    "harness/standin/engine": set(),
    "harness/standin/engine/core": set(),
    "harness/standin/luaapi": {"harness/standin/engine", "harness/standin/prototypes"},
    "harness/standin/native": {"harness/standin/engine", "comm_c"},
}

#: Modules with one importer only.
ONE_IMPORTER = {"lupa": "harness.standin.lua_vm", "harness.standin._standin": "harness.standin.library"}


def room_of(module: str, rooms: dict[str, set[str]]) -> str | None:
    """The longest key of `rooms` that is `module` or a package above it."""
    fits = [room for room in rooms if module == room or module.startswith(room + ".")]
    return max(fits, key=len, default=None)


def python_files() -> list[Path]:
    return sorted(p for top in ("agent", "comm_c", "harness") for p in (ROOT / top).rglob("*.py"))


def module_name(path: Path) -> str:
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """Absolute names of all modules that the file imports, wherever in the file the statement stands."""
    package = module_name(path) if path.name == "__init__.py" else module_name(path).rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.rsplit(".", node.level - 1)[0] if node.level > 1 else package
            source = f"{base}.{node.module}" if node.level and node.module else node.module or base
            yield source
            yield from (f"{source}.{alias.name}" for alias in node.names)


def needed_modules(module: str, path: Path) -> set[str]:
    """What the file imports, without the packages that it stands in: Python imports those before it in any case."""
    return {name for name in imports(path) if module != name and not module.startswith(name + ".")}


@pytest.mark.parametrize("path", python_files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_python_file_imports_only_rooms_below_its_own(path: Path) -> None:
    room = room_of(module_name(path), MAY_IMPORT)
    assert room is not None, f"{path} stands in no room of MAY_IMPORT: add the room and its arrows"
    for module in imports(path):
        target = room_of(module, MAY_IMPORT)
        if target is None or target == room:
            continue
        allowed = any(target == a or target.startswith(a + ".") for a in MAY_IMPORT[room])
        is_parent_package = room.startswith(target + ".")
        assert allowed or is_parent_package, f"{module_name(path)} ({room}) imports {module} ({target})"


def test_no_python_module_needs_one_that_needs_it() -> None:
    modules = {module_name(path): path for path in python_files()}
    needs = {module: needed_modules(module, path) & modules.keys() for module, path in modules.items()}
    try:
        tuple(TopologicalSorter(needs).static_order())
    except CycleError as error:
        pytest.fail(f"import each other: {' <- '.join(error.args[1])}")


def test_a_module_with_one_importer_has_no_second() -> None:
    for path in python_files():
        for module in imports(path):
            for guarded, importer in ONE_IMPORTER.items():
                if module == guarded or module.startswith(guarded + "."):
                    assert module_name(path) == importer, f"{module_name(path)} imports {module}"


def test_the_agent_imports_the_public_face_of_the_harness_and_nothing_deeper() -> None:
    for path in (ROOT / "agent").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("harness."):
                pytest.fail(f"{path.relative_to(ROOT)}:{node.lineno} imports {node.module}; import harness")
            if isinstance(node, ast.Import):
                for alias in node.names:
                    assert not alias.name.startswith("harness."), f"{path.relative_to(ROOT)}:{node.lineno}"


def c_files() -> list[tuple[str, Path]]:
    return sorted(
        (folder, p) for folder in MAY_INCLUDE for p in (ROOT / folder).rglob("*.[ch]") if p.name[0] != "_"
    )


@pytest.mark.parametrize(
    ("folder", "path"), c_files(), ids=lambda v: v if isinstance(v, str) else str(v.name)
)
def test_a_c_file_includes_only_folders_below_its_own(folder: str, path: Path) -> None:
    for include in re.findall(r'^\s*#\s*include\s*"([^"]+)"', path.read_text(), re.MULTILINE):
        beside = (path.parent / include).resolve()
        found = beside if beside.exists() else (ROOT / include).resolve()
        target = str(found.parent.relative_to(ROOT))
        allowed = any(target == room or target.startswith(room + "/") for room in {folder, *MAY_INCLUDE[folder]})
        assert allowed, f"{path.name} includes {include}"


def test_the_engine_knows_no_clock_no_file_and_no_socket() -> None:
    forbidden = re.compile(r"#\s*include\s*<(time|sys/time|stdio|sys/socket|pthread|unistd|fcntl)\.h>")
    for path in (ROOT / "harness/standin/engine").rglob("*.[ch]"):
        found = forbidden.search(path.read_text())
        assert found is None, f"{path.name} has {found}"
