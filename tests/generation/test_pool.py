"""Endpoints used as one, over real HTTP: who waits, who pays, who does the work."""

import asyncio
import time
from contextlib import ExitStack
from email.utils import formatdate
from itertools import islice

import pytest

from aqagen.errors import EndpointError
from aqagen.generation import pool as pool_module
from aqagen.generation import waits
from aqagen.generation.endpoint import EndpointConfig, Failure, Reply
from aqagen.generation.pool import Pool, PoolConfig
from aqagen.generation.prompts import load_prompt
from tests.generation.conftest import (
    Faults,
    OfflineEndpoint,
    http_reply,
    raw_server,
    running_offline,
)

PROMPT = load_prompt("tacos").render({"caption": "A dog barks."})
MESSAGES = [{"role": "user", "content": PROMPT}]
GOOD = '{"choices": [{"message": {"content": "yes"}, "finish_reason": "stop"}]}'


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch):
    monkeypatch.setattr(pool_module, "_MAX_BACKOFF_S", 0.02)


def configs_of(*servers, **rest):
    return [EndpointConfig(server.base_url, "m", timeout_s=rest.get("timeout_s", 10.0))
            for server in servers]  # fmt: skip


def ask(*servers, n=1, timeout_s=10.0, **effort):
    """Ask n times at once; return the outcomes and the pool."""

    async def go():
        configs = configs_of(*servers, timeout_s=timeout_s)
        async with Pool(configs, PoolConfig(**effort)) as pool:
            return await asyncio.gather(*(pool.complete(MESSAGES) for _ in range(n))), pool

    return asyncio.run(go())


def all_good(outcomes):
    return all(isinstance(outcome, Reply) for outcome in outcomes)


# --- waiting as long as the server says ---------------------------------------------------


def test_a_rate_limit_of_many_requests_costs_no_attempt():
    with running_offline(faults=Faults(fail_first=30, fail_first_status=429)) as server:
        outcomes, pool = ask(server, n=10, max_attempts=1)
        assert server.statuses == {429: 30, 200: 10}
    assert all_good(outcomes)
    assert pool.retries == {"http-429": 30}
    assert sum(outcome.attempts for outcome in outcomes) == 40


@pytest.mark.parametrize(
    ("header", "wait_s"),
    [
        ("Retry-After: 0.3", 0.3),
        ("Retry-After: DATE", 1.0),
        ("x-ratelimit-remaining-requests: 0\r\nx-ratelimit-reset-requests: 300ms", 0.3),
        ("x-ratelimit-remaining-tokens: 0\r\nx-ratelimit-reset-tokens: 0.3s", 0.3),
        ("Retry-After: 0\r\nx-ratelimit-remaining-tokens: 0\r\nx-ratelimit-reset-tokens: 9s", 0.0),
        ("x-ratelimit-remaining-tokens: 5\r\nx-ratelimit-reset-tokens: 9s", 0.0),
    ],
)
def test_a_refused_request_waits_as_long_as_it_is_told(header, wait_s):
    # A date has whole seconds: two from now is one at least.
    header = header.replace("DATE", formatdate(time.time() + 2, usegmt=True))
    limited = http_reply("slow down", "429 Too Many Requests", header)
    with raw_server([limited, http_reply(GOOD)]) as server:
        started = time.monotonic()
        outcomes, _ = ask(server)
    assert all_good(outcomes)
    assert wait_s <= time.monotonic() - started < wait_s + 1.5


@pytest.mark.parametrize(
    ("text", "wait_s"),
    [("1", 1), ("0.25", 0.25), ("1s", 1), ("20ms", 0.02), ("6m0s", 360), ("1m", 60), ("1h", 3600),
     ("59m1.5s", 3541.5), ("1h2m3.5s", 3600), ("99h", 3600), ("1e9", None), ("", None),
     ("soon", None), ("-1s", None), ("1 s", None), ("٣s", None), ("s", None), ("nan", None)],
)  # fmt: skip
def test_durations_of_the_rate_limit_headers(text, wait_s):
    assert waits.duration_s(text) == wait_s


def test_the_longer_of_two_used_up_limits_counts():
    headers = {
        "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "2s",
        "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "1m3s",
    }  # fmt: skip
    assert waits.rate_limit_wait_s(headers) == 63


