"""The loop: weights move, nonsense stops it, and what is wrong is named before the first step."""

import json
import pickle
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch
from safetensors.torch import load_file
from torch import nn

from aqagen.errors import TrainError, UsageError
from tests.cli_helpers import run as cli
from tests.trainer.conftest import noise, tiny_lm
from tests.trainer.runs import metrics, settings, write_mixture, write_model
from trainer import objectives, parallel
from trainer import trainer as loop
from trainer.checkpoints import newest_checkpoint
from trainer.metrics import Metrics
from trainer.model import AudioLM
from trainer.optimizer import MasterAdamW
from trainer.preflight import explained_memory
from trainer.trainer import order, train


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return write_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def mixture(tmp_path):
    return write_mixture(tmp_path)


def quiet(_text: str) -> None:
    pass


def test_weights_move_at_1e_6_where_bf16_alone_does_not():
    generator = torch.Generator().manual_seed(0)
    start = (torch.randn(10_000, generator=generator) * 0.02).bfloat16()
    plain, ours = nn.Parameter(start.clone()), nn.Parameter(start.clone())
    adamw = torch.optim.AdamW([plain], lr=1e-6, weight_decay=0.0)
    config = settings("x", learning_rate=1e-6, precision="bf16", lr_schedule="constant")
    optimizer = MasterAdamW([ours], config)
    for step in range(1, 101):
        plain.grad = torch.ones_like(plain)
        adamw.step()
        (ours * torch.ones_like(ours)).sum().backward()
        optimizer.step(step)
    moved = optimizer.masters[0].detach() - start.float()
    assert (moved == 0).float().mean() == 0
    torch.testing.assert_close(moved.mean(), torch.tensor(-1e-4), rtol=0.01, atol=0)
    assert (plain != start).float().mean() < 0.05
    assert ours.detach().float().sub(start.float()).mean().item() == pytest.approx(-1e-4, rel=0.05)


def test_8_bits_move_at_1e_6_by_stochastic_rounding():
    generator = torch.Generator().manual_seed(0)
    start = (torch.randn(10_000, generator=generator) * 0.02).bfloat16()
    ours = nn.Parameter(start.clone())
    config = settings("x", learning_rate=1e-6, precision="bf16", lr_schedule="constant",
                      optimizer="adamw-8bit")  # fmt: skip
    optimizer = MasterAdamW([ours], config)
    torch.manual_seed(0)
    for step in range(1, 101):
        (ours * torch.ones_like(ours)).sum().backward()
        optimizer.step(step)
    assert ours.dtype == torch.bfloat16
    assert ours.detach().float().sub(start.float()).mean().item() == pytest.approx(-1e-4, rel=0.05)


def test_gradients_of_pieces_add_up_in_fp32():
    ours = nn.Parameter(torch.ones(4, dtype=torch.bfloat16))
    optimizer = MasterAdamW([ours], settings("x", precision="bf16"))
    for size in (1.0, 2**-10, 2**-10):
        (ours * size).sum().backward()
    assert optimizer.masters[0].grad.tolist() == [1 + 2**-9] * 4  # bf16 would have kept 1
    assert ours.grad is None


def test_the_order_is_each_example_once_per_epoch_and_another_each_time():
    epochs = [[order(3, 50, epoch * 50 + place) for place in range(50)] for epoch in range(2)]
    assert sorted(epochs[0]) == sorted(epochs[1]) == list(range(50))
    assert epochs[0] != epochs[1]


def test_processes_that_load_data_get_no_weights():
    whole = tiny_lm()
    view = pickle.loads(pickle.dumps(whole.prompter()))  # noqa: S301 - as for a spawned process
    assert not list(view.parameters())
    one, other = (lm.prompt("Say <|im_end|>", noise(0.5)) for lm in (whole, view))
    assert torch.equal(one.input_ids, other.input_ids)
    assert torch.equal(one.audio.mel, other.audio.mel)


@pytest.mark.parametrize("targets", ["gold", "all-options"])
def test_warm_start_learns_its_targets(model, mixture, tmp_path, targets):
    config = settings(model, method="sft", targets=targets, steps=12, learning_rate=3e-3)
    train(config, mixture, tmp_path / "run", say=quiet)
    losses = [row["loss"] for row in metrics(tmp_path / "run")]
    assert losses[-1] < 0.7 * losses[0]


def test_bf16_with_workers_and_tensorboard(model, mixture, tmp_path):
    config = settings(model, precision="bf16", steps=2, loader_workers=1,
                      report_to=("tensorboard",), gradient_checkpointing=True)  # fmt: skip
    train(config, mixture, tmp_path / "run", say=quiet)
    assert list((tmp_path / "run/tensorboard").iterdir())
    assert [row["step"] for row in metrics(tmp_path / "run")] == [1, 2]


