"""Curves as text and picture."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from agent.curve import bar, resampled, sparkline, success_svg


def test_a_sparkline_rises_from_the_lowest_to_the_highest_block() -> None:
    assert sparkline([0.0, 0.5, 1.0]) == "▁▅█"


def test_a_long_curve_is_averaged_to_the_width() -> None:
    assert resampled([0.0, 1.0, 0.0, 1.0, 1.0, 1.0], 3) == [0.5, 0.5, 1.0]
    assert len(sparkline([0.3] * 1000, width=40)) == 40


def test_values_outside_the_range_stay_on_the_scale() -> None:
    assert sparkline([-5.0, 5.0]) == "▁█"


def test_an_empty_curve_is_an_empty_line() -> None:
    assert sparkline([]) == ""


def test_a_bar_is_as_full_as_its_share() -> None:
    assert bar(0.5, 8) == "████····"
    assert bar(1.7, 4) == "████"


def test_the_picture_is_well_formed_and_carries_its_title() -> None:
    root = ElementTree.fromstring(success_svg([100, 200], [0.0, 1.0], "a < b & c"))
    assert "a < b & c" in "".join(root.itertext())


def test_a_picture_of_nothing_is_well_formed() -> None:
    ElementTree.fromstring(success_svg([], [], "nothing yet"))
