"""Tells Gymnasium about the scenarios: `factorio/NAME-v0` for each, for `gymnasium.make` and `make_vec`.

Gymnasium takes longer to import than a server takes to start, and a server has no use for it. So it is told when it is
imported, whoever does so: before `import harness`, by it, or later.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

SCENARIO_FOLDER = Path(__file__).parent / "scenarios"


def register() -> None:
    """Registers every scenario of the catalogue by its name; none is loaded. Harmless the second time."""
    import gymnasium

    for path in SCENARIO_FOLDER.glob("*.yaml"):
        identifier = f"factorio/{path.stem}-v0"
        if identifier not in gymnasium.registry:
            gymnasium.register(
                id=identifier,
                entry_point="harness.envs.factory:make",
                vector_entry_point="harness.envs.factory:make_vec",
                kwargs={"scenario": path.stem},
            )


class _Registrar(MetaPathFinder):
    """Finds nothing itself: has the import of Gymnasium end with the registration."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """What the other finders have found, for ``gymnasium`` alone."""
        if fullname != "gymnasium":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(fullname)
        if spec is None or spec.loader is None:
            return spec
        execute = spec.loader.exec_module

        def execute_and_register(module: ModuleType) -> None:
            execute(module)
            register()

        spec.loader.exec_module = execute_and_register  # type: ignore[method-assign]
        return spec


def register_with_gymnasium() -> None:
    """Registers the scenarios now where Gymnasium is there already, else as soon as it is imported."""
    if "gymnasium" in sys.modules:
        register()
    elif not any(isinstance(finder, _Registrar) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Registrar())
