"""Reads a YAML file into a pydantic model; every complaint names the file, the line and what would have been right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from harness.errors import ScenarioError


class StrictModel(BaseModel):
    """A model that knows its keys, converts nothing by guess, and does not change once it is made."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Model = TypeVar("Model", bound=BaseModel)


def read_model(path: Path, model: type[Model]) -> Model:
    """Reads the YAML file at `path`.

    Args:
        path: the file, UTF-8.
        model: what it shall be.

    Returns:
        The checked model.

    Raises:
        ScenarioError: if the file cannot be read, is not YAML, or does not fit; all misfits stand in one message.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(f"{path} cannot be read: {error}") from error
    return parse_model(text, model, str(path))


def parse_model(text: str, model: type[Model], source: str) -> Model:
    """The same for text that is already in memory; `source` stands for the file in messages."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ScenarioError(f"{source} is not YAML: {error}") from error
    if not isinstance(root, yaml.MappingNode):
        raise ScenarioError(f"{source}: expected keys and values at the top, found {type(data).__name__}")
    _refuse_doubled_keys(root, source)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise ScenarioError("\n".join(_complaints(error.errors(), root, model, source))) from error


def _refuse_doubled_keys(node: yaml.Node, source: str) -> None:
    """YAML readers take the last of two equal keys in silence; a person who wrote both meant something else."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_doubled_keys(item, source)
    if not isinstance(node, yaml.MappingNode):
        return
    lines: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if key.value in lines:
            raise ScenarioError(
                f"{source}:{line}: key '{key.value}' was given before, in line {lines[key.value]}; keep one of the two"
            )
        lines[key.value] = line
        _refuse_doubled_keys(value, source)


def _complaints(errors: Iterable[ErrorDetails], root: yaml.Node, model: type[BaseModel], source: str) -> Iterable[str]:
    # Unknown keys first: a misspelt key also leaves the right one missing, and the first line is the one that is read.
    for error in sorted(errors, key=lambda e: e["type"] != "extra_forbidden"):
        line, path = _place(root, error["loc"])
        where = f"{source}:{line}: "
        if error["type"] == "extra_forbidden":
            yield where + _unknown_key(path, error["loc"], model)
        elif error["type"] == "missing":
            yield f"{where}key '{_dotted(error['loc'], path)}' is missing"
        elif error["type"] == "value_error":  # of a validator of ours, which names the values itself
            yield f"{where}{error['ctx']['error']}"
        else:
            yield f"{where}'{path}' is {error['input']!r}: {error['msg']}"


def _unknown_key(path: str, location: Sequence[int | str], model: type[BaseModel]) -> str:
    name = str(location[-1])
    known = _keys_at(model, location[:-1])
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"the nearest known key is '{close[0]}'" if close else f"known keys: {', '.join(known)}"
    return f"unknown key '{path}'; {hint}"


def _place(root: yaml.Node, location: Sequence[int | str]) -> tuple[int, str]:
    """Line and dotted path of an error's location.

    pydantic puts the tags of unions into the location; they have no node of their own and are stepped over.
    """
    node, line, parts = root, root.start_mark.line + 1, list[str]()
    for part in location:
        child = _child(node, part)
        if child is None:
            continue
        line, node = child
        parts.append(str(part))
    return line, ".".join(parts)


def _child(node: yaml.Node, part: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        item = node.value[part]
        return item.start_mark.line + 1, item
    return None


def _dotted(location: Sequence[int | str], found: str) -> str:
    """Path of a key that is not there: what was found of it, then its name."""
    return f"{found}.{location[-1]}" if found else str(location[-1])


def _keys_at(model: type[BaseModel], location: Sequence[int | str]) -> list[str]:
    """Names of the keys that are known at a location, looking through optionals, lists and tagged unions."""
    models: list[type[BaseModel]] = [model]
    for part in location:
        fields = [m.model_fields[part] for m in models if part in m.model_fields and isinstance(part, str)]
        if fields:
            models = [m for f in fields for m in _models_in(f.annotation)]
        else:  # an index, or the tag of a union
            tagged = [m for m in models if part in _tags(m)]
            models = tagged or models
    return sorted({name for m in models for name in m.model_fields})


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for a in get_args(annotation) for m in _models_in(a)]


def _tags(model: type[BaseModel]) -> list[str]:
    """Values that tell a model of a tagged union from its siblings."""
    return [value for f in model.model_fields.values() for value in get_args(f.annotation) if isinstance(value, str)]
