"""A running job, seen from another terminal by `aqagen stats`; and what is left of it: nothing."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from aqagen.status import read_status, remove_status, write_status
from tests.cli_helpers import aqagen, clean_environment
from tests.generation.conftest import Faults, running_offline
from tests.generation.runs import arguments, captions, write_tacos

KEY = "sk-status-0123456789abcdef"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "s.duckdb"


def status_file(path):
    return path.with_name(f"{path.name}.status.json")


def wait_until(condition, limit_s=30.0):
    end = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.01)


def dead_pid():
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"],
                           capture_output=True, check=True)  # fmt: skip
    return int(ended.stdout)


@pytest.fixture
def job(tmp_path, path):
    """Run a job that answered some rows and waits for the others."""
    data = write_tacos(tmp_path / "tacos", captions(30))
    with running_offline(faults=Faults(api_key=KEY)) as server:
        server.faults = Faults(api_key=KEY, delay_ms=20)
        process = subprocess.Popen(
            [sys.executable, "-c", "from aqagen.cli import main; main()",
             *arguments(data, path, server.base_url, "--concurrency", 2)],
            env=clean_environment(OPENAI_API_KEY=KEY), stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        try:
            wait_until(lambda: server.statuses[200] >= 5)
            server.faults = Faults(hang=1.0, api_key=KEY)
            wait_until(lambda: read_status(path) is not None)
            yield process
        finally:
            process.kill()
            process.communicate()


def test_stats_show_a_job_that_another_process_runs(job, path, tmp_path):
    wait_until(lambda: "accepted" in status_file(path).read_text("utf-8"))
    shown = aqagen("stats", "--store", path, cwd=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert f"process {job.pid} is at work on {path}" in shown.stdout
    assert "/30" in shown.stdout
    assert "in flight" in shown.stdout
    told = json.loads(aqagen("stats", "--store", path, "--json", cwd=tmp_path).stdout)
    assert told["running"]["pid"] == job.pid
    assert KEY not in status_file(path).read_text("utf-8")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_job_that_is_stopped_takes_its_status_away(job, path, tmp_path, how):
    job.send_signal(how)
    job.wait(20)
    assert not status_file(path).exists()
    assert "completions" in aqagen("stats", "--store", path, cwd=tmp_path).stdout


def test_a_job_that_was_killed_is_not_shown(job, path, tmp_path):
    job.kill()
    job.wait(20)
    assert status_file(path).exists()
    shown = aqagen("stats", "--store", path, cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "at work" not in shown.stdout
    assert "completions" in shown.stdout


# --- the file -----------------------------------------------------------------------------


def test_a_status_comes_back_and_goes(path):
    write_status(path, ["a", "b"])
    status = read_status(path)
    assert (status["pid"], status["lines"]) == (os.getpid(), ["a", "b"])
    assert abs(status["time_s"] - time.time()) < 60
    remove_status(path)
    remove_status(path)
    assert read_status(path) is None
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", "{}", '{"pid": "x"}', '{"pid": null}',
             '{"pid": 1e400, "lines": [], "time_s": 0}',
             '{"pid": 99999999999999999999}', '{"pid": 0, "lines": [], "time_s": NOW}',
             '{"pid": -1, "lines": [], "time_s": NOW}', "\udcff"]
)  # fmt: skip
def test_a_file_that_is_no_status_is_no_job(path, text):
    text = text.replace("NOW", str(time.time()))
    status_file(path).write_bytes(text.encode("utf-8", "surrogateescape"))
    assert read_status(path) is None


def test_a_file_without_what_stats_shows_is_no_job(path):
    status_file(path).write_text(json.dumps({"pid": os.getpid()}), encoding="utf-8")
    assert read_status(path) is None


def test_a_status_that_is_old_is_a_killed_jobs_whoever_has_its_number_now(path):
    status = {"pid": os.getpid(), "time_s": time.time() - 300, "lines": ["a"]}
    status_file(path).write_text(json.dumps(status), encoding="utf-8")
    assert read_status(path) is None


def test_a_dead_process_is_no_job(path):
    status = {"pid": dead_pid(), "time_s": time.time(), "lines": []}
    status_file(path).write_text(json.dumps(status), encoding="utf-8")
    assert read_status(path) is None


def test_a_folder_that_cannot_be_written_ends_no_run(tmp_path):
    write_status(tmp_path / "nowhere" / "s.duckdb", ["a"])
    remove_status(tmp_path / "nowhere" / "s.duckdb")
