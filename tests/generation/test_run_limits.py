"""When a run is enough: target, budget, re-asks, samples; and the books close in every case."""

import json

import pytest

from aqagen.generation import pool as pool_module
from tests.cli_helpers import run
from tests.generation.conftest import Faults, http_reply, raw_server, running_offline
from tests.generation.runs import arguments, captions, fetch, generate, write_tacos

N_ROWS = 40
MANY_FAULTS = Faults(
    statuses={429: 0.1, 500: 0.1, 409: 0.05}, reset=0.05, broken_json=0.2, content_filter=0.1,
    not_json=0.05, retry_after_s=0, seed=5,
)  # fmt: skip
GOOD = json.dumps({"question": "What is it?", "options": ["a dog", "a cat"], "answer": "A"})


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch):
    monkeypatch.setattr(pool_module, "_MAX_BACKOFF_S", 0.02)


@pytest.fixture
def data(tmp_path):
    return write_tacos(tmp_path / "tacos", captions(N_ROWS))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "s.duckdb"


def closed(summary):
    """Check that every row is in the books once, and hand them on."""
    parts = (summary["answered_before"], summary["accepted"], sum(summary["rejected"].values()),
             sum(summary["failed"].values()), summary["not_reached"])  # fmt: skip
    assert sum(parts) == summary["rows"]
    assert min(parts) >= 0
    return summary


def chat_reply(text):
    choice = {"message": {"content": text}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 7, "completion_tokens": 3}
    return http_reply(json.dumps({"choices": [choice], "usage": usage}))


# --- the books ----------------------------------------------------------------------------


def test_the_books_close_with_every_fault_at_once(data, path):
    with running_offline(faults=MANY_FAULTS) as server:
        first = closed(generate(data, path, server.base_url, "--reasks", 0, exit_code=1))
        assert first["rejected"]["truncated"] > 0
        assert first["rejected"]["content-filter"] > 0
        assert first["failed"]["http-409"] > 0
        assert first["retries"]["http-429"] > 0
        assert server.n_requests == first["requests"]
        assert first["not_reached"] == 0
        assert fetch(path, "SELECT count(*) FROM items") == [(first["accepted"],)]
        server.faults = Faults()
        again = closed(generate(data, path, server.base_url, "--reasks", 0, "--retry-failed"))
    assert again["answered_before"] == first["accepted"]
    assert again["accepted"] == N_ROWS - first["accepted"]
    assert fetch(path, "SELECT count(*), count(DISTINCT row_id) FROM items") == [(N_ROWS, N_ROWS)]


def test_a_second_run_that_asks_nothing_closes_too(data, path):
    with running_offline() as server:
        generate(data, path, server.base_url)
        again = closed(generate(data, path, server.base_url))
    assert (again["answered_before"], again["accepted"], again["requests"]) == (N_ROWS, 0, 0)


# --- the target ---------------------------------------------------------------------------


@pytest.mark.parametrize("concurrency", ["1", "16", "auto"])
@pytest.mark.parametrize("target", [1, 17])
def test_exactly_so_many_are_accepted_in_spite_of_faults(data, path, concurrency, target):
    with running_offline(faults=MANY_FAULTS) as server:
        more = ["--target", target, "--concurrency", concurrency]
        summary = closed(generate(data, path, server.base_url, *more))
    assert summary["accepted"] == target
    assert summary["not_reached"] > 0
    assert f"target of {target}" in summary["stopped"]
    assert fetch(path, "SELECT count(*), count(DISTINCT row_id) FROM items") == [(target, target)]


def test_a_target_counts_what_was_accepted_before(data, path):
    with running_offline() as server:
        generate(data, path, server.base_url, "--target", 10)
        summary = closed(generate(data, path, server.base_url, "--target", 25))
        assert summary["accepted"] == 15
        assert generate(data, path, server.base_url, "--target", 25)["requests"] == 0
        assert server.n_requests == 25


def test_a_target_that_the_rows_do_not_reach_is_an_error_with_numbers(data, path):
    with running_offline(faults=Faults(content_filter=0.5, seed=1)) as server:
        result = run(*arguments(data, path, server.base_url, "--json", "--target", 30))
    accepted = closed(json.loads(result.stdout))["accepted"]
    assert result.exit_code == 1
    assert f"error: {accepted} of the 30 accepted items asked for" in result.stderr


# --- the budget ---------------------------------------------------------------------------


def test_a_budget_of_tokens_ends_a_run_without_an_error(data, path):
    with running_offline() as server:
        result = run(
            *arguments(data, path, server.base_url, "--budget-tokens", 3000, "--concurrency", 2)
        )
        assert result.exit_code == 0, result.output
        assert "stopped: the budget of 3,000 tokens has no room for another" in result.stderr
        (((used, n_answers)),) = fetch(
            path, "SELECT sum(prompt_tokens + completion_tokens), count(*) FROM completions"
        )
        assert 3000 - 3 * used / n_answers <= used <= 3000
        summary = closed(generate(data, path, server.base_url))
        assert summary["answered_before"] == n_answers
        assert server.n_requests == N_ROWS
        assert summary["stopped"] is None


