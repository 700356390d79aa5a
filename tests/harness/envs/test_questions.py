"""Questions about arenas, many in one exchange; the factory's graph."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from comm_c.layout import constants
from harness.envs import FactorioVectorEnv
from harness.envs.query import ANSWERS, Question
from harness.runner.policies import scripted_policy
from harness.scenarios import load_scenario


@pytest.fixture(scope="module")
def env() -> Iterator[FactorioVectorEnv]:
    """Five arenas of automation_intro on two servers."""
    with FactorioVectorEnv(load_scenario("automation_intro"), 5, num_servers=2) as made:
        made.reset(seed=3)
        yield made


def test_many_questions_are_answered_as_each_of_them_alone(env: FactorioVectorEnv) -> None:
    questions = [Question(arena, kind) for arena in (4, 0, 2) for kind in ANSWERS]
    questions += [Question(arena, "cells", (-8 - arena, -8, 8, 8), 2) for arena in range(5)]
    for question, answer in zip(questions, env.ask(questions), strict=True):
        alone = env.query(*question)
        assert answer.dtype == alone.dtype and answer.shape == alone.shape
        assert answer.tobytes() == alone.tobytes(), question


def test_answers_longer_than_the_channel_come_all_the_same(env: FactorioVectorEnv) -> None:
    questions = [Question(arena % 5, "cells", (-64, -64, 64, 64), 1) for arena in range(60)]
    answers = env.ask(questions)
    assert sum(answer.nbytes for answer in answers) > 3 * env.channels[0].blob.size
    assert [answer.shape for answer in answers] == [(128, 128)] * 60


def test_the_same_of_several_arenas_is_asked_by_their_numbers(env: FactorioVectorEnv) -> None:
    answers = env.query_many(np.array([3, 1]), "technologies")
    assert [answer.tobytes() for answer in answers] == [env.query(arena, "technologies").tobytes() for arena in (3, 1)]


def test_no_question_has_no_answer_and_costs_no_exchange(env: FactorioVectorEnv) -> None:
    assert env.ask([]) == []


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (Question(5, "flows"), "arena is 5"),
        (Question(-1, "flows"), "arena is -1"),
        (Question(0, "weather"), "query kind 'weather' is unknown"),
        (Question(0, "cells", scale=3), "scale must be 1, 2, 4 or 8"),
        (Question(0, "cells", (5, 5, 5, 9)), "area must have an inside"),
    ],
)
def test_a_bad_question_is_refused_with_its_reason(env: FactorioVectorEnv, question: Question, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        env.ask([Question(1, "flows"), question])
    assert len(env.ask([Question(1, "flows")])) == 1


def test_the_graph_of_the_scripted_smelter_has_drills_that_drop_into_furnaces() -> None:
    scenario = load_scenario("automation_intro")
    with FactorioVectorEnv(scenario, 1) as env:
        policy = scripted_policy(scenario)
        policy.attach(env)
        observations, info = env.reset(seed=[1])
        policy.begin(np.array([1], dtype=np.uint64))
        assert not len(env.query(0, "graph"))
        for _ in range(200):
            observations, _, _, _, info = env.step(policy.act(observations, info["action_mask"]))
        edges, entities = env.query(0, "graph"), env.query(0, "entities")
        names = {int(row["slot"]): env.prototype_names["entity"][row["prototype"] - 1] for row in entities}
        ends = [(names[int(edge["from_slot"])], names[int(edge["to_slot"])]) for edge in edges]
        assert ends == [("burner-mining-drill", "stone-furnace")] * 2
        assert set(edges["kind"].tolist()) == {constants.FACTORIO_EDGE_DRILL}
