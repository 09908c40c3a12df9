"""bespokelabs-curator, with its limits for hosted services lifted and its cache in this folder."""

# ruff: noqa: E402 - the package reads its settings when it is imported

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

os.environ["CURATOR_CACHE_DIR"] = str(Path.cwd() / "cache")
os.environ["CURATOR_DISABLE_RICH_DISPLAY"] = "1"
os.environ["TELEMETRY_ENABLED"] = "0"
# litellm, which it needs, brings the tokenizer that it would fetch from the network.
litellm = find_spec("litellm")
if litellm and litellm.origin:
    tokenizers = Path(litellm.origin).parent / "litellm_core_utils" / "tokenizers"
    os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(tokenizers))

from bespokelabs import curator
from driver import SAMPLING, done, parse, task


class Items(curator.LLM):  # type: ignore[misc]
    def prompt(self, row: dict[str, Any]) -> str:
        return str(row["prompt"])

    def parse(self, row: dict[str, Any], response: str) -> dict[str, Any]:
        return {"id": row["id"], "question": parse(response)["question"]}


def main() -> None:
    what = task()
    params = {"base_url": what.url, "api_key": "none", "max_concurrent_requests": what.concurrency,
              "max_requests_per_minute": 10_000_000, "max_tokens_per_minute": 10**12}  # fmt: skip
    maker = Items(
        model_name="bench", backend="openai", backend_params=params, generation_params=SAMPLING
    )
    made = maker([{"id": n, "prompt": prompt} for n, prompt in enumerate(what.prompts)])
    done(len(getattr(made, "dataset", made)), "bespokelabs-curator", "litellm")


if __name__ == "__main__":
    main()
