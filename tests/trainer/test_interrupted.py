"""Runs that are killed, starved of disk, or shared between processes."""

import json
import resource
import signal
import socket
import subprocess
import sys

import pytest
import torch
from safetensors.torch import load_file
from transformers import Qwen2_5OmniThinkerForConditionalGeneration

from aqagen.errors import TrainError
from tests.cli_helpers import clean_environment
from tests.trainer.runs import BETAS, metrics, settings, write_mixture, write_model
from trainer import trainer as loop


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    folder = tmp_path_factory.mktemp("given")
    return write_model(folder / "model"), write_mixture(folder)


def quiet(_text: str) -> None:
    pass


def train(given, run, *, resume=False, **changes):
    model, mixture = given
    loop.train(settings(model, **changes), mixture, run, resume=resume, say=quiet)
    return run


@pytest.fixture(scope="module")
def whole(given, tmp_path_factory):
    """Runs of one process that nobody disturbed, by the weight of the KL term."""
    folder = tmp_path_factory.mktemp("whole")
    return {beta: train(given, folder / str(beta), beta=beta) for beta in BETAS}


def start(given, run, *more, n=1):
    """Start runs in `n` processes that know of each other, as `accelerate launch` does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    processes = []
    for rank in range(n):
        shared = {
            "RANK": str(rank), "LOCAL_RANK": str(rank), "WORLD_SIZE": str(n),
            "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port, "ACCELERATE_USE_CPU": "true",
        }  # fmt: skip
        environment = clean_environment(OMP_NUM_THREADS="1", **(shared if n > 1 else {}))
        processes.append(
            subprocess.Popen(
                [sys.executable, "-m", "tests.trainer.run_one", *map(str, given), str(run), *more],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
    try:
        errors = [process.communicate(timeout=100)[1] for process in processes]
    finally:
        for process in processes:
            process.kill()
    return [process.returncode for process in processes], errors


def weights(run):
    return load_file(run / "checkpoint-6/model.safetensors")


def test_a_killed_run_goes_on_as_if_it_had_not_been(given, whole, tmp_path):
    run = tmp_path / "0.04"
    codes, errors = start(given, tmp_path, "kill")
    assert codes == [-signal.SIGKILL], errors
    assert [row["step"] for row in metrics(run)] == [1, 2, 3, 4]
    train(given, run, resume=True)
    assert metrics(run) == metrics(whole[0.04])  # every bit of every number
    one, other = weights(whole[0.04]), weights(run)
    assert all(torch.equal(one[name], other[name]) for name in one)
    model, info = Qwen2_5OmniThinkerForConditionalGeneration.from_pretrained(
        run / "checkpoint-6", output_loading_info=True
    )
    assert not info["missing_keys"]
    assert torch.equal(model.lm_head.weight, one["lm_head.weight"])


@pytest.mark.parametrize("optimizer", ["adamw", "adamw-8bit"])
def test_a_bf16_run_goes_on_bit_by_bit(given, tmp_path, monkeypatch, optimizer):
    changes = {"precision": "bf16", "steps": 2, "save_every_steps": 1, "optimizer": optimizer}
    one, other = tmp_path / "whole", tmp_path / "stopped"
    train(given, one, **changes)
    save = loop.save_checkpoint

    def stopped(*arguments):
        save(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(loop, "save_checkpoint", stopped)
    with pytest.raises(KeyboardInterrupt):
        train(given, other, **changes)
    monkeypatch.undo()
    train(given, other, resume=True, **changes)
    assert metrics(other) == metrics(one)
    state = [load_file(run / "checkpoint-2/optimizer.safetensors") for run in (one, other)]
    held = "master" if optimizer == "adamw" else "exp_avg.codes"  # fp32 copies, or 8-bit moments
    assert any(name.endswith(f".{held}") for name in state[0])
    model = [load_file(run / "checkpoint-2/model.safetensors") for run in (one, other)]
    assert all(torch.equal(model[0][name], model[1][name]) for name in model[0])
    assert all(torch.equal(state[0][name], state[1][name]) for name in state[0])


def test_a_full_disk_leaves_the_older_checkpoint(given, whole, tmp_path, monkeypatch):
    """A real failure: from the first checkpoint on the kernel lets no file grow past 100 kB."""
    run, save = tmp_path / "run", loop.save_checkpoint
    _, hard = before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def saved(*arguments):
        save(*arguments)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))

    monkeypatch.setattr(loop, "save_checkpoint", saved)
    try:
        with pytest.raises(TrainError, match=r"checkpoint-4 cannot be written.*checkpoint-2 is"):
            train(given, run)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    monkeypatch.undo()
    assert sorted(p.name for p in run.iterdir() if "checkpoint" in p.name) == ["checkpoint-2"]
    train(given, run, resume=True)
    assert metrics(run) == metrics(whole[0.04])


def test_a_disk_that_is_full_at_once_leaves_nothing_to_go_on_from(given, tmp_path, monkeypatch):
    monkeypatch.setattr(loop, "save_checkpoint", _with_small_files(loop.save_checkpoint))
    with pytest.raises(TrainError, match=r"There is no older one\. Free some space, then begin"):
        train(given, tmp_path / "run", beta=0.0, steps=1)
    assert not [p for p in (tmp_path / "run").iterdir() if "checkpoint" in p.name]


def _with_small_files(save):
    def saved(*arguments):
        _, hard = before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
        try:
            save(*arguments)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return saved


# 241 tokens hold two rows of one process in the first step, but not those of the other.
SHARDED = ("shard=true", "max_tokens_per_forward=241")


@pytest.mark.parametrize("more", [(), SHARDED], ids=["whole", "sharded"])
def test_two_processes_take_the_steps_of_one(given, whole, tmp_path, more):
    codes, errors = start(given, tmp_path, *more, n=2)
    assert codes == [0, 0], errors
    for beta in BETAS:
        assert_same_run(tmp_path / str(beta), whole[beta])


@pytest.mark.parametrize("more", [(), SHARDED[:1]], ids=["whole", "sharded"])
def test_steps_without_a_signal_are_the_same_in_two_processes(given, tmp_path, more):
    rewards = ("tests.trainer.runs:one_item_reward",)
    one = train(given, tmp_path / "one", beta=0.0, rewards=rewards)
    silent = [row["grad_norm"] == 0 for row in metrics(one)]
    assert True in silent[silent.index(False) :]  # with a momentum from the steps before
    changes = (f"rewards={json.dumps(rewards)}", "betas=[0.0]", *more)
    codes, errors = start(given, tmp_path / "two", *changes, n=2)
    assert codes == [0, 0], errors
    assert_same_run(tmp_path / "two/0.0", one)


def test_two_processes_round_8_bit_updates_alike(given, tmp_path):
    changes = ('optimizer="adamw-8bit"', 'precision="bf16"', "steps=2", "betas=[0.0]")
    codes, errors = start(given, tmp_path, "digest", *changes, n=2)
    assert codes == [0, 0], errors
    first, second = ((tmp_path / f"digest-{rank}").read_text() for rank in range(2))
    assert len(first.splitlines()) == 2
    assert first == second


def test_shares_with_several_updates_and_recomputed_activations(given, tmp_path):
    changes = {"updates_per_batch": 2, "gradient_checkpointing": True, "steps": 2}
    more = ("updates_per_batch=2", "gradient_checkpointing=true", "steps=2")
    codes, errors = start(given, tmp_path, "shard=true", "betas=[0.04]", *more, n=2)
    assert codes == [0, 0], errors
    one = train(given, tmp_path / "one", **changes)
    for expected, shared in zip(metrics(one), metrics(tmp_path / "0.04"), strict=True):
        assert shared == pytest.approx(expected, rel=1e-4, abs=1e-5)


def test_a_sharded_run_is_gone_on_with_by_one_process(given, whole, tmp_path):
    codes, errors = start(given, tmp_path, "kill", "shard=true", n=2)
    assert set(codes) <= {1, -signal.SIGKILL}, errors  # the other one may see it die
    train(given, tmp_path / "0.04", resume=True)
    assert_same_run(tmp_path / "0.04", whole[0.04])


def test_two_processes_go_on_in_shares_with_the_run_of_one(given, whole, tmp_path):
    start(given, tmp_path, "kill")
    codes, errors = start(given, tmp_path, "shard=true", "betas=[0.04]", n=2)
    assert codes == [0, 0], errors
    assert_same_run(tmp_path / "0.04", whole[0.04])


def assert_same_run(run, expected):
    for one, two in zip(metrics(expected), metrics(run), strict=True):
        assert two == pytest.approx(one, rel=1e-4, abs=1e-5)
    for name, weight in weights(expected).items():
        torch.testing.assert_close(weights(run)[name], weight, rtol=1e-3, atol=1e-4)


def test_samples_are_written(whole):
    shown = (whole[0.04] / "samples.jsonl").read_text().splitlines()
    assert len(shown) == 2  # the first step's and the last's
    assert len(json.loads(shown[0])["completions"]) == 3
