"""The openai package as its documentation shows it; with a fifth argument `post`, at its fastest.

`post` is its own transport on aiohttp and its public low-level `post`, without its models.
"""

import asyncio
import json
import sys
from typing import Any

import openai
from driver import Task, done, parse, task

try:
    import httpx2 as httpx
except ImportError:
    import httpx

FAST = sys.argv[5:] == ["post"]


async def ask(what: Task) -> int:
    prompts = iter(what.prompts)
    n_answers = 0
    options: dict[str, Any] = {"base_url": what.url, "api_key": "none", "max_retries": 5}
    if FAST:
        options["http_client"] = openai.DefaultAioHttpClient()

    async def work(client: openai.AsyncOpenAI) -> None:
        nonlocal n_answers
        for prompt in prompts:
            body: Any = what.body(prompt)
            if FAST:
                path = "/chat/completions"
                response = await client.post(path, body=body, cast_to=httpx.Response)
                text = json.loads(response.content)["choices"][0]["message"]["content"]
            else:
                answer = await client.chat.completions.create(**body)
                text = answer.choices[0].message.content
            n_answers += bool(parse(text))

    async with openai.AsyncOpenAI(**options) as client:
        await asyncio.gather(*(work(client) for _ in range(what.concurrency)))
    return n_answers


done(asyncio.run(ask(task())), "openai", httpx.__name__, *(["aiohttp"] if FAST else []))
