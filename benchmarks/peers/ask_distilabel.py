"""distilabel: rows, one generation task with a parser, its cache in this folder."""

from pathlib import Path
from typing import Any

from distilabel.models import OpenAILLM
from distilabel.pipeline import Pipeline
from distilabel.steps import LoadDataFromDicts
from distilabel.steps.tasks import TextGeneration
from driver import done, parse, task


class Items(TextGeneration):  # type: ignore[misc]
    @property
    def outputs(self) -> list[str]:
        return ["question", "model_name"]

    def format_output(self, output: str | None, _: Any = None) -> dict[str, Any]:
        return {"question": parse(output)["question"] if output else None}


def main() -> None:
    what = task()
    model = OpenAILLM(
        model="bench", base_url=what.url, api_key="none",
        generation_kwargs={"max_new_tokens": 2048, "temperature": 0.7, "top_p": 0.8},
    )  # fmt: skip
    rows = [{"id": n, "instruction": prompt} for n, prompt in enumerate(what.prompts)]
    with Pipeline(name="bench", cache_dir=Path.cwd() / "cache") as pipeline:
        load = LoadDataFromDicts(data=rows, batch_size=what.concurrency)
        load >> Items(name="items", llm=model, input_batch_size=what.concurrency)
    made = pipeline.run(use_cache=False)["default"]["train"]
    done(sum(1 for question in made["question"] if question), "distilabel", "openai")


if __name__ == "__main__":
    main()
