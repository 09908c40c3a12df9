"""The endpoint client over real HTTP: what it sends, what it negotiates, what it survives."""

import asyncio
import json
import time
from dataclasses import replace

import pytest

from aqagen.boundary import Answer
from aqagen.errors import EndpointError
from aqagen.generation import pool as pool_module
from aqagen.generation import waits
from aqagen.generation.endpoint import EndpointConfig, Failure, Reply, Sampling
from aqagen.generation.parsing import ParsedItem, parse_completion
from aqagen.generation.pool import Pool, PoolConfig
from aqagen.generation.prompts import load_prompt
from tests.generation.conftest import Faults, http_reply, raw_server, running_offline

SCHEMA = Answer.model_json_schema()
PROMPT = load_prompt("tacos").render({"caption": "A dog barks.", "keywords": ["dog"]})
GOOD = json.dumps({"choices": [{"message": {"content": "yes"}, "finish_reason": "stop"}]})


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch):
    monkeypatch.setattr(pool_module, "_MAX_BACKOFF_S", 0.01)


def config_of(server, **rest):
    settings = {"schema": SCHEMA, "timeout_s": 10.0, **rest}
    return EndpointConfig(server.base_url, "some/model", **settings)


def ask(config, n=1, concurrency=4, max_attempts=3):
    """Ask the same question n times at once; return the outcomes and what was dropped."""

    async def go():
        effort = PoolConfig(concurrency=concurrency, max_attempts=max_attempts)
        async with Pool((config,), effort) as pool:
            messages = [{"role": "user", "content": PROMPT}]
            outcomes = await asyncio.gather(*(pool.complete(messages) for _ in range(n)))
            return outcomes, pool.dropped

    return asyncio.run(go())


def outcome_of(server, max_attempts=3, **rest):
    return ask(config_of(server, **rest), max_attempts=max_attempts)[0][0]


# --- what is sent, and what comes back ----------------------------------------------------


def test_a_good_answer():
    with running_offline() as server:
        reply = outcome_of(server)
    assert isinstance(reply, Reply)
    assert isinstance(parse_completion(reply.text, reply.finish_reason), ParsedItem)
    assert reply.finish_reason == "stop"
    assert reply.prompt_tokens == -(-len(PROMPT) // 4)
    assert reply.completion_tokens == -(-len(reply.text) // 4)
    assert reply.attempts == 1
    assert 0 < reply.latency_ms < 10_000
    assert reply.fingerprint == "aqagen-offline"


@pytest.mark.parametrize("sampling", [Sampling(), Sampling.for_thinking()])
def test_the_request_has_model_messages_sampling_and_schema(sampling):
    with running_offline() as server:
        ask(config_of(server, sampling=sampling))
        body = server.requests[0].body
    assert body == {
        "model": "some/model",
        "messages": [{"role": "user", "content": PROMPT}],
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "top_k": 20,
        "min_p": 0.0,
        "max_tokens": sampling.max_tokens,
        "chat_template_kwargs": {"enable_thinking": sampling.thinking},
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "item", "strict": True, "schema": SCHEMA},
        },
    }


def test_qwen3s_settings():
    assert Sampling() == Sampling(0.7, 0.8, 20, 0.0, 2048, thinking=False)
    assert Sampling.for_thinking() == Sampling(0.6, 0.95, 20, 0.0, 16384, thinking=True)


def test_structured_off_asks_for_no_format():
    with running_offline() as server:
        ask(config_of(server, structured="off"))
        assert "response_format" not in server.requests[0].body


def test_no_more_requests_at_a_time_than_asked_and_the_first_goes_alone():
    with running_offline(faults=Faults(delay_ms=20)) as server:
        outcomes, dropped = ask(config_of(server), n=12, concurrency=4)
        assert server.n_requests == 12
        assert 2 <= server.max_in_flight <= 4
    assert all(isinstance(outcome, Reply) for outcome in outcomes)
    assert dropped == []


def test_a_slash_at_the_end_of_the_address_does_not_matter():
    with running_offline() as server:
        config = replace(config_of(server), base_url=server.base_url + "/")
        assert isinstance(ask(config)[0][0], Reply)


@pytest.mark.parametrize(
    "fault", [{"no_usage": 1.0}, {"partial_usage": 1.0}, {"wrong_content_type": 1.0}]
)
def test_a_good_answer_in_a_careless_reply(fault):
    with running_offline(faults=Faults(**fault)) as server:
        reply = outcome_of(server)
    assert isinstance(reply, Reply)
    assert isinstance(parse_completion(reply.text), ParsedItem)
    assert reply.prompt_tokens is None or "wrong_content_type" in fault


