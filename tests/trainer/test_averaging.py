"""The mean of checkpoints and of adapters, against means made by hand."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import Qwen2_5OmniThinkerForConditionalGeneration

from aqagen.errors import TrainError, UsageError
from tests.cli_helpers import run
from tests.trainer.conftest import tiny_lm
from trainer.averaging import average, weighted_mean
from trainer.averaging_adapters import average_adapters
from trainer.weight_files import encode


def silent(_message):
    pass


def checkpoint(folder, tensors, model_type="tiny", shards=None):
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps({"model_type": model_type}))
    if shards is None:
        save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
        return folder
    weight_map = {}
    for number, names in enumerate(shards):
        file = f"model-{number + 1:05}-of-{len(shards):05}.safetensors"
        save_file({n: tensors[n] for n in names}, folder / file, metadata={"format": "pt"})
        weight_map |= dict.fromkeys(names, file)
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": weight_map}))
    return folder


def random_tensors(seed, dtype=torch.float32):
    generator = torch.Generator().manual_seed(seed)
    shapes = {"a": (700, 1001), "b": (33,), "c": (), "d": (0, 4)}
    return {n: torch.randn(s, generator=generator).to(dtype) for n, s in shapes.items()}


def bits(tensor):
    return tensor.contiguous().view(torch.uint8) if tensor.dim() else tensor


@pytest.mark.parametrize("n", [2, 3])
def test_float32_is_the_mean_by_hand_bit_for_bit(tmp_path, n):
    every = [random_tensors(seed) for seed in range(n)]
    folders = [checkpoint(tmp_path / f"c{i}", tensors) for i, tensors in enumerate(every)]
    made = load_file(average(folders, tmp_path / "out", say=silent) / "model.safetensors")
    for name in every[0]:
        by_hand = every[0][name].clone()
        for tensors in every[1:]:
            by_hand += tensors[name]
        by_hand /= n
        assert torch.equal(bits(made[name]), bits(by_hand)), name


@given(
    st.lists(
        st.lists(st.floats(-(2.0**90), 2.0**90, width=32), min_size=3, max_size=3),
        min_size=1,
        max_size=5,
    ),
    st.lists(st.floats(0.125, 8, width=32), min_size=3, max_size=3),
)
@settings(max_examples=200, deadline=None)
def test_weights_count_as_in_numpy(rows, weights):
    columns = [np.array(column, np.float32) for column in zip(*rows, strict=True)]
    pieces = [column.data.cast("B") for column in columns]
    got = np.frombuffer(weighted_mean(pieces, ["F32"] * 3, weights), np.float32)
    w = np.array(weights, np.float32)
    by_hand = (columns[0] * w[0] + columns[1] * w[1] + columns[2] * w[2]) / (w[0] + w[1] + w[2])
    assert got.tobytes() == by_hand.tobytes()


@given(st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=1))
@settings(max_examples=300, deadline=None)
def test_bfloat16_is_rounded_as_torch_does(values):
    numbers = np.array(values, np.float32)
    theirs = torch.from_numpy(numbers.copy()).to(torch.bfloat16).view(torch.int16).numpy()
    assert bytes(encode(numbers, "BF16")) == theirs.tobytes()


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16, torch.float64])
def test_the_type_is_kept(tmp_path, dtype):
    every = [random_tensors(seed, dtype) for seed in range(3)]
    folders = [checkpoint(tmp_path / f"c{i}", tensors) for i, tensors in enumerate(every)]
    made = load_file(average(folders, tmp_path / "out", say=silent) / "model.safetensors")
    wide = torch.promote_types(dtype, torch.float32)
    for name in every[0]:
        first, second, third = (tensors[name].to(wide) for tensors in every)
        assert torch.equal(made[name], ((first + second + third) / 3).to(dtype)), name


def test_sharded_otherwise_and_a_record_of_it(tmp_path):
    one, two = random_tensors(0), random_tensors(1)
    folders = [
        checkpoint(tmp_path / "runs/a", one, shards=[["a", "c"], ["b", "d"]]),
        checkpoint(tmp_path / "runs/b", two),
    ]
    out = average(folders, tmp_path / "out", [3, 1], silent)
    shards = sorted(out.glob("*.safetensors"))
    assert [p.name for p in shards] == [f"model-0000{i}-of-00002.safetensors" for i in (1, 2)]
    made = load_file(shards[0]) | load_file(shards[1])
    assert torch.equal(made["a"], (one["a"] * 3 + two["a"]) / 4)
    assert json.loads((out / "model.safetensors.index.json").read_text())["weight_map"]["b"] == (
        "model-00002-of-00002.safetensors"
    )
    record = json.loads((out / "averaged.json").read_text())
    assert [(c["name"], c["weight"]) for c in record["checkpoints"]] == [
        ("runs/a", 3), ("runs/b", 1),
    ]  # fmt: skip
    for folder, said in zip(folders, record["checkpoints"], strict=True):
        for name, digest in said["sha256"].items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    for path in shards:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == record["sha256"][path.name]
    assert str(tmp_path) not in (out / "averaged.json").read_text()


def test_what_lies_beside_the_weights(tmp_path):
    folders = [checkpoint(tmp_path / name, random_tensors(0)) for name in "ab"]
    for name in ("tokenizer.json", "chat_template.jinja", "resume.json", "optimizer.safetensors"):
        (folders[0] / name).write_text("{}")
    said = []
    out = average(folders, tmp_path / "out", say=said.append)
    assert {p.name for p in out.iterdir()} == {
        "averaged.json", "chat_template.jinja", "config.json", "model.safetensors",
        "tokenizer.json",
    }  # fmt: skip
    assert any("tokenizer.json is not the same" in line for line in said)


def test_every_difference_in_one_message(tmp_path):
    good = random_tensors(0)
    other = good | {"b": torch.zeros(34), "extra": torch.zeros(1)}
    del other["c"]
    folders = [checkpoint(tmp_path / "x", good), checkpoint(tmp_path / "y", other, "big")]
    with pytest.raises(TrainError) as caught:
        average(folders, tmp_path / "out", say=silent)
    for words in ("is a big", "c is not in", "extra is not in", "b is [34] in", "[33] in"):
        assert words in str(caught.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("tensors", "message"),
    [
        ({"w": torch.tensor([1.0, float("nan")])}, "not finite"),
        ({"w": torch.tensor([3e38, 3e38])}, "not finite"),
        ({"w": torch.tensor([1, 2])}, "I64 that differ"),
    ],
)
def test_what_has_no_mean(tmp_path, tensors, message):
    other = {"w": torch.tensor([3e38, 1.0]) if tensors["w"].is_floating_point()
             else torch.tensor([1, 3])}  # fmt: skip
    folders = [checkpoint(tmp_path / "x", tensors), checkpoint(tmp_path / "y", other)]
    with pytest.raises(TrainError, match=message):
        average(folders, tmp_path / "out", say=silent)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["x", "y"]  # nothing is left behind


def test_integers_that_agree_are_kept(tmp_path):
    tensors = {"w": torch.tensor([1, 2]), "m": torch.tensor([True, False])}
    folders = [checkpoint(tmp_path / name, tensors) for name in "xy"]
    made = load_file(average(folders, tmp_path / "out", say=silent) / "model.safetensors")
    assert torch.equal(made["w"], tensors["w"])
    assert torch.equal(made["m"], tensors["m"])


def break_file(folder):
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-5])


def escape(folder):
    (folder / "model.safetensors.index.json").write_text(
        json.dumps({"weight_map": {"a": "../x/model.safetensors"}})
    )


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (break_file, "cannot be read"),
        (escape, "not in"),
        (lambda f: (f / "model.safetensors").unlink(), "has neither"),
        (lambda f: (f / "config.json").write_text("["), "cannot be read"),
    ],
)
def test_a_broken_checkpoint(tmp_path, spoil, message):
    folders = [checkpoint(tmp_path / name, random_tensors(0)) for name in "xy"]
    spoil(folders[1])
    with pytest.raises(TrainError, match=message):
        average(folders, tmp_path / "out", say=silent)


def test_wrong_use(tmp_path):
    folders = [checkpoint(tmp_path / name, random_tensors(0)) for name in "xy"]
    for weights in ([1], [1, -1], [0, 0], [1, float("nan")]):
        with pytest.raises(UsageError, match="weights"):
            average(folders, tmp_path / "out", weights, silent)
    with pytest.raises(UsageError, match="at least two"):
        average(folders[:1], tmp_path / "out", say=silent)
    with pytest.raises(UsageError, match="twice"):
        average([folders[0]] * 2, tmp_path / "out", say=silent)
    with pytest.raises(UsageError, match="there already"):
        average(folders, folders[0], say=silent)


def test_the_command_with_two_tiny_thinkers_that_transformers_loads(tmp_path):
    for seed in (0, 1):
        folder = tmp_path / f"c{seed}"
        folder.mkdir()
        tiny_lm(dtype=torch.float32, seed=seed).save(folder)
    done = run("average", tmp_path / "c0", tmp_path / "c1", "--out", tmp_path / "mean")
    assert done.exit_code == 0, done.output
    assert done.stdout.strip() == str(tmp_path / "mean")
    load = Qwen2_5OmniThinkerForConditionalGeneration.from_pretrained
    one, two, mean = (dict(load(tmp_path / n).named_parameters()) for n in ("c0", "c1", "mean"))
    for name in one:
        assert torch.equal(mean[name], (one[name] + two[name]) / 2), name


def test_the_command_takes_the_best_of_a_run_and_weights(tmp_path):
    for name in "ab":
        for step, accuracy in ((100, 0.5), (200, 0.4)):
            checkpoint(tmp_path / name / f"checkpoint-{step}", random_tensors(step + ord(name)))
            scores = tmp_path / name / f"evaluations/dcase2025-dev/checkpoint-{step}/scores.json"
            scores.parent.mkdir(parents=True)
            scores.write_text(json.dumps({"accuracy": accuracy}))
    out = ("--out", tmp_path / "o", "--weights", "0.25", "0.75")
    done = run("average", tmp_path / "a", tmp_path / "b", *out)
    assert done.exit_code == 0, done.output
    record = json.loads((tmp_path / "o/averaged.json").read_text())
    assert [(c["name"], c["weight"]) for c in record["checkpoints"]] == [
        ("a/checkpoint-100", 0.25), ("b/checkpoint-100", 0.75),
    ]  # fmt: skip
    shutil.rmtree(tmp_path / "a/evaluations")
    unmeasured = run("average", tmp_path / "a", tmp_path / "b", "--out", tmp_path / "p")
    assert unmeasured.exit_code == 1
    assert "aqagen select" in unmeasured.stderr


def test_a_number_that_the_result_cannot_hold_is_an_error(tmp_path):
    half = checkpoint(tmp_path / "half", {"a": torch.ones(3, dtype=torch.float16)})
    large = checkpoint(tmp_path / "large", {"a": torch.tensor([1.0, 1e6, 1.0])})
    with pytest.raises(TrainError, match=r"a of .*too large for F16"):
        average([half, large], tmp_path / "out", say=silent)
    assert not (tmp_path / "out").exists()
    average([large, half], tmp_path / "out", say=silent)


def test_tensors_that_only_the_index_knows_are_missed(tmp_path):
    shards = [["a"], ["b", "c", "d"]]
    folders = [checkpoint(tmp_path / n, random_tensors(1), shards=shards) for n in "ab"]
    for folder in folders:  # both the same: comparing them finds nothing
        save_file({"b": torch.ones(33)}, folder / "model-00002-of-00002.safetensors")
    with pytest.raises(TrainError, match=r"2 tensors that the index of .*a names .*c first"):
        average(folders, tmp_path / "out", say=silent)


def test_a_folder_that_is_entered_can_be_the_output(tmp_path, monkeypatch):
    folders = [checkpoint(tmp_path / n, random_tensors(1)) for n in "ab"]
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    average(folders, Path(), say=silent)
    assert (tmp_path / "empty/averaged.json").exists()


# --- adapters ---


class Base(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = torch.nn.Embedding(11, 8)
        self.up = torch.nn.Linear(8, 12)

    def forward(self, ids):
        return self.up(self.embed(ids))


def adapter(folder, base, seed, rank, **settings):
    torch.manual_seed(seed)
    config = LoraConfig(r=rank, target_modules=["up", "embed"], init_lora_weights=False, **settings)
    model = get_peft_model(base, config)
    model.save_pretrained(folder)
    return model.unload()


def change(base, folder):
    """What an adapter does to the weights."""
    before = {n: p.clone() for n, p in base.named_parameters()}
    merged = PeftModel.from_pretrained(base, folder).merge_and_unload()
    after = {n: p.clone() for n, p in merged.named_parameters()}
    with torch.no_grad():
        for name, parameter in merged.named_parameters():
            parameter.copy_(before[name])
    return {n: (after[n] - before[n]).double() for n in before}


def test_an_adapter_that_changes_the_model_by_the_mean_of_the_changes(tmp_path):
    base = Base()
    base = adapter(tmp_path / "a", base, 1, 2, lora_alpha=4)
    base = adapter(tmp_path / "b", base, 2, 4, lora_alpha=4, use_rslora=True)
    average_adapters([tmp_path / "a", tmp_path / "b"], tmp_path / "m", [1, 3], silent)
    one, two, mean = (change(base, tmp_path / name) for name in "abm")
    for name in one:
        assert torch.allclose(mean[name], (one[name] + 3 * two[name]) / 4, atol=1e-5), name
        if one[name].any():
            assert mean[name].abs().max() > 1e-2
    assert json.loads((tmp_path / "m/adapter_config.json").read_text())["r"] == 6
    # The mean of the factors would be something else.
    files = [load_file(tmp_path / n / "adapter_model.safetensors") for n in "ab"]
    assert files[0].keys() == load_file(tmp_path / "m/adapter_model.safetensors").keys()


def test_the_command_knows_adapters(tmp_path):
    base = Base()
    for name, seed in (("a", 1), ("b", 2)):
        base = adapter(tmp_path / name, base, seed, 2)
    done = run("average", tmp_path / "a", tmp_path / "b", "--out", tmp_path / "m")
    assert done.exit_code == 0, done.output
    assert "rank 4" in done.stderr


@pytest.mark.parametrize(("key", "value"), [("r", 0), ("lora_alpha", None), ("lora_alpha", "x")])
def test_an_adapter_whose_configuration_is_broken(tmp_path, key, value):
    base = adapter(tmp_path / "a", Base(), 1, 2)
    adapter(tmp_path / "b", base, 2, 2)
    place = tmp_path / "b/adapter_config.json"
    place.write_text(json.dumps(json.loads(place.read_text()) | {key: value}))
    with pytest.raises(TrainError, match=f"{key} of .*b is {value!r}, expected a number above 0"):
        average_adapters([tmp_path / "a", tmp_path / "b"], tmp_path / "m", say=silent)


def test_adapters_that_do_not_fit(tmp_path):
    base = Base()
    base = adapter(tmp_path / "a", base, 1, 2)
    adapter(tmp_path / "b", base, 2, 2, use_dora=True)
    with pytest.raises(TrainError, match="use_dora"):
        average_adapters([tmp_path / "a", tmp_path / "b"], tmp_path / "m", say=silent)
    config = json.loads((tmp_path / "a/adapter_config.json").read_text())
    shutil.copytree(tmp_path / "a", tmp_path / "c")
    config["base_model_name_or_path"] = "another"
    (tmp_path / "c/adapter_config.json").write_text(json.dumps(config))
    with pytest.raises(TrainError, match="'another'"):
        average_adapters([tmp_path / "a", tmp_path / "c"], tmp_path / "m", say=silent)
