"""Learning curves as text and as a picture."""

from __future__ import annotations

from collections.abc import Sequence

BLOCKS = "▁▂▃▄▅▆▇█"


def resampled(values: Sequence[float], width: int) -> list[float]:
    """At most `width` values: means of equally long stretches, in order."""
    count = min(width, len(values))
    edges = [round(i * len(values) / count) for i in range(count + 1)] if count else [0]
    return [
        sum(values[a:b]) / (b - a) for a, b in zip(edges, edges[1:], strict=False)
    ]


def sparkline(values: Sequence[float], width: int = 60, low: float = 0.0, high: float = 1.0) -> str:
    """One block character a value, `low` the lowest and `high` the highest; longer curves are averaged to `width`."""
    if not values:
        return ""
    top = len(BLOCKS) - 1
    span = (high - low) or 1.0
    return "".join(BLOCKS[round(top * min(1.0, max(0.0, (v - low) / span)))] for v in resampled(values, width))


def bar(share: float, width: int = 24) -> str:
    """A horizontal bar filled to `share`, 0..1."""
    full = round(width * min(1.0, max(0.0, share)))
    return "█" * full + "·" * (width - full)


def success_svg(steps: Sequence[int], success: Sequence[float], title: str) -> str:
    """The success rate over steps as a small, self-contained SVG.

    Args:
        steps: steps at which a rate was measured, ascending.
        success: rates 0..1, as many.
        title: heading of the picture.
    """
    width, height, left, top, right, bottom = 640, 240, 48, 32, 16, 36
    last = max(steps, default=1) or 1

    def at(step: float, rate: float) -> str:
        x = left + (width - left - right) * step / last
        return f"{x:.1f},{top + (height - top - bottom) * (1 - rate):.1f}"

    count = min(160, len(steps))
    points = " ".join(map(at, resampled(list(steps), count), resampled(list(success), count)))
    lines = "".join(
        f'<polyline points="{at(0, r)} {at(last, r)}" stroke="#ddd" fill="none"/>'
        f'<text x="{left - 6}" y="{float(at(0, r).split(",")[1]) + 4:.1f}" text-anchor="end">{r:.0%}</text>'
        for r in (0.0, 0.5, 1.0)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="12" fill="#333"><rect width="{width}" height="{height}" fill="#fff"/>'
        f'<text x="{left}" y="20" font-weight="bold">{_escaped(title)}</text>{lines}'
        f'<polyline points="{points}" stroke="#d9822b" stroke-width="2" fill="none"/>'
        f'<text x="{width - right}" y="{height - 10}" text-anchor="end">{last:,} steps</text></svg>\n'
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
