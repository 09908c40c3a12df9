"""LoRA: exact like the rest, the base as the reference, checkpoints that plain peft loads."""

import json
import os

import pytest
import torch
from peft import PeftModel
from safetensors.torch import load_file
from transformers import Qwen2_5OmniThinkerForConditionalGeneration

from aqagen.errors import TrainError, UsageError
from tests.cli_helpers import run as cli
from tests.evaluation.sets import write_mmau
from tests.trainer.conftest import some_completions, some_prompts, tiny_lm
from tests.trainer.runs import metrics, settings, write_mixture, write_model
from tests.trainer.test_packing import RAGGED, compare
from trainer import trainer as loop
from trainer.adapters import attach
from trainer.families import all_families, base_of, family_of
from trainer.model import load
from trainer.objectives import base_scores
from trainer.packing import pack
from trainer.trainer import train


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return write_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def mixture(tmp_path):
    return write_mixture(tmp_path)


def quiet(_text: str) -> None:
    pass


def with_adapter(family="qwen2_5_omni", dtype=torch.float64, **changes):
    """A tiny model with an adapter that changes something: a new one changes nothing."""
    lm = tiny_lm(family, dtype)
    lm.adapter = attach(lm.model, settings("base", lora_rank=4, **changes))
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for name, weight in lm.named_parameters():
            if "lora_B" in name:
                weight.copy_(0.05 * torch.randn(weight.shape, generator=generator))
    return lm


def a_batch(lm, n=2):
    completions = [some_completions(lm, RAGGED[i], i) for i in range(n)]
    return pack(some_prompts(lm, n), completions, lm.pad_id)


@pytest.mark.parametrize("checkpointing", [False, True])
def test_packed_equals_naive(checkpointing):
    lm = with_adapter()
    completions = [some_completions(lm, RAGGED[i], i) for i in range(2)]
    assert compare(lm, some_prompts(lm, 2), completions, checkpointing=checkpointing) < 1e-9
    assert all("lora_" in name for name, p in lm.named_parameters() if p.grad is not None)


@pytest.mark.parametrize("family", all_families())
def test_with_the_adapter_off_it_is_its_base(family):
    lm, plain = with_adapter(family), tiny_lm(family)
    batch = a_batch(plain)
    with torch.no_grad():
        base, policy = base_scores(lm)(batch, 1.0), lm(batch)
        assert torch.equal(base.logps, plain(batch).logps)
        assert not torch.allclose(base.logps, policy.logps)
        assert torch.equal(policy.logps, lm(batch).logps)  # and on again
    trains = {name for name, p in lm.named_parameters() if p.requires_grad}
    assert trains
    assert all("lora_" in name for name in trains)


@pytest.mark.parametrize(("changes", "inside", "outside"), [
    ({"train_audio_encoder": False}, "language_model", "audio_tower"),
    ({"train_lm": False}, "audio_tower", "language_model"),
    ({"lora_targets": ("q_proj",)}, "q_proj", "v_proj"),
])  # fmt: skip
def test_the_parts_that_train_get_adapters(changes, inside, outside):
    trains = {n for n, p in with_adapter(**changes).named_parameters() if p.requires_grad}
    assert any(inside in name for name in trains)
    assert not any(outside in name for name in trains)


def test_layers_that_are_not_there_are_named():
    with pytest.raises(UsageError, match=r"lora_targets query names no layer.*q_proj"):
        attach(tiny_lm().model, settings("base", lora_rank=2, lora_targets=("query",)))


@pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing:FutureWarning")  # peft's own
def test_a_run_whose_checkpoint_plain_peft_loads(model, mixture, tmp_path):
    last = train(settings(model, lora_rank=4), mixture, tmp_path / "run", say=quiet)
    rows = metrics(tmp_path / "run")
    assert rows[0]["kl"] == 0  # a new adapter changes nothing, so policy and reference are one
    assert rows[-1]["kl"] > 0
    assert all("lora_" in name for name in load_file(last / "adapter_model.safetensors"))
    assert not (last / "model.safetensors").exists()
    assert base_of(str(last)) == str(model)
    assert family_of(str(last)) is family_of(str(model))

    stock = Qwen2_5OmniThinkerForConditionalGeneration.from_pretrained(model)
    ours, base = load(str(last)), load(str(model))
    batch = a_batch(base)
    with torch.no_grad():
        merged = ours(batch).logps
        base.model = PeftModel.from_pretrained(stock, str(last)).base_model.model
        assert torch.allclose(base(batch).logps, merged, atol=1e-5)
        assert not torch.allclose(load(str(model))(batch).logps, merged, atol=1e-4)