def test_the_books_of_a_run_that_stopped_at_its_budget_close(data, path):
    with running_offline() as server:
        summary = closed(generate(data, path, server.base_url, "--budget-tokens", 2000))
    assert 0 < summary["not_reached"] < N_ROWS
    assert summary["failed"] == summary["rejected"] == {}


# --- asking again -------------------------------------------------------------------------


@pytest.mark.parametrize("reasks", [0, 1, 3])
def test_an_answer_that_cannot_be_read_is_asked_again_and_each_is_kept(data, path, reasks):
    with raw_server([chat_reply("no item")]) as server:
        summary = closed(generate(data, path, server.base_url, "--limit", 2, "--reasks", reasks))
        assert len(server.requests) == 2 * (1 + reasks)
    assert summary["rejected"] == {"no-json": 2}
    assert summary["reasked"] == ({"no-json": 2 * reasks} if reasks else {})
    assert summary["prompt_tokens"] == 7 * 2 * (1 + reasks)
    assert fetch(
        path, "SELECT count(*), count(DISTINCT completion_id), count(DISTINCT request_id), "
        "count(text) FROM completions WHERE parse_reason = 'no-json'"
    ) == [(2 * (1 + reasks), 2 * (1 + reasks), 2, 2 * (1 + reasks))]  # fmt: skip


def test_the_answer_that_can_be_read_ends_the_asking(data, path):
    with raw_server([chat_reply("no"), chat_reply("no"), chat_reply(GOOD)]) as server:
        more = ["--limit", 1, "--reasks", 9]
        summary = closed(generate(data, path, server.base_url, *more))
        assert len(server.requests) == 3
    assert (summary["accepted"], summary["rejected"]) == (1, {})
    reasons = fetch(path, "SELECT parse_reason FROM completions ORDER BY created_at")
    assert reasons == [("no-json",), ("no-json",), (None,)]


def test_a_row_whose_reasks_are_used_up_is_not_asked_by_the_next_run(data, path):
    with raw_server([chat_reply("no item")]) as server:
        generate(data, path, server.base_url, "--limit", 1)
        assert closed(generate(data, path, server.base_url, "--limit", 1))["requests"] == 0
        # One more is allowed now, and only one.
        assert generate(data, path, server.base_url, "--limit", 1, "--reasks", 2)["requests"] == 1
        assert len(server.requests) == 3


def test_what_a_content_filter_stopped_is_not_asked_again_unless_that_is_wanted(data, path):
    with running_offline(faults=Faults(content_filter=1.0)) as server:
        more = ["--limit", 3, "--reasks", 2]
        summary = closed(generate(data, path, server.base_url, *more))
        assert summary["rejected"] == {"content-filter": 3}
        assert generate(data, path, server.base_url, *more)["requests"] == 0
        server.faults = Faults()
        summary = closed(generate(data, path, server.base_url, *more, "--retry-failed"))
    assert (summary["accepted"], summary["requests"]) == (3, 3)


# --- samples ------------------------------------------------------------------------------


def test_two_samples_keep_two_completions_of_every_row(data, path):
    with running_offline() as server:
        summary = closed(generate(data, path, server.base_url, "--samples", 2))
        assert server.n_requests == 2 * N_ROWS
        assert closed(generate(data, path, server.base_url, "--samples", 2))["requests"] == 0
    assert summary["rows"] == summary["accepted"] == 2 * N_ROWS
    per_row = fetch(
        path, "SELECT DISTINCT n, samples, requests FROM (SELECT count(*) AS n, "
        "list_sort(list(sample)) AS samples, count(DISTINCT request_id) AS requests "
        "FROM completions GROUP BY row_id)"
    )  # fmt: skip
    assert per_row == [(2, [0, 1], 2)]


def test_more_samples_later_ask_only_for_the_new_ones(data, path):
    with running_offline() as server:
        generate(data, path, server.base_url)
        summary = closed(generate(data, path, server.base_url, "--samples", 3))
        assert server.n_requests == 3 * N_ROWS
    assert (summary["answered_before"], summary["accepted"]) == (N_ROWS, 2 * N_ROWS)


def test_a_target_counts_what_earlier_runs_have_brought(data, path):
    """Those runs stopped early, so their reading of the dataset is not complete."""
    with running_offline() as server:
        closed(generate(data, path, server.base_url, "--target", 10))
        summary = closed(generate(data, path, server.base_url, "--target", 15))
        assert summary["accepted"] == 5
        again = closed(generate(data, path, server.base_url, "--target", 15))
        assert again["accepted"] == 0
    assert fetch(path, "SELECT count(*) FROM items") == [(15,)]


def test_samples_that_say_the_same_are_each_an_item(data, path):
    with running_offline() as server:
        summary = closed(generate(data, path, server.base_url, "--samples", 3, "--limit", 4))
    assert summary["accepted"] == 12
    assert fetch(path, "SELECT count(*), count(DISTINCT item_id) FROM items") == [(12, 12)]


def test_an_endpoint_that_is_not_there_is_left_to_the_others(data, path):
    with running_offline() as server:
        nobody = ("--endpoint", "http://127.0.0.1:9/v1")
        summary = closed(generate(data, path, server.base_url, *nobody))
    assert summary["accepted"] == N_ROWS
