"""`aqagen generate` as a whole: what is asked, what is kept, and what is never asked twice."""

import json

import pytest

from aqagen.generation import pool as pool_module
from tests.cli_helpers import run
from tests.generation.conftest import Faults, http_reply, raw_server, running_offline
from tests.generation.runs import (
    answers_per_row,
    arguments,
    captions,
    fetch,
    generate,
    write_tacos,
)

KEY = "sk-run-0123456789abcdef"
ITEM = {"question": "What can be heard?", "options": ["a dog", "a cat"], "answer": "A"}


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch):
    monkeypatch.setattr(pool_module, "_MAX_BACKOFF_S", 0.01)


@pytest.fixture
def data(tmp_path):
    return write_tacos(tmp_path / "tacos", captions(12))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "s.duckdb"


@pytest.fixture
def server():
    with running_offline() as endpoint:
        yield endpoint


def answering(text, **choice):
    choice = {"message": {"content": text}, "finish_reason": "stop", **choice}
    return raw_server([http_reply(json.dumps({"choices": [choice]}))])


# --- what is asked ------------------------------------------------------------------------


def test_every_row_is_asked_once_and_its_answer_stored_once(data, path, server):
    summary = generate(data, path, server.base_url)
    assert (summary["rows"], summary["accepted"]) == (12, 12)
    assert server.n_requests == 12
    assert set(server.prompt_counts.values()) == {1}
    assert answers_per_row(path) == [1] * 12
    assert fetch(path, "SELECT count(*), count(DISTINCT row_id) FROM items") == [(12, 12)]


def test_an_item_leads_back_to_its_answer_its_row_and_its_clip(data, path, server):
    generate(data, path, server.base_url, "--limit", 1)
    ((text, caption, file_name, question),) = fetch(
        path,
        "SELECT c.text, r.metadata->>'caption', l.file_name, i.question FROM items i "
        "JOIN completions c USING (completion_id) JOIN source_rows r ON r.row_id = i.row_id "
        "JOIN clips l ON l.clip_id = i.clip_id",
    )
    assert caption == captions(1)[0]
    assert file_name == "7.mp3"
    assert question in text
    assert caption in server.requests[0].prompt


def test_a_second_run_asks_nothing(data, path, server):
    generate(data, path, server.base_url)
    summary = generate(data, path, server.base_url)
    assert server.n_requests == 12
    assert (summary["answered_before"], summary["accepted"]) == (12, 0)
    assert fetch(path, "SELECT count(*) FROM items") == [(12,)]


def test_new_rows_are_asked_and_old_ones_are_not(data, path, server, tmp_path):
    generate(data, path, server.base_url)
    more = write_tacos(tmp_path / "more", captions(15))
    summary = generate(more, path, server.base_url)
    assert summary["answered_before"] == 12
    assert server.n_requests == 15
    assert answers_per_row(path) == [1] * 15


@pytest.mark.parametrize(
    "change",
    [["--model", "another/model"], ["--temperature", 0.1], ["--thinking"], ["--max-tokens", 300],
     ["--structured", "off"]],
)  # fmt: skip
def test_what_shapes_an_answer_makes_new_requests(data, path, server, change):
    generate(data, path, server.base_url)
    summary = generate(data, path, server.base_url, *change)
    assert (summary["answered_before"], summary["accepted"]) == (0, 12)
    assert server.n_requests == 24


def test_another_prompt_makes_new_requests_whatever_its_name(data, path, server, tmp_path):
    prompt = tmp_path / "mine.md"
    for n_requests, words in ((12, "Ask."), (24, "Ask well."), (24, "Ask."), (24, "Ask well.")):
        prompt.write_text(words + "{INPUT_JSON_DATA}", encoding="utf-8")
        generate(data, path, server.base_url, "--prompt", prompt)
        assert server.n_requests == n_requests
    prompts = fetch(path, "SELECT DISTINCT prompt_text FROM request_configs ORDER BY 1")
    assert prompts == [("Ask well.{INPUT_JSON_DATA}",), ("Ask.{INPUT_JSON_DATA}",)]


