"""As little as aiohttp can do: workers that post ready-made bodies and read the replies."""

import asyncio
import json

import aiohttp
from driver import Task, done, task


async def ask(what: Task) -> int:
    bodies = iter([json.dumps(what.body(prompt)).encode() for prompt in what.prompts])
    headers = {"Content-Type": "application/json"}
    n_answers = 0

    async def work(session: aiohttp.ClientSession) -> None:
        nonlocal n_answers
        for body in bodies:
            async with session.post(url, data=body, headers=headers) as response:
                await response.read()
                n_answers += response.status == 200

    url = what.url + "/chat/completions"
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(*(work(session) for _ in range(what.concurrency)))
    return n_answers


done(asyncio.run(ask(task())), "aiohttp")