@pytest.mark.parametrize(
    "usage", [None, [], {"prompt_tokens": "7"}, {"prompt_tokens": True}, {"prompt_tokens": -1},
              {"prompt_tokens": 2**40}, {"prompt_tokens": 1.5}]
)  # fmt: skip
def test_usage_that_makes_no_sense_is_left_out(usage):
    body = json.dumps({**json.loads(GOOD), "usage": usage})
    with raw_server([http_reply(body)]) as server:
        reply = outcome_of(server)
    assert (reply.text, reply.prompt_tokens, reply.completion_tokens) == ("yes", None, None)


@pytest.mark.parametrize(("content", "text"), [('"\\ud800 x"', "? x"), ("null", ""), ("7", "")])
def test_text_is_always_text_that_a_store_can_hold(content, text):
    with raw_server([http_reply(GOOD.replace('"yes"', content))]) as server:
        assert outcome_of(server).text == text


# --- what the server does not take --------------------------------------------------------


@pytest.mark.parametrize(
    ("faults", "dropped"),
    [
        (Faults(no_json_schema=True), ["response_format.json_schema"]),
        (Faults(reject_fields=("top_k",)), ["top_k"]),
        (Faults(reject_fields=("chat_template_kwargs",)), ["chat_template_kwargs"]),
        (Faults(reject_fields=("max_tokens",)), ["max_tokens"]),
        (Faults(reject_fields=("response_format",)),
         ["response_format.json_schema", "response_format"]),
        (Faults(reject_fields=("top_k", "min_p", "max_tokens", "chat_template_kwargs"),
                no_json_schema=True),
         ["top_k", "min_p", "chat_template_kwargs", "max_tokens", "response_format.json_schema"]),
    ],
)  # fmt: skip
def test_what_the_server_refuses_is_dropped_once_and_only_the_first_request_pays(faults, dropped):
    with running_offline(faults=faults) as server:
        outcomes, left_out = ask(config_of(server), n=10)
        assert left_out == dropped
        assert all(isinstance(outcome, Reply) for outcome in outcomes)
        assert [outcome.attempts for outcome in outcomes] == [1] * 10
        assert server.statuses == {400: len(dropped), 200: 10}
        last = server.requests[-1].body
    for name in ("top_k", "min_p", "chat_template_kwargs", "max_tokens", "response_format"):
        assert (name in last) == (name not in left_out)
    assert last.get("max_completion_tokens") == (2048 if "max_tokens" in left_out else None)
    if left_out == ["response_format.json_schema"]:
        assert last["response_format"] == {"type": "json_object"}


@pytest.mark.parametrize("status", ["400 Bad Request", "422 Unprocessable Entity"])
def test_a_refusal_that_names_nothing_drops_the_likeliest_first(status):
    refusal = http_reply("what?", status)
    with raw_server([refusal, refusal, http_reply(GOOD)]) as server:
        outcomes, dropped = ask(config_of(server))
        assert len(server.requests) == 3
    assert outcomes[0].text == "yes"
    assert dropped == ["response_format.json_schema", "response_format"]


def test_a_field_that_is_never_taken_stops_the_run_with_the_servers_words():
    body = '{"error": {"message": "Extra inputs\\n  are not permitted"}}'
    with (
        raw_server([http_reply(body, "400 No")]) as server,
        pytest.raises(EndpointError, match=r"/v1 refuses the request: Extra inputs are not"),
    ):
        ask(config_of(server))


@pytest.mark.parametrize(
    "message",
    ["no\n  way", "content policy", "'max_tokens' is too large: 2048. The maximum context is 512"],
)
def test_a_first_row_that_is_refused_itself_costs_the_other_rows_no_field(message):
    """A prompt that is too long, a content policy: leaving fields out does not help."""
    refusal = http_reply(json.dumps({"error": {"message": message}}), "400 No")
    # 4 fields can be left out by guess, one of them in two steps; a named one as well.
    n_steps = 6 + ("max_tokens" in message)
    with raw_server([refusal] * n_steps + [http_reply(GOOD)]) as server:
        outcomes, dropped = ask(config_of(server), n=3, concurrency=1)
        assert len(server.requests) == n_steps + 2
        assert all(b'"top_k"' in request for request in server.requests[-2:])
        assert all(b'"json_schema"' in request for request in server.requests[-2:])
    assert dropped == []
    assert (outcomes[0].reason, outcomes[0].detail) == ("http-400", " ".join(message.split()))
    assert [outcome.text for outcome in outcomes[1:]] == ["yes", "yes"]


