"""Blueprint strings: published ones are read, what is written is read again, nonsense is refused in words."""

from __future__ import annotations

import base64
import json
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.standin import blueprint_string
from harness.standin.blueprint_string import BlueprintEntity, BlueprintError

#: Published in a player's tools on GitHub; exported by a game of version 0.15.
PUBLISHED = (
    "0eNqV0ckKwjAQBuB3+c8p2LRUzKuISJdBAu0kJFFaSt7dLh4EA9LjbB/DzIymf5J1mgPUDN0a9lDXGV4/uO7XXJgsQUEHGiDA9bBGNFpH"
    "3mfB1eytcSFrqA+IApo7GqHyeBMgDjpo2sUtmO78HBpyS8M/S8Aav4wbXrdYyKwQmKBOMYofTR7X8o8m0GlH7V6SCbs4bCfpMkGXh+ki"
    "RVfrsbcHqa9/CrzI+b2hLGVVnWUuLzG+ARDGqi4="
)


def packed(content: bytes) -> str:
    return "0" + base64.b64encode(zlib.compress(content)).decode()


def blueprint(*entities: object, **more: object) -> dict[str, object]:
    return {"blueprint": {"entities": list(entities), "item": "blueprint"} | more}


def test_a_published_string_is_read_with_its_directions_doubled():
    (found,) = blueprint_string.blueprints(blueprint_string.decode(PUBLISHED))
    assert found["version"] >> 32 == 15  # 0.15
    rows = blueprint_string.entities(found)
    assert {row.name for row in rows} == {"express-transport-belt"}
    raw = [entity.get("direction", 0) for entity in found["entities"]]
    assert max(raw) <= 7
    assert [row.direction for row in rows] == [2 * direction for direction in raw]
    assert [(row.x, row.y) for row in rows] == [
        (entity["position"]["x"], entity["position"]["y"]) for entity in found["entities"]
    ]


def test_a_published_string_packed_again_holds_the_same():
    document = blueprint_string.decode(PUBLISHED)
    assert blueprint_string.decode(blueprint_string.encode(document)) == document


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("1" + PUBLISHED[1:], "version byte '0'"),
        ("0not base64!", "not base64"),
        ("0" + base64.b64encode(b"not packed").decode(), "cannot be unpacked"),
        (PUBLISHED[:81], "cut off|cannot be unpacked"),
        (packed(b"not json"), "no JSON"),
        (packed(b"\xff\xfe"), "no JSON"),
        (packed(b"[" * 100_000), "no JSON"),
        (packed(b"[]"), "holds none of"),
        (packed(b'{"something": 1}'), "holds none of"),
        (packed(b'{"blueprint": {"version": NaN}}'), "no JSON"),
    ],
)
def test_what_is_no_blueprint_string_is_refused_with_the_reason(text: str, reason: str):
    with pytest.raises(BlueprintError, match=reason):
        blueprint_string.decode(text)


def test_a_small_string_that_unpacks_to_a_flood_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blueprint_string, "MAX_JSON", 1 << 20)
    bomb = packed(b" " * (1 << 24))
    assert len(bomb) < 1 << 16
    with pytest.raises(BlueprintError, match="unpacks to more than"):
        blueprint_string.decode(bomb)


def test_a_string_that_is_too_long_is_refused_unread(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blueprint_string, "MAX_STRING", 100)
    with pytest.raises(BlueprintError, match="characters"):
        blueprint_string.decode(PUBLISHED)


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        (5, "entity 1 is int"),
        ({"position": {"x": 1, "y": 1}}, "entity 1 has no name"),
        ({"name": 7, "position": {"x": 1, "y": 1}}, "not a text"),
        ({"name": "pipe"}, r"\(pipe\): position"),
        ({"name": "pipe", "position": {"x": "1", "y": 1}}, "position.x is '1'"),
        ({"name": "pipe", "position": {"x": 1e9, "y": 1}}, "farther than"),
        ({"name": "pipe", "position": {"x": 1, "y": True}}, "position.y is True"),
        ({"name": "pipe", "position": {"x": 1, "y": 1}, "direction": 16}, "direction is 16"),
        ({"name": "pipe", "position": {"x": 1, "y": 1}, "direction": -1}, "direction is -1"),
        ({"name": "inserter", "position": {"x": 1, "y": 1}, "filters": "coal"}, "filters is str"),
        ({"name": "splitter", "position": {"x": 1, "y": 1}, "input_priority": "up"}, "input_priority is 'up'"),
        ({"name": "inserter", "position": {"x": 1, "y": 1}, "override_stack_size": 0}, "override_stack_size is 0"),
    ],
)
def test_an_entity_that_says_nonsense_is_refused_by_its_place(entity: object, reason: str):
    with pytest.raises(BlueprintError, match=reason):
        blueprint_string.entities(blueprint(entity)["blueprint"])


