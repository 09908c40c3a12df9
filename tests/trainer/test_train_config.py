import tomllib
from pathlib import Path

import pytest

from aqagen.errors import UsageError
from trainer.config import TrainConfig
from trainer.families import all_families
from trainer.settings import settings, table


def test_the_defaults_are_table_1():
    config = TrainConfig()
    assert (config.prompts_per_step, config.steps, config.learning_rate) == (16, 2000, 1e-6)
    assert (config.temperature, config.max_completion_tokens) == (1.0, 512)
    assert (config.group_size, config.beta) == (8, 0.04)
    assert config.model == "Qwen/Qwen2.5-Omni-7B"
    assert config.rewards == ("accuracy", "format")
    assert config.save_every_steps == 100


def test_every_setting_says_what_it_means_and_where_its_default_is_from():
    listed = settings()
    assert [setting.name for setting in listed] == list(TrainConfig.__slots__)
    assert {setting.source for setting in listed} == {"T1", "2.2", "3.2", "r1", "HF", "own"}
    assert all(setting.meaning for setting in listed)


def test_the_page_has_the_settings_and_the_families_as_they_are():
    page = (Path(__file__).parents[2] / "docs" / "training.md").read_text(encoding="utf-8")
    assert table() in page, "python -m trainer.settings prints the table as it should be"
    for name, family in all_families().items():
        row = next(line for line in page.splitlines() if line.startswith(f"| `{name}` "))
        cells = [cell.strip() for cell in row.split("|")]
        assert cells[3:5] == ["yes" if can in family.can else "no" for can in ("train", "predict")]
        assert f"to {family.max_audio_s:g} s" in cells[5]


def test_the_defaults_of_the_table_are_toml():
    rows = [f"{s.name} = {s.default}" for s in settings() if s.default != "-"]
    assert TrainConfig.from_mapping(tomllib.loads("\n".join(rows))) == TrainConfig()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"steps": 0}, "steps is 0, expected 1 or more"),
        ({"learning_rate": -1.0}, "learning_rate is -1.0, expected more than 0"),
        ({"beta": -0.1}, "beta is -0.1, expected 0 or more"),
        ({"group_size": 1}, "group_size is 1, expected 2 or more"),
        ({"clip_epsilon": 1.5}, "between 0 and 1"),
        ({"method": "ppo"}, "method is 'ppo', expected grpo or sft"),
        ({"long_audio": "cut"}, "expected error or crop or skip"),
        ({"reward_compat": "trl"}, "expected r1-aqa or nothing"),
        ({"rewards": []}, "at least one reward"),
        ({"reward_weights": [1.0]}, "one for each of the 2 rewards"),
        ({"train_lm": False, "train_audio_encoder": False}, "nothing would train"),
        ({"step": 5}, "'step' is no setting. Known: adam_betas"),
        ({"steps": "5"}, "steps is '5' (str), expected int"),
        ({"learning_rate": float("inf")}, "learning_rate is inf, expected more than 0, and finite"),
        ({"beta": float("nan")}, "beta is nan, expected 0 or more, and finite"),
        ({"lr_schedule": "foo"}, "lr_schedule is 'foo', expected linear or cosine"),
        ({"lr_schedule": "reduce_lr_on_plateau"}, "expected linear or cosine"),
        ({"adam_betas": [0.9]}, "adam_betas is (0.9,), expected two numbers"),
        ({"adam_betas": [0.9, 1.0]}, "expected two numbers from 0 to below 1"),
        ({"adam_betas": [0.9, "0.99"]}, "adam_betas holds '0.99', expected numbers alone"),
        ({"rewards": ["accuracy", 3]}, "rewards holds 3, expected texts alone"),
        ({"reward_weights": [1.0, float("inf")]}, "expected finite numbers"),
        ({"steps": True}, "steps is True (bool), expected int"),
    ],
)
def test_what_makes_no_sense_is_refused(given, message):
    with pytest.raises(UsageError) as caught:
        TrainConfig.from_mapping(given)
    assert message in str(caught.value)


def test_settings_as_toml_has_them():
    config = TrainConfig.from_mapping({"beta": 0, "adam_betas": [0.9, 0.95], "method": "sft"})
    assert config.beta == 0.0
    assert config.adam_betas == (0.9, 0.95)
    assert TrainConfig.from_mapping({"method": "sft", "group_size": 1}).group_size == 1
