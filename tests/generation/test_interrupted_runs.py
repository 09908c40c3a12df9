"""A run that is killed or interrupted, and the run after it."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from tests.cli_helpers import clean_environment
from tests.generation.conftest import Faults, running_offline
from tests.generation.runs import answers_per_row, arguments, captions, fetch, generate, write_tacos

N_ROWS = 60
CONCURRENCY = 4
# More than one commit of the writer can take on a machine that is busy.
FLUSHED_S = 1.0


def wait_until(condition, limit_s=30.0):
    end = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.005)


@contextmanager
def running(arguments):
    """Start the command as a process of its own; it is gone afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from aqagen.cli import main; main()", *arguments],
        env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def data(tmp_path):
    return write_tacos(tmp_path / "tacos", captions(N_ROWS))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "s.duckdb"


def stop_answering(server, n_answers):
    """Let the server answer so many requests and leave the others hanging."""
    wait_until(lambda: server.statuses[200] >= n_answers)
    server.faults = Faults(hang=1.0)
    hanging = ["hang"] * CONCURRENCY
    wait_until(lambda: [r.fault for r in list(server.requests)[-CONCURRENCY:]] == hanging)


def resume(data, path, server):
    """Run again against the same server; return how many requests that took."""
    wait_until(lambda: server.in_flight == 0)
    server.faults = Faults()
    before = server.n_requests
    generate(data, path, server.base_url)
    return server.n_requests - before


def test_a_killed_run_loses_nothing_that_was_flushed_and_doubles_nothing(data, path):
    with running_offline(faults=Faults(delay_ms=5)) as server:
        command = arguments(data, path, server.base_url, "--concurrency", CONCURRENCY)
        with running(command) as process:
            stop_answering(server, 20)
            answered = server.statuses[200]
            time.sleep(FLUSHED_S)
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert sum(answers_per_row(path)) == answered
        assert resume(data, path, server) == N_ROWS - answered
        # Only what was in flight was asked twice.
        assert sorted(server.prompt_counts.values())[-CONCURRENCY - 1 :] == [1] + [2] * CONCURRENCY
    assert answers_per_row(path) == [1] * N_ROWS
    assert fetch(path, "SELECT count(*), count(DISTINCT row_id) FROM items") == [(N_ROWS, N_ROWS)]


@pytest.mark.parametrize("n_answers", [1, 25])
def test_a_run_killed_at_any_moment_doubles_nothing(data, path, n_answers):
    """What had not been flushed is sent again, and nothing else."""
    with running_offline(faults=Faults(delay_ms=10)) as server:
        command = arguments(data, path, server.base_url, "--concurrency", CONCURRENCY)
        with running(command) as process:
            wait_until(lambda: server.statuses[200] >= n_answers)
            process.send_signal(signal.SIGKILL)
            process.wait()
        stored = sum(answers_per_row(path))
        assert stored <= server.n_requests
        assert resume(data, path, server) == N_ROWS - stored
        assert max(server.prompt_counts.values()) == 2
    assert answers_per_row(path) == [1] * N_ROWS
    assert fetch(path, "SELECT count(*), count(DISTINCT row_id) FROM items") == [(N_ROWS, N_ROWS)]
    assert fetch(path, "SELECT count(*) FROM completions WHERE n_items IS NULL") == [(0,)]


@pytest.mark.parametrize("times", [1, 2])
def test_an_interrupted_run_stores_what_came_and_says_how_to_go_on(data, path, times):
    with running_offline(faults=Faults(delay_ms=5)) as server:
        command = arguments(data, path, server.base_url, "--concurrency", CONCURRENCY)
        with running(command) as process:
            stop_answering(server, 20)
            answered = server.statuses[200]
            # The last answers have left the server; this lets them arrive.
            time.sleep(0.2)
            for _ in range(times):
                os.kill(process.pid, signal.SIGINT)
            _, shown = process.communicate(timeout=30)
        assert process.returncode == 130
        assert "Traceback" not in shown
        if times == 1:
            assert f"{answered} answers" in shown
            assert "Run the same command again" in shown
            assert sum(answers_per_row(path)) == answered
            assert resume(data, path, server) == N_ROWS - answered
        else:
            resume(data, path, server)
    assert answers_per_row(path) == [1] * N_ROWS


def test_an_interrupt_before_the_first_answer_is_an_interrupt(data, path):
    with running_offline(faults=Faults(hang=1.0)) as server:
        with running(arguments(data, path, server.base_url)) as process:
            wait_until(lambda: server.in_flight == 1)
            os.kill(process.pid, signal.SIGINT)
            _, shown = process.communicate(timeout=30)
        assert process.returncode == 130
        assert "0 answers" in shown
        assert resume(data, path, server) == N_ROWS