def test_frozen_parts_stay_as_they_are(model, mixture, tmp_path):
    config = settings(model, steps=2, train_audio_encoder=False)
    last = train(config, mixture, tmp_path / "run", say=quiet)
    before, after = load_file(model / "model.safetensors"), load_file(last / "model.safetensors")
    moved = {name for name in before if not torch.equal(before[name], after[name])}
    assert moved
    assert not any("audio_tower" in name for name in moved)


def no_signal(completions, **_columns):
    return [1.0] * len(completions)


def test_groups_without_a_signal_are_not_scored_without_a_kl_term(
    model, mixture, tmp_path, monkeypatch
):
    scored = []
    forward = AudioLM.forward
    monkeypatch.setattr(
        AudioLM, "forward", lambda self, *a, **k: scored.append(1) or forward(self, *a, **k)
    )
    rewards = (f"{__name__}:no_signal",)
    train(settings(model, beta=0.0, steps=2, rewards=rewards), mixture, tmp_path / "a", say=quiet)
    probes = len(scored)
    assert [row["zero_variance"] for row in metrics(tmp_path / "a")] == [1.0, 1.0]
    train(settings(model, beta=0.1, steps=2, rewards=rewards), mixture, tmp_path / "b", say=quiet)
    assert len(scored) - probes > probes


# --- what stops it ---


def test_a_loss_that_is_no_number_stops_and_names_the_rows(model, mixture, tmp_path, monkeypatch):
    honest, calls = objectives.grpo_loss, []

    def broken(*arguments, **options):
        calls.append(1)
        made = honest(*arguments, **options)
        return made if len(calls) < 3 else type(made)(made.loss * torch.nan, made.kl, made.clipped)

    monkeypatch.setattr(objectives, "grpo_loss", broken)
    with pytest.raises(TrainError, match=r"step 3: the loss is nan.*item-\d.*checkpoint-2"):
        train(settings(model), mixture, tmp_path / "run", say=quiet)
    assert newest_checkpoint(tmp_path / "run").name == "checkpoint-2"


def test_a_model_that_does_not_hear_is_refused(mixture, tmp_path):
    deaf = tiny_lm(dtype=torch.float32)
    with torch.no_grad():  # whatever the encoder makes of a clip, the embedding is the same
        deaf.model.model.audio_tower.proj.weight.zero_()
    (tmp_path / "deaf").mkdir()
    deaf.save(tmp_path / "deaf")
    with pytest.raises(TrainError, match="does not hear"):
        train(settings(tmp_path / "deaf"), mixture, tmp_path / "run", say=quiet)
    assert not (tmp_path / "run").exists()