def test_structured_on_is_never_dropped():
    with (
        running_offline(faults=Faults(no_json_schema=True)) as server,
        pytest.raises(EndpointError, match="response_format type is unavailable"),
    ):
        ask(config_of(server, structured="on"))


def test_a_refusal_after_a_good_answer_is_that_rows_failure():
    with raw_server([http_reply(GOOD), http_reply("too long", "400 No")]) as server:
        outcomes, dropped = ask(config_of(server), n=3, concurrency=1)
        assert len(server.requests) == 3
    assert dropped == []
    assert outcomes[0].text == "yes"
    assert [(o.reason, o.detail, o.attempts) for o in outcomes[1:]] == [
        ("http-400", "too long", 1)
    ] * 2


# --- what may pass, and what does not -----------------------------------------------------


def test_an_error_of_the_server_passes():
    with running_offline(faults=Faults(fail_first=2, fail_first_status=500)) as server:
        reply = outcome_of(server)
    assert isinstance(reply, Reply)
    assert reply.attempts == 3


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"statuses": {500: 1.0}}, "http-500"),
        ({"statuses": {503: 1.0}, "retry_after_s": 0}, "http-503"),
        ({"hang": 1.0}, "timeout"),
        ({"reset": 1.0}, "connection"),
        ({"not_json": 1.0}, "bad-reply"),
        ({"empty_choices": 1.0}, "bad-reply"),
    ],
)
def test_what_does_not_pass_is_a_failure_after_so_many_attempts(fault, reason):
    with running_offline(faults=Faults(**fault)) as server:
        failure = outcome_of(server, max_attempts=2, timeout_s=0.2)
        assert server.n_requests == 2
    assert isinstance(failure, Failure)
    assert (failure.reason, failure.attempts) == (reason, 2)
    assert failure.detail
    assert failure.latency_ms > 0


@pytest.mark.parametrize(
    "broken",
    [http_reply(GOOD)[:-9], http_reply("<html>"), http_reply(b"\xff\xfe"), http_reply("[]"),
     http_reply("null"), http_reply('{"choices": [{"message": {}}]}'),
     http_reply('{"choices": null}'), http_reply("[" * 100_000), b"HTTP/1.1 200", b""],
)  # fmt: skip
def test_a_broken_reply_is_asked_again(broken):
    with raw_server([broken, http_reply(GOOD)]) as server:
        reply = outcome_of(server)
        assert len(server.requests) == 2
        assert server.requests[0] == server.requests[1]
    assert isinstance(reply, Reply)
    assert (reply.text, reply.attempts) == ("yes", 2)


def test_a_rate_limit_costs_no_attempt():
    faults = Faults(fail_first=5, fail_first_status=429, retry_after_s=0)
    with running_offline(faults=faults) as server:
        reply = outcome_of(server, max_attempts=1)
        assert server.statuses == {429: 5, 200: 1}
    assert isinstance(reply, Reply)
    assert reply.attempts == 6


@pytest.mark.parametrize(("status", "as_date"), [(429, False), (503, False), (429, True)])
def test_retry_after_is_waited_for(status, as_date):
    wait_s = 0.3
    faults = Faults(
        fail_first=1, fail_first_status=status, retry_after_s=wait_s, retry_after_date=as_date
    )
    started = time.monotonic()
    with running_offline(faults=faults) as server:
        reply = outcome_of(server)
    assert reply.attempts == 2
    assert wait_s <= time.monotonic() - started < 5


@pytest.mark.parametrize(
    "value", ["0", "-5", "nan", "soon", "Wed, 21 Oct 2015 07:28:00 GMT", "Wed, 99 Oct", ""]
)
def test_a_retry_after_that_is_past_or_makes_no_sense_delays_nothing(value):
    limited = http_reply("slow down", "429 Too Many Requests", f"Retry-After: {value}")
    started = time.monotonic()
    with raw_server([limited, http_reply(GOOD)]) as server:
        assert outcome_of(server).text == "yes"
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("value", ["1e9", "inf", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_no_retry_after_stops_a_run_for_good(value):
    assert waits.retry_after_s(value) == 3600
