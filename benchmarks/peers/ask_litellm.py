"""litellm: `acompletion` in a pool of workers."""

import asyncio
import os
from typing import Any

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
import litellm
from driver import Task, done, parse, task

litellm.telemetry = False


async def ask(what: Task) -> int:
    prompts = iter(what.prompts)
    n_answers = 0

    async def work() -> None:
        nonlocal n_answers
        for prompt in prompts:
            body: Any = {**what.body(prompt), "model": "openai/bench"}
            answer: Any = await litellm.acompletion(**body, api_base=what.url, api_key="none")
            n_answers += bool(parse(answer.choices[0].message.content))

    await asyncio.gather(*(work() for _ in range(what.concurrency)))
    return n_answers


done(asyncio.run(ask(task())), "litellm", "openai")