def test_too_many_entities_a_wrong_version_and_endless_books_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blueprint_string, "MAX_ENTITIES", 2)
    row = {"name": "pipe", "position": {"x": 1, "y": 1}}
    with pytest.raises(BlueprintError, match="3 entities"):
        blueprint_string.entities(blueprint(row, row, row)["blueprint"])
    with pytest.raises(BlueprintError, match="version is 'new'"):
        blueprint_string.entities(blueprint(row, version="new")["blueprint"])
    book: dict[str, object] = blueprint(row)
    for _ in range(40):
        book = {"blueprint_book": {"blueprints": [book]}}
    with pytest.raises(BlueprintError, match="deep"):
        blueprint_string.blueprints(book)


def test_books_give_their_blueprints_in_order():
    book = {"blueprint_book": {"blueprints": [blueprint(label="a"), {"blueprint_book": {"blueprints": {}}},
                                              blueprint(label="b")]}}  # fmt: skip
    assert [found["label"] for found in blueprint_string.blueprints(book)] == ["a", "b"]


ENTITIES = st.one_of(
    st.builds(
        BlueprintEntity,
        name=st.sampled_from(["inserter", "fast-inserter"]),
        x=st.integers(-400, 400).map(lambda tiles: tiles + 0.5),
        y=st.integers(-400, 400).map(lambda tiles: tiles + 0.5),
        direction=st.integers(0, 15),
        filters=st.lists(st.sampled_from(["coal", "iron-ore"]), max_size=5).map(tuple),
        stack_size=st.none() | st.integers(1, 255),
    ),
    st.builds(
        BlueprintEntity,
        name=st.just("splitter"),
        x=st.floats(-400, 400),
        y=st.floats(-400, 400),
        filters=st.sampled_from([(), ("coal",)]),
        input_priority=st.sampled_from([None, "left", "right"]),
        output_priority=st.sampled_from([None, "left", "right"]),
    ),
    st.builds(BlueprintEntity, name=st.just("underground-belt"), x=st.just(0.5), y=st.just(0.5),
              is_output=st.booleans()),
    st.builds(BlueprintEntity, name=st.just("assembling-machine-1"), x=st.just(0.5), y=st.just(0.5),
              recipe=st.sampled_from([None, "iron-gear-wheel"])),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(ENTITIES, max_size=12), st.none() | st.text(max_size=20))
def test_what_is_written_is_read_again(rows: list[BlueprintEntity], label: str | None):
    text = blueprint_string.encode(blueprint_string.document(rows, label))
    (found,) = blueprint_string.blueprints(blueprint_string.decode(text))
    assert blueprint_string.entities(found) == rows
    assert found.get("label") == label


@settings(max_examples=200, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3)
                    | st.dictionaries(st.sampled_from(["entities", "name", "position", "x", "y", "direction", "filters",
                                                       "version", "blueprint", "blueprint_book", "blueprints"]),
                                      inner, max_size=4)))  # fmt: skip
def test_any_json_is_read_or_refused_never_a_crash(value: object):
    try:
        for found in blueprint_string.blueprints(
            blueprint_string.decode(packed(json.dumps({"blueprint": value}).encode()))
        ):
            blueprint_string.entities(found)
    except BlueprintError as error:
        assert str(error)
