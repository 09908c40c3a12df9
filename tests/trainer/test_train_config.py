import pytest

from aqagen.errors import UsageError
from trainer.config import TrainConfig


def test_the_defaults_are_table_1():
    config = TrainConfig()
    assert (config.prompts_per_step, config.steps, config.learning_rate) == (16, 2000, 1e-6)
    assert (config.temperature, config.max_completion_tokens) == (1.0, 512)
    assert (config.group_size, config.beta) == (8, 0.04)
    assert config.model == "Qwen/Qwen2.5-Omni-7B"
    assert config.rewards == ("accuracy", "format")
    assert config.save_every_steps == 100


def test_every_setting_says_where_its_default_is_from():
    text = " " + " ".join((TrainConfig.__doc__ or "").split("Attributes:")[1].split())
    for name in TrainConfig.__slots__:
        after = text.partition(f" {name}: ")[2]
        assert after, name
        assert after.partition("]")[0].rpartition("[")[2].split(":")[0] in {
            "T1", "2.2", "3.2", "r1", "HF", "own",
        }, name  # fmt: skip


@pytest.mark.parametrize(
    ("settings", "message"),
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
        ({"steps": True}, "steps is True (bool), expected int"),
    ],
)
def test_what_makes_no_sense_is_refused(settings, message):
    with pytest.raises(UsageError) as caught:
        TrainConfig.from_mapping(settings)
    assert message in str(caught.value)


def test_settings_as_toml_has_them():
    config = TrainConfig.from_mapping({"beta": 0, "adam_betas": [0.9, 0.95], "method": "sft"})
    assert config.beta == 0.0
    assert config.adam_betas == (0.9, 0.95)
    assert TrainConfig.from_mapping({"method": "sft", "group_size": 1}).group_size == 1
