"""The workers of a run: each thing is asked about once, and a free place is used."""

import asyncio
import json

from aqagen.generation.crew import Supply
from tests.generation.conftest import http_reply, raw_server
from tests.generation.runs import captions, generate, write_tacos

ITEM = {"question": "What?", "options": {"A": "a", "B": "b", "C": "c", "D": "d"}, "answer": "B"}
GOOD = {"choices": [{"message": {"content": json.dumps(ITEM)}, "finish_reason": "stop"}]}


def test_many_workers_take_each_thing_once():
    async def chunks():
        for start in range(0, 100, 10):
            await asyncio.sleep(0)
            yield range(start, start + 10)

    async def work(supply, taken):
        while (thing := await supply.take()) is not None:
            taken.append(thing)
            await asyncio.sleep(0)

    async def all_of_them():
        supply, taken = Supply(chunks()), []
        await asyncio.gather(*(work(supply, taken) for _ in range(7)))
        assert await supply.take() is None
        supply.put_back(5)
        assert await supply.take() == 5
        await supply.close()
        return taken

    assert sorted(asyncio.run(all_of_them())) == list(range(100))


def test_chunks_that_nobody_wants_any_more_are_ended():
    ended = []

    async def chunks():
        try:
            while True:
                yield [1]
        finally:
            ended.append(True)

    async def take_one():
        supply = Supply(chunks())
        await supply.take()
        await supply.close()

    asyncio.run(take_one())
    assert ended == [True]


def test_a_request_that_waits_leaves_its_place_to_the_next(tmp_path):
    data = write_tacos(tmp_path / "tacos", captions(3))
    busy = http_reply("{}", "429 Too Many Requests", "Retry-After: 1")
    with raw_server([busy, http_reply(json.dumps(GOOD))]) as server:
        books = generate(data, tmp_path / "s.duckdb", server.base_url, "--concurrency", 1)
        bodies = [request.split(b"\r\n\r\n", 1)[1] for request in server.requests]
    assert books["accepted"] == 3
    assert len(set(bodies[:3])) == 3
    assert bodies[3:] == bodies[:1]
