"""Runs that are killed, starved of disk, or shared between processes."""

import json
import signal
import socket
import subprocess
import sys

import pytest
import torch
from safetensors.torch import load_file
from transformers import Qwen2_5OmniThinkerForConditionalGeneration

from tests.cli_helpers import clean_environment
from tests.trainer.runs import metrics, write_mixture, write_model


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    folder = tmp_path_factory.mktemp("given")
    return write_model(folder / "model"), write_mixture(folder)


def start(given, run, *more, n=1):
    """Start a run in `n` processes that know of each other, as `accelerate launch` does."""
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
    errors = [process.communicate(timeout=100)[1] for process in processes]
    return [process.returncode for process in processes], errors


def weights(checkpoint):
    return load_file(checkpoint / "model.safetensors")


def test_a_killed_run_goes_on_as_if_it_had_not_been(given, tmp_path):
    assert start(given, tmp_path / "whole")[0] == [0]
    assert start(given, tmp_path / "killed", "kill_in_step_5=1")[0] == [-signal.SIGKILL]
    assert [row["step"] for row in metrics(tmp_path / "killed")] == [1, 2, 3, 4]
    codes, errors = start(given, tmp_path / "killed", "--resume")
    assert codes == [0], errors
    assert metrics(tmp_path / "killed") == metrics(tmp_path / "whole")  # every bit of every number
    one, other = (weights(tmp_path / run / "checkpoint-6") for run in ("whole", "killed"))
    assert all(torch.equal(one[name], other[name]) for name in one)
    model, info = Qwen2_5OmniThinkerForConditionalGeneration.from_pretrained(
        tmp_path / "killed/checkpoint-6", output_loading_info=True
    )
    assert not info["missing_keys"]
    assert torch.equal(model.lm_head.weight, one["lm_head.weight"])


def test_a_full_disk_leaves_the_older_checkpoint(given, tmp_path):
    run = tmp_path / "run"
    codes, (error,) = start(given, run, "file_limit_after_step_2=100000")
    assert codes == [1]
    assert "checkpoint-4 cannot be written" in error
    assert "checkpoint-2 is whole" in error
    assert sorted(p.name for p in run.iterdir() if "checkpoint" in p.name) == ["checkpoint-2"]
    assert start(given, run, "--resume")[0] == [0]
    assert len(metrics(run)) == 6


@pytest.mark.parametrize("beta", ["0.04", "0.0"])
def test_two_processes_take_the_steps_of_one(given, tmp_path, beta):
    assert start(given, tmp_path / "one", f"beta={beta}")[0] == [0]
    codes, errors = start(given, tmp_path / "two", f"beta={beta}", n=2)
    assert codes == [0, 0], errors
    for one, two in zip(metrics(tmp_path / "one"), metrics(tmp_path / "two"), strict=True):
        assert two == pytest.approx(one, rel=1e-4, abs=1e-5)
    one, two = (weights(tmp_path / run / "checkpoint-6") for run in ("one", "two"))
    for name, weight in one.items():
        torch.testing.assert_close(two[name], weight, rtol=1e-3, atol=1e-4)


def test_samples_are_written(given, tmp_path):
    assert start(given, tmp_path / "run", "steps=1")[0] == [0]
    (shown,) = (tmp_path / "run/samples.jsonl").read_text().splitlines()
    assert len(json.loads(shown)["completions"]) == 3