def test_a_good_answer_that_used_the_limit_up_makes_the_next_wait():
    used_up = http_reply(
        GOOD, "200 OK", "x-ratelimit-remaining-requests: 0", "x-ratelimit-reset-requests: 400ms"
    )
    with raw_server([used_up, http_reply(GOOD)]) as server:
        started = time.monotonic()
        outcomes, pool = ask(server, n=2)
    assert all_good(outcomes)
    assert 0.4 <= time.monotonic() - started < 3
    assert pool.retries == {}


@pytest.mark.parametrize(
    ("effort", "n"),
    [({"requests_per_minute": 600}, 15), ({"tokens_per_minute": 60_000}, 15)],
)
def test_requests_are_spaced_by_a_rate_a_minute(effort, n):
    """10 a second, a tenth of a second's worth of tokens each, and a second's worth at once."""

    async def go():
        pool = Pool(configs_of(server), PoolConfig(concurrency=50, **effort))
        async with pool, asyncio.TaskGroup() as group:
            for _ in range(n):
                lane = await pool.place(100)
                group.create_task(pool.complete(MESSAGES, lane))

    with running_offline() as server:
        started = time.monotonic()
        asyncio.run(go())
        assert server.n_requests == n
    assert 0.35 <= time.monotonic() - started < 5


def test_what_a_request_really_cost_is_made_up_for():
    async def go():
        async with Pool(configs_of(server), PoolConfig(tokens_per_minute=60_000)) as pool:
            await pool.complete(MESSAGES, await pool.place(0))
            pool.correct(0, 1500)
            started = time.monotonic()
            await pool.place(0)
            return time.monotonic() - started

    with running_offline() as server:
        assert 0.4 < asyncio.run(go()) < 3


# --- outages ------------------------------------------------------------------------------


def test_an_outage_loses_no_row_and_charges_none():
    """The server goes away in the middle and comes back at the same port."""
    n_rows = 60

    async def go():
        first = OfflineEndpoint(faults=Faults(delay_ms=10))
        await first.__aenter__()
        config = PoolConfig(concurrency=4, max_attempts=2)
        async with Pool(configs_of(first), config) as pool:
            asking = [asyncio.create_task(pool.complete(MESSAGES)) for _ in range(n_rows)]
            for done in islice(asyncio.as_completed(asking), 20):
                await done
            first.faults = Faults(hang=1.0)
            await first.__aexit__()
            n_before = first.statuses[200]
            await asyncio.sleep(0.5)
            assert sum(task.done() for task in asking) <= n_before < n_rows
            async with OfflineEndpoint(port=pool_port(first)) as second:
                outcomes = await asyncio.gather(*asking)
                return outcomes, n_before + second.statuses[200], dict(pool.retries)

    outcomes, n_answers, retries = asyncio.run(go())
    assert all_good(outcomes)
    assert n_rows <= n_answers <= n_rows + 4
    assert retries["connection"] > 8


def pool_port(server):
    return int(server.base_url.split(":")[2].split("/")[0])


def test_patience_ends_with_one_message_that_says_what_the_last_error_was():
    async def go():
        async with OfflineEndpoint() as server:
            pool = Pool(configs_of(server), PoolConfig(concurrency=4, patience_s=0.5))
            await pool.__aenter__()
            await pool.complete(MESSAGES)
        started = time.monotonic()
        try:
            async with asyncio.timeout(20), asyncio.TaskGroup() as group:
                for _ in range(20):
                    group.create_task(pool.complete(MESSAGES))
        finally:
            await pool.__aexit__()
            assert 0.5 <= time.monotonic() - started < 10

    with pytest.raises(ExceptionGroup) as caught:
        asyncio.run(go())
    error = caught.value.exceptions[0]
    assert isinstance(error, EndpointError)
    assert "has not answered for" in str(error)
    assert "last: connection: " in str(error)
    assert "run the same command again" in str(error)


def test_an_account_without_credit_stops_at_once_though_it_says_429():
    body = '{"error": {"message": "You exceeded your quota", "code": "insufficient_quota"}}'
    with (
        raw_server([http_reply(GOOD), http_reply(body, "429 Too Many Requests")]) as server,
        pytest.raises(EndpointError, match=r"You exceeded your quota\. There is no credit left"),
    ):
        ask(server, n=2, concurrency=1)
    assert len(server.requests) == 2


# --- rows that take long ------------------------------------------------------------------


