"""Batch files: what is written, and answers that come back as if they had come live."""

import json

import pytest

from tests.cli_helpers import run
from tests.generation.conftest import running_offline
from tests.generation.runs import captions, fetch, generate, write_tacos

N_ROWS = 8
ITEM = {"question": "What can be heard?", "options": ["a dog", "a cat"], "answer": "A"}


@pytest.fixture
def data(tmp_path):
    return write_tacos(tmp_path / "tacos", captions(N_ROWS))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "s.duckdb"


def batch(data, path, *more):
    given = ["generate", "tacos", "--data", data, "--store", path, *more]
    return run(*(str(each) for each in given))


def written(data, path, file, *more):
    """Write a batch file and return its lines."""
    result = batch(data, path, "--batch-file", file, *more)
    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == str(file)
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def answer(custom_id, text=None, status=200, **rest):
    choice = {"message": {"content": json.dumps(ITEM) if text is None else text},
              "finish_reason": "stop"}  # fmt: skip
    body = {"choices": [choice], "usage": {"prompt_tokens": 5, "completion_tokens": 2}}
    response = {"status_code": status, "request_id": "x", "body": body}
    return {"id": "b", "custom_id": custom_id, "response": response, "error": None, **rest}


def read_back(data, path, file, lines, *more, exit_code=0):
    spelled = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_text("\n".join(spelled) + "\n", encoding="utf-8")
    result = batch(data, path, "--batch-results", file, "--json", *more)
    assert result.exit_code == exit_code, result.output
    return json.loads(result.stdout), result.stderr


def test_the_lines_are_those_of_a_live_run(data, path, tmp_path):
    """OpenAI's form, its limits on an id, and the very bodies and ids that would be sent."""
    lines = written(data, path, tmp_path / "in.jsonl")
    assert all(set(line) == {"custom_id", "method", "url", "body"} for line in lines)
    assert {(line["method"], line["url"]) for line in lines} == {("POST", "/v1/chat/completions")}
    ids = [line["custom_id"] for line in lines]
    assert len(set(ids)) == N_ROWS
    assert all(len(each) <= 64 for each in ids)
    with running_offline() as server:
        generate(data, tmp_path / "live.duckdb", server.base_url)
        bodies = {request.prompt: dict(request.body) for request in server.requests}
    for line in lines:
        assert line["body"] == bodies[line["body"]["messages"][0]["content"]]
    live = fetch(tmp_path / "live.duckdb", "SELECT DISTINCT request_id FROM completions")
    assert {request for (request,) in live} == set(ids)


def test_answers_read_back_give_the_items_of_a_live_run(data, path, tmp_path):
    lines = written(data, path, tmp_path / "in.jsonl")
    items = "SELECT item_id, row_id, question, options, answer_index, origin FROM items ORDER BY 1"
    with running_offline() as server:
        generate(data, tmp_path / "live.duckdb", server.base_url)
    live = fetch(tmp_path / "live.duckdb", items)
    texts = dict(fetch(tmp_path / "live.duckdb", "SELECT request_id, text FROM completions"))
    answers = [answer(line["custom_id"], texts[line["custom_id"]]) for line in reversed(lines)]
    for each in answers:
        each["response"]["body"]["system_fingerprint"] = "aqagen-offline"
    summary, shown = read_back(data, path, tmp_path / "out.jsonl", answers)
    assert summary["accepted"] == summary["rows"] == N_ROWS
    assert summary["prompt_tokens"] == 5 * N_ROWS
    assert "not used" not in shown
    assert fetch(path, items) == live


def test_after_that_a_live_run_and_a_batch_file_ask_nothing(data, path, tmp_path):
    lines = written(data, path, tmp_path / "in.jsonl")
    answers = [answer(line["custom_id"]) for line in lines]
    read_back(data, path, tmp_path / "out.jsonl", answers)
    with running_offline() as server:
        summary = generate(data, path, server.base_url)
        assert server.n_requests == 0
    assert summary["answered_before"] == N_ROWS
    assert written(data, path, tmp_path / "again.jsonl") == []
    summary, shown = read_back(data, path, tmp_path / "out.jsonl", answers)
    assert summary["answered_before"] == N_ROWS
    assert f"{N_ROWS} lines" in shown
    assert fetch(path, "SELECT count(*) FROM completions") == [(N_ROWS,)]


def test_what_a_live_run_answered_is_not_in_the_file(data, path, tmp_path):
    with running_offline() as server:
        generate(data, path, server.base_url, "--limit", 3)
    assert len(written(data, path, tmp_path / "in.jsonl")) == N_ROWS - 3


def test_samples_have_ids_of_their_own(data, path, tmp_path):
    lines = written(data, path, tmp_path / "in.jsonl", "--samples", 3)
    assert len({line["custom_id"] for line in lines}) == len(lines) == 3 * N_ROWS


def test_lines_that_are_no_answer_are_counted_and_cost_nothing(data, path, tmp_path):
    ids = [line["custom_id"] for line in written(data, path, tmp_path / "in.jsonl")]
    refused = {**answer(ids[3], status=400), "error": {"message": "too long"}}
    failed = {"custom_id": ids[4], "response": None, "error": {"code": "expired"}}
    empty = {"custom_id": ids[5], "response": {"status_code": 200, "body": {"choices": []}}}
    lines = [
        answer(ids[0]), answer(ids[0], "another answer"), "{not json", "[]", "7", "",
        answer("of another run"), {"no": "id"}, answer(ids[1]), answer(ids[2], "no item"),
        refused, failed, empty, answer(ids[6], None, finish="x"), '{"custom_id":',
    ]  # fmt: skip
    summary, shown = read_back(data, path, tmp_path / "out.jsonl", lines, exit_code=1)
    assert summary["accepted"] == 3
    assert summary["rejected"] == {"no-json": 1}
    assert summary["failed"] == {"http-400": 1, "bad-reply": 2}
    assert summary["not_reached"] == 1
    assert f"4 lines of {tmp_path / 'out.jsonl'} not used: not-json" in shown
    assert "3 lines" in shown
    assert "not used: not-pending" in shown
    errors = fetch(path, "SELECT error FROM completions WHERE error IS NOT NULL ORDER BY 1")
    assert [error.split(":")[0] for (error,) in errors] == ["bad-reply", "bad-reply", "http-400"]
    assert any("expired" in error for (error,) in errors)
    # Refused, expired and empty are another matter: what was refused is not asked again.
    again = written(data, path, tmp_path / "again.jsonl")
    assert {line["custom_id"] for line in again} == {ids[2], ids[4], ids[5], ids[7]}


def test_answers_to_another_prompt_are_not_taken(data, path, tmp_path):
    lines = written(data, path, tmp_path / "in.jsonl")
    answers = [answer(line["custom_id"]) for line in lines]
    summary, shown = read_back(
        data, path, tmp_path / "out.jsonl", answers, "--model", "another", exit_code=1
    )
    assert summary["accepted"] == 0
    assert f"{N_ROWS} lines" in shown
    assert fetch(path, "SELECT count(*) FROM completions") == [(0,)]


def test_a_file_that_is_not_there_or_cannot_be_written_is_said(data, path, tmp_path):
    result = batch(data, path, "--batch-results", tmp_path / "none.jsonl")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "none.jsonl" in result.stderr
    result = batch(data, path, "--batch-file", tmp_path / "nowhere" / "in.jsonl")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "in.jsonl cannot be written" in result.stderr