def test_another_address_key_timeout_or_concurrency_asks_nothing(data, path, server):
    generate(data, path, server.base_url)
    with running_offline() as elsewhere:
        more = ["--timeout", 7, "--concurrency", 3, "--api-key-env", "MY_KEY"]
        summary = generate(data, path, elsewhere.base_url, *more, MY_KEY="k")
        assert elsewhere.n_requests == 0
    assert summary["answered_before"] == 12


def test_a_server_that_refuses_fields_gets_the_same_requests(data, path, server):
    """What a server does not take is left out, and the request stays the same request."""
    with running_offline(faults=Faults(no_json_schema=True, reject_fields=("top_k",))) as picky:
        generate(data, path, picky.base_url)
    generate(data, path, server.base_url)
    assert server.n_requests == 0


# --- what fails ---------------------------------------------------------------------------


def test_a_failed_row_is_asked_again_next_time_and_only_that(data, path):
    # There is time for one slow try, and hardly for a second.
    faults = Faults(statuses={500: 0.4}, delay_ms=150, seed=0)
    assert faults.kind_at(0) is None
    with running_offline(faults=faults) as server:
        summary = generate(data, path, server.base_url, "--deadline", 0.25, exit_code=1)
        failed = sum(summary["failed"].values())
        assert 0 < failed < 12
        assert summary["accepted"] == 12 - failed
        errors = fetch(path, "SELECT error FROM completions WHERE text IS NULL")
        assert len(errors) == failed
        reasons = {error.split(":")[0] for (error,) in errors}
        assert reasons <= {"http-500", "deadline"}
        server.faults = Faults()
        before = server.n_requests
        summary = generate(data, path, server.base_url)
        assert server.n_requests - before == failed
    assert (summary["answered_before"], summary["accepted"]) == (12 - failed, failed)
    assert answers_per_row(path) == [1] * 12


def test_a_row_that_was_refused_is_asked_again_when_that_is_wanted(data, path):
    """Its refusal says that asking the same again is in vain; the first rows' refusals too."""
    faults = Faults(statuses={409: 0.4}, seed=3)
    assert faults.kind_at(0) == "409"
    with running_offline(faults=faults) as server:
        summary = generate(data, path, server.base_url, exit_code=1)
        failed = summary["failed"]["http-409"]
        assert 0 < failed < 12
        assert summary["accepted"] == 12 - failed
        server.faults = Faults()
        assert generate(data, path, server.base_url)["answered_before"] == 12
        assert server.n_requests == 12
        summary = generate(data, path, server.base_url, "--retry-failed")
        assert server.n_requests == 12 + failed
    assert (summary["answered_before"], summary["accepted"]) == (12 - failed, failed)
    assert answers_per_row(path) == [1] * 12


def test_a_request_that_no_row_gets_through_stops_the_run_with_one_message(path, tmp_path):
    data = write_tacos(tmp_path / "many", captions(30))
    with raw_server([http_reply("no way", "400 No")]) as server:
        result = run(*arguments(data, path, server.base_url))
        assert len(server.requests) == 5 * 6
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("error:") == 1
    assert "5 rows in a row failed" in result.stderr
    assert "http-400: no way" in result.stderr


def test_an_endpoint_that_fails_everything_stops_the_run_with_one_message(path, tmp_path):
    data = write_tacos(tmp_path / "many", captions(90))
    with running_offline() as server:
        generate(data, path, server.base_url, "--limit", 1)
        server.faults = Faults(statuses={409: 1.0})
        assert generate(data, path, server.base_url, "--concurrency", 2, exit_code=1) == {}
        assert server.n_requests < 70
    assert sum(answers_per_row(path)) == 1