def test_a_stopped_run_goes_on_as_if_it_had_not_been(model, mixture, tmp_path, monkeypatch):
    changes = {"lora_rank": 4, "precision": "bf16", "steps": 2, "save_every_steps": 1}
    config = settings(model, **changes)
    train(config, mixture, tmp_path / "whole", say=quiet)
    save = loop.save_checkpoint

    def stopped(*arguments):
        save(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(loop, "save_checkpoint", stopped)
    with pytest.raises(KeyboardInterrupt):
        train(config, mixture, tmp_path / "stopped", say=quiet)
    monkeypatch.undo()
    train(config, mixture, tmp_path / "stopped", resume=True, say=quiet)
    assert metrics(tmp_path / "stopped") == metrics(tmp_path / "whole")
    name = "checkpoint-2/adapter_model.safetensors"
    one, other = (load_file(tmp_path / run / name) for run in ("whole", "stopped"))
    assert all(torch.equal(one[key], other[key]) for key in one)
    assert {weight.dtype for weight in one.values()} == {torch.float32}  # beside bf16 weights


@pytest.mark.parametrize("family", all_families())
def test_an_adapter_of_every_family_is_merged(family, tmp_path):
    base = tmp_path / "base"
    base.mkdir()
    tiny_lm(family, torch.float32).save(base)
    lm = load(str(base))
    lm.adapter = attach(lm.model, settings(base, lora_rank=2))
    with torch.no_grad():
        for name, weight in lm.named_parameters():
            if "lora_B" in name:
                weight.fill_(0.01)
    (tmp_path / "adapter").mkdir()
    lm.save(tmp_path / "adapter")
    done = cli("merge", tmp_path / "adapter", "--out", tmp_path / "one", "--precision", "fp32")
    assert done.exit_code == 0, done.output
    batch = a_batch(lm)
    with torch.no_grad():
        assert torch.allclose(load(str(tmp_path / "one"))(batch).logps, lm(batch).logps, atol=1e-4)


def test_what_cannot_be_merged_is_said(model, mixture, tmp_path):
    for arguments, said in (
        ((model, "--out", tmp_path / "x"), "is no adapter"),
        ((model, "--out", tmp_path / "x", "--precision", "fp8"), "expected bf16 or fp32"),
    ):
        refused = cli("merge", *arguments)
        assert refused.exit_code == 2, refused.output
        assert said in refused.stderr
    (tmp_path / "adapter").mkdir()
    facts = tmp_path / "adapter" / "adapter_config.json"
    facts.write_text(json.dumps({"base_model_name_or_path": str(tmp_path / "gone")}), "utf-8")
    with pytest.raises(TrainError, match=r"is an adapter of .*gone"):
        load(str(tmp_path / "adapter"))
    facts.write_text(json.dumps({"base_model_name_or_path": str(model)}), "utf-8")
    with pytest.raises(TrainError, match=r"adapter_model.safetensors cannot be read"):
        load(str(tmp_path / "adapter"))
    config = settings(model, lora_rank=2, steps=2)
    train(config, mixture, tmp_path / "run", say=quiet)
    with pytest.raises(TrainError, match="the same lora_rank and parts"):
        attach(tiny_lm(dtype=torch.float32).model, settings(model, lora_rank=2, train_lm=False),
               tmp_path / "run/checkpoint-2")  # fmt: skip


def test_select_measures_the_adapters_of_a_run(model, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_mmau(tmp_path / "data/mmau", 2, sounds=True)
    lm = with_adapter(dtype=torch.float32)
    for step in (1, 2):
        folder = tmp_path / f"run/checkpoint-{step}"
        folder.mkdir(parents=True)
        lm.save(folder)
        config = folder / "adapter_config.json"
        named = json.loads(config.read_text("utf-8")) | {"base_model_name_or_path": str(model)}
        config.write_text(json.dumps(named), "utf-8")
    words = ("select", "run", "--benchmark", "mmau", "--max-tokens", 2)
    done = cli(*words)
    assert done.exit_code == 0, done.output
    assert done.stderr.count("2 questions, 0 answered before") == 2
    assert cli(*words).stderr.count("0 questions, 2 answered before") == 2
    # Upon another model the same adapters are other systems.
    changed = model / "model.safetensors"
    os.utime(changed, (1, 1))
    assert cli(*words).stderr.count("2 questions, 0 answered before") == 2