def test_a_request_that_hangs_does_not_stall_the_others():
    hanging = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"

    async def answer(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        number = next(numbers)
        writer.write(hanging if number == 1 else http_reply(GOOD))
        await writer.drain()
        if number == 1:
            # Until the client gives up.
            while await reader.read(1000):
                pass
            given_up.set()
        writer.close()
        await writer.wait_closed()

    async def go():
        listener = await asyncio.start_server(answer, "127.0.0.1", 0)
        port = listener.sockets[0].getsockname()[1]
        config = EndpointConfig(f"http://127.0.0.1:{port}/v1", "m", timeout_s=1.0)
        done_s = []
        async with Pool((config,), PoolConfig(concurrency=4)) as pool:
            started = time.monotonic()

            async def one():
                outcome = await pool.complete(MESSAGES)
                done_s.append(time.monotonic() - started)
                return outcome

            outcomes = await asyncio.gather(*(one() for _ in range(100)))
        await given_up.wait()
        listener.close()
        await asyncio.sleep(0.05)
        return outcomes, sorted(done_s)

    given_up = asyncio.Event()
    numbers = iter(range(1000))
    outcomes, done_s = asyncio.run(go())
    assert all_good(outcomes)
    assert sorted(outcome.attempts for outcome in outcomes) == [1] * 99 + [2]
    assert done_s[98] < 0.9
    assert done_s[99] >= 1.0


def test_a_row_is_given_up_at_its_deadline_whatever_the_cause():
    with running_offline() as server:

        async def go():
            config = PoolConfig(concurrency=2, deadline_s=0.4, max_attempts=10_000)
            async with Pool(configs_of(server), config) as pool:
                await pool.complete(MESSAGES)
                server.faults = Faults(statuses={429: 1.0})
                started = time.monotonic()
                failure = await pool.complete(MESSAGES)
                return failure, time.monotonic() - started

        failure, took_s = asyncio.run(go())
    assert isinstance(failure, Failure)
    assert failure.reason in {"http-429", "deadline"}  # the last try may be cut off by it
    # Not after the deadline: a wait that would pass it is not begun.
    assert took_s < 1


# --- several endpoints --------------------------------------------------------------------


def test_an_endpoint_that_refuses_the_key_is_left_and_the_others_do_the_work():
    with running_offline(faults=Faults(api_key="other")) as dead, running_offline() as good:
        outcomes, pool = ask(dead, good, n=40, concurrency=4)
        assert (dead.n_requests, good.n_requests) == (1, 40)
    assert all_good(outcomes)
    assert [lane.dead is not None for lane in pool.lanes] == [True, False]
    assert pool.why == "dead, fixed"
    assert pool.limit == 4


def test_when_every_endpoint_is_dead_the_run_stops():
    with ExitStack() as stack:
        servers = [
            stack.enter_context(running_offline(faults=Faults(api_key="other"))) for _ in "ab"
        ]
        with pytest.raises(EndpointError, match="answered 401"):
            ask(*servers, n=20, concurrency=4)
        assert [server.n_requests for server in servers] == [1, 1]


def test_load_follows_speed():
    with (
        running_offline(faults=Faults(delay_ms=5)) as fast,
        running_offline(faults=Faults(delay_ms=50)) as slow,
    ):
        outcomes, _ = ask(fast, slow, n=300, concurrency=4)
        assert all_good(outcomes)
        assert slow.n_requests >= 10
        assert fast.n_requests >= 3 * slow.n_requests


def test_an_endpoint_that_is_gone_for_a_while_is_rejoined():
    with running_offline(faults=Faults(delay_ms=10)) as steady, running_offline() as shaky:

        async def go():
            config = PoolConfig(concurrency=2)
            async with Pool(configs_of(shaky, steady), config) as pool:
                await asyncio.gather(*(pool.complete(MESSAGES) for _ in range(20)))
                shaky.faults = Faults(statuses={500: 1.0})
                outcomes = await asyncio.gather(*(pool.complete(MESSAGES) for _ in range(60)))
                assert all_good(outcomes)
                assert not pool.lanes[0].proven
                shaky.faults, before = Faults(), shaky.statuses[200]
                outcomes = await asyncio.gather(*(pool.complete(MESSAGES) for _ in range(200)))
                assert all_good(outcomes)
                return shaky.statuses[200] - before

        assert asyncio.run(go()) > 50
