"""data-designer: a seed file, one text column, its results in this folder."""

from pathlib import Path
from typing import Any

import data_designer.config as dd
import pandas as pd
from data_designer.interface import DataDesigner
from driver import SAMPLING, done, parse, task


def main() -> None:
    what = task()
    seed = Path.cwd() / "seed.parquet"
    pd.DataFrame({"text": what.prompts}).to_parquet(seed)
    provider = dd.ModelProvider(name="server", endpoint=what.url, api_key="none")
    designer = DataDesigner(artifact_path=str(Path.cwd() / "made"), model_providers=[provider])
    inference = dd.ChatCompletionInferenceParams(**SAMPLING, max_parallel_requests=what.concurrency)
    settings: dict[str, Any] = {"alias": "m", "model": "bench", "provider": "server"}
    model = dd.ModelConfig(**settings, skip_health_check=True, inference_parameters=inference)
    builder = dd.DataDesignerConfigBuilder(model_configs=[model])
    builder.with_seed_dataset(dd.LocalFileSeedSource(path=str(seed)))
    builder.add_column(dd.LLMTextColumnConfig(name="item", model_alias="m", prompt="{{ text }}"))
    made = designer.create(builder, num_records=len(what.prompts), dataset_name="bench")
    texts = made.load_dataset()["item"]
    done(sum(1 for text in texts if parse(text)), "data-designer")


if __name__ == "__main__":
    main()