def test_a_wrong_key_is_one_request_and_leaves_no_answer(data, path):
    with running_offline(faults=Faults(api_key="right")) as server:
        assert generate(data, path, server.base_url, exit_code=1, OPENAI_API_KEY=KEY) == {}
        assert server.n_requests == 1
        assert fetch(path, "SELECT count(*) FROM completions WHERE text IS NOT NULL") == [(0,)]
        assert generate(data, path, server.base_url, OPENAI_API_KEY="right")["accepted"] == 12


# --- what is kept -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "reason"),
    [("broken_json", "truncated"), ("length", "truncated"), ("content_filter", "content-filter")],
)
def test_an_answer_that_cannot_be_read_is_kept_with_its_reason(data, path, fault, reason):
    with running_offline(faults=Faults(**{fault: 1.0})) as server:
        summary = generate(data, path, server.base_url)
    assert summary["rejected"] == {reason: 12}
    assert fetch(path, "SELECT DISTINCT parse_reason, n_items FROM completions") == [(reason, 0)]
    assert min(answers_per_row(path)) >= 1
    assert fetch(path, "SELECT count(*) FROM items") == [(0,)]


def test_of_two_items_one_is_used_and_both_are_noted(data, path):
    with answering(json.dumps([ITEM, {**ITEM, "question": "And?"}])) as server:
        summary = generate(data, path, server.base_url)
    assert (summary["accepted"], summary["extra_items"]) == (12, 12)
    assert fetch(path, "SELECT DISTINCT n_items, parse_reason FROM completions") == [(2, None)]
    assert fetch(path, "SELECT DISTINCT question FROM items") == [("What can be heard?",)]


def test_an_answer_that_was_stored_and_not_parsed_is_parsed_by_the_next_run(data, path, server):
    """As after a crash between the two: nothing that was paid for is asked again."""
    generate(data, path, server.base_url)
    items = fetch(path, "SELECT item_id, completion_id FROM items ORDER BY 1")
    fetch(path, "DELETE FROM items")
    fetch(path, "UPDATE completions SET n_items = NULL, parse_reason = NULL")
    summary = generate(data, path, server.base_url)
    assert server.n_requests == 12
    assert summary["answered_before"] == 12
    assert fetch(path, "SELECT item_id, completion_id FROM items ORDER BY 1") == items
    assert fetch(path, "SELECT DISTINCT n_items, parse_reason FROM completions") == [(1, None)]


def test_what_the_offline_endpoint_wrote_is_known_by_its_fingerprint(data, path, server):
    """Whoever started it, and whatever model was asked for."""
    generate(data, path, server.base_url, "--model", "Qwen/Qwen3-32B")
    assert fetch(path, "SELECT DISTINCT origin FROM items") == [("offline",)]
    assert fetch(path, "SELECT DISTINCT origin FROM completions") == [("offline",)]


def test_what_any_other_endpoint_wrote_is_generated(data, path):
    with answering(json.dumps(ITEM)) as server:
        generate(data, path, server.base_url)
    assert fetch(path, "SELECT DISTINCT origin FROM items") == [("generated",)]


def test_text_that_no_store_can_hold_costs_nothing(data, path):
    with answering(json.dumps(ITEM) + " \ud800 \x00 \u2028") as server:
        summary = generate(data, path, server.base_url)
    assert summary["accepted"] == 12
    assert answers_per_row(path) == [1] * 12


@pytest.mark.parametrize("status", ["200 OK", "409 Conflict"])
def test_the_key_is_never_in_the_stores_files(data, path, status):
    """Not when every answer repeats it; the model's name shows that the search would find it."""
    body = f'{{"error": {{"message": "you sent {KEY}"}}}}'
    with raw_server([http_reply(body, status)]) as server:
        generate(data, path, server.base_url, "--model", "model-to-find", exit_code=1,
                 OPENAI_API_KEY=KEY)  # fmt: skip
        assert KEY.encode() in server.requests[0]
    files = [file.read_bytes() for file in path.parent.iterdir() if file.is_file()]
    assert any(b"model-to-find" in raw for raw in files)
    assert any(b"you sent ***" in raw for raw in files)
    assert not any(KEY.encode() in raw for raw in files)
