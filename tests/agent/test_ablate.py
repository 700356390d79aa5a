"""Looking ahead on snapshots, and the table of what each level is worth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from rich.console import Console

import harness
from agent.ablate import AblateConfig, main, rows, table
from agent.options.play import OptionPlayer
from agent.options.scripted import RestingTactical
from agent.search.options import SearchedTactical, play_searched

ARENAS = 8


def short() -> harness.Scenario:
    """Half a minute to fell trees."""
    fields = harness.load_scenario("survival_basic").model_dump(mode="json", exclude_none=True)
    fields["task"] |= {"items": {"wood": 4}, "seconds": 30}
    fields["reset"]["pool_scenes"] = 2
    return harness.Scenario.model_validate(fields | {"name": "short_gathering", "episode_steps": 62})


@pytest.fixture(scope="module")
def env() -> Iterator[harness.FactorioVectorEnv]:
    with harness.FactorioVectorEnv(short(), ARENAS) as made:
        yield made


def test_a_search_finds_the_trees_that_rest_behind_it_would_never_fell(env: harness.FactorioVectorEnv) -> None:
    search = SearchedTactical(OptionPlayer(env), RestingTactical(), horizon=64)
    episode = play_searched(search, seed=4)
    assert episode.success and episode.terminated and episode.steps == 60
    assert sum(one.steps for one in episode.decisions) == episode.steps


def test_a_searched_episode_is_the_same_again(env: harness.FactorioVectorEnv) -> None:
    search = SearchedTactical(OptionPlayer(env), RestingTactical(), horizon=16)
    told = [[(one.subtask, one.resource, one.steps) for one in play_searched(search, 5).decisions] for _ in range(2)]
    assert told[0] == told[1]


def test_the_table_has_a_row_for_every_way_to_choose() -> None:
    config = AblateConfig(episodes=2, searched_episodes=1, model_episodes=ARENAS, arenas=ARENAS, horizon=16)
    found = list(rows(config, short(), None))
    assert [row.tactical for row in found] == ["rest", "random", "scripted", "searched", "imagined"]
    assert found[0].score.success_rate == 0 and found[2].score.success_rate == 1
    console = Console(record=True, width=120, file=None, quiet=False)
    with console.capture() as told:
        console.print(table(found, "short_gathering"))
    assert "scripted" in told.get() and "100% of 2" in told.get()


def test_a_scenario_without_options_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--scenario", "movement_micro"]) == 1
    assert "no option can act in movement_micro" in capsys.readouterr().err


def test_the_file_of_a_scenario_works_like_its_name(tmp_path: Path) -> None:
    path = tmp_path / "short_gathering.yaml"
    path.write_text(yaml.safe_dump(short().model_dump(mode="json", exclude_none=True)))
    out = tmp_path / "rows.json"
    words = ["--scenario", str(path), "--episodes", "1", "--arenas", "2"]
    words += ["--searched-episodes", "0", "--model-episodes", "0"]
    assert main([*words, "--json", str(out)]) == 0
    assert '"tactical": "scripted"' in out.read_text()
