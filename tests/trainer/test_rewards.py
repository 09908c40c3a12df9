import sys

import pytest
import torch

from aqagen.answers import tagged
from aqagen.errors import TrainError, UsageError
from trainer.rewards import load_rewards


def score(rewards, completions, answers):
    return rewards(
        prompts=["?"] * len(completions), completions=completions, answer=answers,
        solution=[tagged(answer) for answer in answers], item_id=["i"] * len(completions),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("completion", "accuracy", "form"),
    [
        ("<answer>a dog</answer>", 1, 1),
        ("<answer>A dog.</answer>", 1, 1),
        ("<answer>a cat</answer>", 0, 1),
        ("well, <answer>a dog</answer>", 1, 0),
        ("a dog", 0, 0),
        ("", 0, 0),
    ],
)
def test_the_reports_rewards(completion, accuracy, form):
    total, parts = score(load_rewards(), [completion], ["a dog"])
    assert {name: part.item() for name, part in parts.items()} == {
        "accuracy": accuracy,
        "format": form,
    }
    assert total.tolist() == [accuracy + form]


SHARED_NUMBER = [
    ("At 3.5 seconds", "Before 3.5 seconds"),
    ("Speech lasting 10 seconds", "Music lasting 10 seconds"),
    ("A. 3", "B. 3"),
]


@pytest.mark.parametrize(("given_answer", "right"), SHARED_NUMBER)
def test_one_shared_number_is_no_right_answer_but_was_to_the_predecessor(given_answer, right):
    for compat, accuracy in ((None, 0.0), ("r1-aqa", 1.0)):
        _, parts = score(load_rewards(compat=compat), [tagged(given_answer)], [right])
        assert parts["accuracy"].tolist() == [accuracy]


def test_the_predecessors_other_ways():
    completions = ["a dog", "<answer>a dog</answer><answer>a cat</answer>", "a cat"]
    _, parts = score(load_rewards(compat="r1-aqa"), completions, ["a dog"] * 3)
    assert parts["accuracy"].tolist() == [1.0, 1.0, 0.0]
    assert parts["format"].tolist() == [0.0, 1.0, 0.0]


def test_thinking_first():
    completions = ["<think>it barks</think><answer>a dog</answer>", "<answer>a dog</answer>"]
    _, parts = score(load_rewards(think=True), completions, ["a dog"] * 2)
    assert parts["format"].tolist() == [1.0, 0.0]
    assert parts["accuracy"].tolist() == [1.0, 1.0]


@pytest.fixture
def own_module(tmp_path, monkeypatch):
    (tmp_path / "my_rewards.py").write_text(
        "def length(completions, item_id, **columns):\n"
        "    return [None if i == 'skip' else len(c[0]['content'])\n"
        "            for c, i in zip(completions, item_id)]\n"
        "def fails(completions, **columns):\n    return columns['no_such']\n"
        "def short(**columns):\n    return [1.0]\n"
        "def words(completions, **columns):\n    return ['a'] * len(completions)\n"
        "def endless(completions, **columns):\n    return [float('inf')] * len(completions)\n"
        "number = 3\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    yield
    sys.modules.pop("my_rewards", None)


@pytest.mark.usefixtures("own_module")
def test_ones_own_reward_by_import_path_and_weight():
    rewards = load_rewards(["accuracy", "my_rewards:length"], [2.0, 0.5])
    total, parts = rewards(
        prompts=["?"] * 2, completions=["<answer>a</answer>", "abcd"], answer=["a", "a"],
        item_id=["skip", "i"],
    )  # fmt: skip
    assert total.tolist() == [2.0, 2.0]
    assert torch.isnan(parts["my_rewards:length"][0])
    assert parts["my_rewards:length"][1] == 4


@pytest.mark.usefixtures("own_module")
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("fails", "failed: KeyError: 'no_such'"),
        ("short", "expected a list of 2 numbers"),
        ("words", "expected a list of 2 numbers"),
        ("endless", "expected finite numbers"),
    ],
)
def test_a_reward_that_fails_is_never_a_reward_of_zero(name, message):
    with pytest.raises(TrainError, match=message):
        score(load_rewards([f"my_rewards:{name}"]), ["a", "b"], ["a", "b"])


@pytest.mark.usefixtures("own_module")
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("exactness", "is no reward: expected accuracy, format"),
        ("no_such_module:f", "cannot be imported"),
        ("my_rewards:absent", "cannot be imported"),
        ("my_rewards:number", "is a int, not a function"),
    ],
)
def test_names_that_are_no_rewards(name, message):
    with pytest.raises(UsageError, match=message):
        load_rewards([name])


def test_trls_own_rewards_fit():
    pytest.importorskip("trl")
    rewards = load_rewards(["trl.rewards:think_format_reward"])
    total, _ = score(rewards, ["<think>\nso\n</think>\nyes", "no"], ["yes", "yes"])
    assert total.tolist() == [1.0, 0.0]