def test_a_run_that_ended_before_its_first_checkpoint_is_begun_anew(
    model, mixture, tmp_path, monkeypatch
):
    def interrupted(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(loop, "save_checkpoint", interrupted)
        with pytest.raises(KeyboardInterrupt):
            train(settings(model), mixture, tmp_path / "run", say=quiet)
    assert metrics(tmp_path / "run")
    train(settings(model, steps=2), mixture, tmp_path / "run", say=quiet)
    assert [row["step"] for row in metrics(tmp_path / "run")] == [1, 2]


def test_a_folder_with_a_run_is_not_written_over(model, mixture, tmp_path):
    train(settings(model, steps=1), mixture, tmp_path / "run", say=quiet)
    with pytest.raises(UsageError, match="--resume"):
        train(settings(model, steps=1), mixture, tmp_path / "run", say=quiet)
    with pytest.raises(UsageError, match=r"other settings: steps was 1, is 2\. "):
        train(settings(model, steps=2), mixture, tmp_path / "run", resume=True, say=quiet)
    with mixture.open("a") as file:
        file.write("\n")
    with pytest.raises(UsageError, match=r"other settings: mixture's sha256 was '\w+', is"):
        train(settings(model, steps=1), mixture, tmp_path / "run", resume=True, say=quiet)
    with pytest.raises(UsageError, match="no checkpoint"):
        train(settings(model), mixture, tmp_path / "none", resume=True, say=quiet)


def test_what_out_of_memory_advises_may_change_with_resume(model, mixture, tmp_path):
    train(settings(model, steps=1), mixture, tmp_path / "run", say=quiet)
    lower = settings(model, steps=1, max_tokens_per_forward=500, gradient_checkpointing=True,
                     spike_factor=200.0)  # fmt: skip
    train(lower, mixture, tmp_path / "run", resume=True, say=quiet)


def test_out_of_memory_before_the_first_step_is_explained(model, mixture, tmp_path, monkeypatch):
    def full(*_arguments):
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(loop, "_placed", full)
    with pytest.raises(TrainError, match=r"before the first step.*adamw-8bit.*lora_rank"):
        train(settings(model), mixture, tmp_path / "run", say=quiet)


def test_rewards_and_folder_are_judged_before_the_model_is_loaded(mixture, tmp_path):
    nowhere = tmp_path / "no-model"
    with pytest.raises(UsageError, match="the reward 'no_such:reward' cannot be imported"):
        train(settings(nowhere, rewards=("no_such:reward",)), mixture, tmp_path / "r", say=quiet)
    (tmp_path / "file").touch()
    for run in ("file", "file/run"):
        with pytest.raises(UsageError, match="cannot be written"):
            train(settings(nowhere), mixture, tmp_path / run, say=quiet)


def test_weights_that_are_no_numbers_draw_answers_that_name_the_rows(
    model, mixture, tmp_path, monkeypatch
):
    step = MasterAdamW.step

    def broken(optimizer, number):
        rate = step(optimizer, number)
        with torch.no_grad():
            optimizer.parameters[-1].fill_(torch.nan)
        return rate

    monkeypatch.setattr(MasterAdamW, "step", broken)
    with pytest.raises(TrainError, match=r"step 2: the loss is nan.*The rows were item-\d"):
        train(settings(model), mixture, tmp_path / "run", say=quiet)


def test_a_disk_that_is_full_of_metrics_is_named(tmp_path):
    told = Metrics(tmp_path, (), 0)
    (tmp_path / "metrics.jsonl").mkdir()  # no file can be written there
    with pytest.raises(TrainError, match=r"metrics\.jsonl cannot be written.*--resume"):
        told.write(1, {"loss": 0.0}, ())


def test_metrics_that_cannot_be_written_anew_stay_as_they_were(tmp_path, monkeypatch):
    text = '{"step": 1}\n{"step": 2}\n'
    (tmp_path / "metrics.jsonl").write_text(text)

    def full(path, *_arguments, **_options):
        path.touch()
        path.open("w").close()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(TrainError, match="No space left"):
        Metrics(tmp_path, (), 1)
    assert (tmp_path / "metrics.jsonl").read_text() == text


def test_an_accelerator_without_float64_is_left_alone(monkeypatch):
    monkeypatch.setattr(torch.accelerator, "is_available", lambda: True)
    for kind, used in (("mps", False), ("cuda", True)):
        device = torch.device(kind)
        monkeypatch.setattr(torch.accelerator, "current_accelerator", lambda *_, d=device, **__: d)
        assert parallel._accelerated() is used


def test_out_of_memory_says_what_to_lower():
    with pytest.raises(TrainError, match=r"in step 7.*max_tokens_per_forward \(8192\)"):  # noqa: SIM117
        with explained_memory(settings("x"), "in step 7"):
            torch.empty(2**60)


def test_every_missing_sound_is_named_and_an_mp3_named_wav_is_read(model, tmp_path):
    mixture = write_mixture(tmp_path)
    sound = np.sin(np.arange(16000) / 8).astype(np.float32) / 2
    soundfile.write(tmp_path / "as.mp3", sound, 16000)
    (tmp_path / "as.mp3").rename(tmp_path / "0.wav")
    train(settings(model, steps=1), mixture, tmp_path / "run", say=quiet)
    for name in ("1.wav", "4.wav"):
        (tmp_path / name).unlink()
    with pytest.raises(TrainError, match=r"2 of 6 sound files(.|\n)*1\.wav(.|\n)*4\.wav"):
        train(settings(model, steps=1), mixture, tmp_path / "again", say=quiet)


# --- the command ---


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "there is no mixture in mixtures/"),
        (("empty.jsonl",), "has no rows"),
        (("missing.parquet",), "cannot be read"),
        (("mixture.jsonl", "--model", "empty-folder"), "has no config.json"),
        (("mixture.jsonl", "--method", "ppo"), "expected grpo or sft"),
    ],
)
def test_what_is_missing_is_named(tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    write_mixture(tmp_path)
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "empty-folder").mkdir()
    result = cli("train", *arguments)
    assert result.exit_code in {1, 2}
    assert said in result.stderr
    assert not (tmp_path / "runs").exists()


def test_one_of_several_processes_speaks(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_mixture(tmp_path)
    monkeypatch.setattr(loop, "train", lambda *_, **__: Path("runs/x/checkpoint-1"))
    for rank, said in (("0", "runs/x/checkpoint-1\n"), ("1", "")):
        monkeypatch.setenv("RANK", rank)
        result = cli("train", "mixture.jsonl")
        assert result.exit_code == 0, result.output
        assert result.stdout == said


def test_the_command_trains_on_the_newest_mixture(model, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mixtures").mkdir()
    write_mixture(tmp_path / "mixtures")
    (tmp_path / "my.toml").write_text(
        'precision = "fp32"\nprompts_per_step = 2\ngroup_size = 2\nmax_completion_tokens = 4\n'
        "loader_workers = 0\nreport_to = []\n"
    )
    result = cli("train", "--model", model, "--config", "my.toml", "--steps", 2)
    assert result.exit_code == 0, result.output
    assert result.stdout == "runs/mixture-grpo/checkpoint-2\n"
    rows = (tmp_path / "runs/mixture-grpo/metrics.jsonl").read_text().splitlines()
    assert json.loads(rows[1])["step"] == 2
