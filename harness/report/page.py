"""The page of a run: one HTML file with its plots and pictures inside, readable offline, in light and dark, on a phone.

Needs Jinja2, which comes with the extra `report`.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from harness.errors import HarnessError
from harness.pictures.colours import CLASSES, GOAL, TILES
from harness.report import plots
from harness.report.model import CheckReport, Report

PAGE_FILE = "index.html"
_TEMPLATE = Path(__file__).parent / "page.html.j2"

#: Names of the ground's colours in the legend.
_GROUND = ("outside", "land", "water", "paved", "iron ore", "copper ore", "coal", "stone", "uranium ore", "crude oil")


def write_page(folder: Path, report: Report) -> Path:
    """Writes the page of a report.

    Args:
        folder: of report.json; pictures are looked for in its folder `pictures`.
        report: what to show.

    Returns:
        The path of the page.

    Raises:
        HarnessError: if Jinja2 is not installed.
    """
    path = folder / PAGE_FILE
    path.write_text(render_page(folder, report))
    return path


def render_page(folder: Path, report: Report) -> str:
    """The page as text."""
    try:
        from jinja2 import Environment
        from markupsafe import Markup
    except ImportError as error:
        raise HarnessError(
            "the page needs Jinja2, which is not installed: pip install 'factorio-rl-harness[report]'"
        ) from error
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"duration": _duration, "percent": _percent}
    most = max((check.seconds for check in report.checks), default=1.0)
    views = [_view(folder, check, most, Markup) for check in report.checks]
    return environment.from_string(_TEMPLATE.read_text()).render(
        report=report,
        failed=[view for view in views if not view["check"].passed],
        categories=[
            {"category": category, "views": [view for view in views if view["check"].category == category.name],
             "bar": Markup(plots.rate_bar(category.score, category.interval))  # noqa: S704  our own SVG
             if category.score is not None and category.interval is not None else ""}
            for category in report.categories
        ],
        slowest=sorted(views, key=lambda view: -view["check"].seconds)[:12],
        legend=_legend(),
    )  # fmt: skip


def _view(folder: Path, check: CheckReport, most_seconds: float, markup: Any) -> dict[str, Any]:
    """One check with its plots and its picture."""
    is_floor = check.kind == "floor"
    rate = ""
    if check.success_rate is not None and check.interval is not None:
        rate = plots.rate_bar(check.success_rate, check.interval, is_floor)
    return {
        "check": check,
        "rate": markup(rate),
        "bars": markup(plots.episode_bars(check.episodes, not is_floor)) if check.episodes else "",
        "time": markup(plots.time_bar(check.seconds, most_seconds)),
        "picture": _embedded(folder / "pictures" / check.picture) if check.picture else "",
        "successes": sum(episode.success for episode in check.episodes),
    }


def _embedded(path: Path) -> str:
    """A picture as a data URI; empty where the file has gone."""
    if not path.is_file():
        return ""
    return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode()


def _legend() -> list[tuple[str, str]]:
    """Colour and name of what pictures show."""
    entries = [(TILES[number], name) for number, name in enumerate(_GROUND)]
    entries += [*CLASSES.values(), (GOAL, "goal")]
    return [("rgb({}, {}, {})".format(*colour), name) for colour, name in entries]


def _duration(seconds: float) -> str:
    """As people say it."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _percent(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:.1%}"
