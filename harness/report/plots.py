"""Small plots as inline SVG, which scale with the page and take its colours."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from harness.report.model import EpisodeRow

#: Episodes of which each has a bar of its own; of more only so many, evenly chosen.
MOST_BARS = 200


def rate_bar(rate: float, interval: tuple[float, float], is_floor: bool = False) -> str:
    """A rate as a bar on a line from 0 to 1, and its interval as a band."""
    low, high = interval
    colour = "var(--bad)" if is_floor else "var(--good)"
    return (
        f'<svg class="rate" viewBox="0 0 200 14" preserveAspectRatio="none" role="img" '
        f'aria-label="{rate:.1%}, 95 % interval {low:.1%} to {high:.1%}">'
        '<rect x="0" y="5" width="200" height="4" rx="2" fill="var(--line)"/>'
        f'<rect x="{200 * low:.1f}" y="2" width="{max(200 * (high - low), 1):.1f}" height="10" rx="2" fill="{colour}" '
        'opacity="0.28"/>'
        f'<rect x="{min(200 * rate, 198):.1f}" y="0" width="2.5" height="14" rx="1" fill="{colour}"/></svg>'
    )


def episode_bars(episodes: Sequence[EpisodeRow], good_is_success: bool = True) -> str:
    """One bar an episode: its length in steps, its colour by how it ended."""
    shown = _thinned(episodes)
    most = max((episode.steps for episode in shown), default=1)
    width = 1000 / max(len(shown), 1)
    bars = []
    for index, episode in enumerate(shown):
        height = max(3.0, 84 * episode.steps / most)
        colour = "var(--good)" if episode.success == good_is_success else "var(--bad)"
        ending = "success" if episode.success else "no success"
        label = escape(f"seed {episode.seed}: {ending} after {episode.steps} steps, reward {episode.reward:.3g}")
        bars.append(
            f'<rect x="{index * width:.2f}" y="{88 - height:.1f}" width="{max(width * 0.82, 0.8):.2f}" '
            f'height="{height:.1f}" fill="{colour}"><title>{label}</title></rect>'
        )
    return (
        '<svg class="bars" viewBox="0 0 1000 88" preserveAspectRatio="none" role="img" '
        f'aria-label="steps of {len(shown)} episodes, at most {most}">{"".join(bars)}</svg>'
    )


def _thinned(episodes: Sequence[EpisodeRow]) -> list[EpisodeRow]:
    if len(episodes) <= MOST_BARS:
        return list(episodes)
    return [episodes[index * len(episodes) // MOST_BARS] for index in range(MOST_BARS)]


def time_bar(seconds: float, most: float) -> str:
    """A share of the longest time as a bar."""
    return (
        '<svg class="time" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{max(100 * seconds / max(most, 1e-9), 0.7):.2f}" height="6" rx="1.5" fill="var(--accent)"/>'
        "</svg>"
    )
