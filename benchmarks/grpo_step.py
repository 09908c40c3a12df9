"""One GRPO step, ours against the naive form, split into its parts, in one run on one model.

    python benchmarks/grpo_step.py                 # CPU: 600-token prompt, 24-token answers, G = 8
    python benchmarks/grpo_step.py --device cuda --shape 7b --audio-s 20 --prompts 16

Naive is what r1-aqa and TRL do: the prompt's row repeated G times, logits of the whole
sequence. Both halves sample, score with the reference, and score and differentiate with the
policy; the times are medians of alternating rounds. The weights are random: speed does not
depend on them.
"""

import argparse
import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch
from naive_grpo import naive_logps, naive_sample
from torch import Tensor
from transformers import Qwen2_5OmniThinkerForConditionalGeneration, WhisperFeatureExtractor

from trainer.families import Parts, get_family
from trainer.families.qwen2_5_omni import tiny_config
from trainer.loss import group_advantages, grpo_loss
from trainer.model import AudioLM
from trainer.packing import pack
from trainer.sampling import draws, sample

# The published shape of Qwen2.5-Omni-7B's thinker, and one that a CPU can step through.
SHAPES: dict[str, dict[str, dict[str, Any]]] = {
    "small": {
        "text": {"hidden_size": 256, "intermediate_size": 1024, "num_hidden_layers": 4,
                 "num_attention_heads": 4, "num_key_value_heads": 2, "vocab_size": 8192},
        "audio": {"d_model": 128, "encoder_ffn_dim": 512, "encoder_layers": 2,
                  "encoder_attention_heads": 4, "output_dim": 256, "num_mel_bins": 128},
    },
    "cpu": {
        "text": {"hidden_size": 512, "intermediate_size": 2048, "num_hidden_layers": 8,
                 "num_attention_heads": 8, "num_key_value_heads": 2, "vocab_size": 8192},
        "audio": {"d_model": 256, "encoder_ffn_dim": 1024, "encoder_layers": 4,
                  "encoder_attention_heads": 4, "output_dim": 512, "num_mel_bins": 128},
    },
    "7b": {
        "text": {"hidden_size": 3584, "intermediate_size": 18944, "num_hidden_layers": 28,
                 "num_attention_heads": 28, "num_key_value_heads": 4, "vocab_size": 152064},
        "audio": {"d_model": 1280, "encoder_ffn_dim": 5120, "encoder_layers": 32,
                  "encoder_attention_heads": 20, "output_dim": 3584, "num_mel_bins": 128},
    },
}  # fmt: skip


@dataclass(frozen=True)
class Options:
    shape: str
    device: str
    audio_s: float
    prompts: int
    group_size: int
    answer_tokens: int
    rounds: int
    naive: bool


def random_lm(options: Options) -> AudioLM:
    """Make a thinker of a shape, random weights, bf16 on a GPU."""
    family = get_family("qwen2_5_omni")
    tokenizer = family.tiny().tokenizer
    shape = SHAPES[options.shape]
    config = tiny_config(tokenizer.get_vocab())
    head_dim = shape["text"]["hidden_size"] // shape["text"]["num_attention_heads"]
    sections = [head_dim // 4, head_dim // 8, head_dim // 8]
    config.text_config = type(config.text_config)(
        **config.text_config.to_dict() | shape["text"] | {
            "rope_parameters": {"rope_type": "default", "rope_theta": 1e6,
                                "mrope_section": sections},
            "layer_types": None}
    )  # fmt: skip
    config.audio_config = type(config.audio_config)(
        **config.audio_config.to_dict() | shape["audio"]
    )
    dtype = torch.bfloat16 if options.device == "cuda" else torch.float32
    torch.manual_seed(0)
    default = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        with torch.device(options.device):
            model = Qwen2_5OmniThinkerForConditionalGeneration(config)
    finally:
        torch.set_default_dtype(default)
    extractor = WhisperFeatureExtractor(feature_size=128, chunk_length=300)
    return AudioLM(family, Parts(model.to(dtype), tokenizer, extractor))


class Stopwatch:
    """Seconds per part of the step; waits for the GPU at each end."""

    def __init__(self, device: str) -> None:
        self.device = device
        self.seconds: dict[str, list[float]] = defaultdict(list)

    def time(self, part: str, work: Callable[[], Any]) -> Any:
        self._wait()
        began = time.perf_counter()
        result = work()
        self._wait()
        self.seconds[part].append(time.perf_counter() - began)
        return result

    def _wait(self) -> None:
        if self.device == "cuda":
            torch.cuda.synchronize()


def one_round(
    lm: AudioLM, reference: AudioLM, options: Options, watch: Stopwatch, side: str
) -> None:
    """Make one step's passes, ours or naive, without the update of the weights."""
    n_words = 48
    wave = np.random.default_rng(0).normal(size=int(16000 * options.audio_s)).astype(np.float32)
    text = "x" * n_words  # a token each: the tokenizer is a tiny one
    prompts = [
        p.to(options.device)
        for p in watch.time(
            f"{side} data", lambda: [lm.prompt(text, wave) for _ in range(options.prompts)]
        )
    ]
    n_groups, size, n_tokens = options.prompts, options.group_size, options.answer_tokens
    completions: list[list[Tensor]]
    advantages = group_advantages(torch.rand(n_groups, size, device=options.device)).flatten()
    lm.eval()
    if side == "ours":
        drawn = watch.time(
            "ours sampling",
            lambda: sample(lm, prompts, draws(range(n_groups), size, n_tokens)).completions,
        )
        completions = [[_filled(a, n_tokens) for a in group] for group in drawn]
        batch = pack(prompts, completions, lm.pad_id)

        def score(model: AudioLM) -> Tensor:
            return model(batch).logps

    else:
        drawn = watch.time(
            "naive sampling", lambda: [naive_sample(lm, p, size, n_tokens) for p in prompts]
        )
        completions = [list(rows) for rows in drawn]

        def score(model: AudioLM) -> Tensor:
            pairs = zip(prompts, completions, strict=True)
            return torch.cat([naive_logps(model, p, c) for p, c in pairs])

    answer = torch.arange(n_groups * size, device=options.device).repeat_interleave(n_tokens)
    lm.train()
    with torch.no_grad():
        reference_logps = watch.time(f"{side} reference", lambda: score(reference))

    def policy() -> None:
        logps = score(lm)
        grpo_loss(logps, logps.detach(), reference_logps, advantages, answer).loss.backward()

    watch.time(f"{side} policy", policy)


def _filled(answer: Tensor, n_tokens: int) -> Tensor:
    """Repeat an answer that ended early to the length that both sides are measured at."""
    return answer.repeat(-(-n_tokens // len(answer)))[:n_tokens]


def measure(options: Options) -> dict[str, Any]:
    lm = random_lm(options)
    lm.end_ids = ()  # every answer has the same length on both sides
    reference = lm.reference()
    reference.end_ids = ()
    # A step of plain SGD without momentum: the same on both sides, and no state to allocate.
    optimizer = torch.optim.SGD([p for p in lm.parameters() if p.requires_grad], lr=1e-9)
    watch = Stopwatch(options.device)
    sides = ("ours", "naive") if options.naive else ("ours",)
    for number in range(options.rounds + 1):
        for side in sides:
            one_round(lm, reference, options, watch, side)
            watch.time(f"{side} optimizer", optimizer.step)
            optimizer.zero_grad()
        if number == 0:
            watch.seconds.clear()  # warm-up
    medians = {part: statistics.median(times) for part, times in watch.seconds.items()}
    return {
        "options": asdict(options),
        "prompt_tokens": len(lm.prompt("x" * 48, np.zeros(int(16000 * options.audio_s))).input_ids),
        "parameters": sum(p.numel() for p in lm.parameters()),
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "seconds": medians,
        "peak_gpu_gib": torch.cuda.max_memory_allocated() / 2**30
        if options.device == "cuda"
        else None,
    }


def table(found: dict[str, Any]) -> str:
    seconds = found["seconds"]
    lines = ["| part | naive s | ours s | times faster |", "|---|---|---|---|"]
    groups = [(part, (part,)) for part in ("data", "sampling", "reference", "policy", "optimizer")]
    groups += [
        ("scoring (reference + policy)", ("reference", "policy")),
        ("step", ("data", "sampling", "reference", "policy", "optimizer")),
    ]
    for name, parts in groups:
        ours = sum(seconds[f"ours {part}"] for part in parts)
        if f"naive {parts[0]}" not in seconds:
            lines.append(f"| {name} | - | {ours:.3f} | - |")
            continue
        naive = sum(seconds[f"naive {part}"] for part in parts)
        lines.append(f"| {name} | {naive:.3f} | {ours:.3f} | {naive / ours:.1f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--shape", choices=SHAPES, default="cpu")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--audio-s", type=float, default=21.2, help="25 tokens a second")
    parser.add_argument("--prompts", type=int, default=1, help="of a step")
    parser.add_argument("--group-size", type=int, default=8)
    parser.add_argument("--answer-tokens", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1, help="of the CPU")
    parser.add_argument("--no-naive", dest="naive", action="store_false")
    parser.add_argument("--json", action="store_true", help="figures instead of the table")
    given = vars(parser.parse_args())
    torch.set_num_threads(given.pop("threads"))
    as_json = given.pop("json")
    if given["device"] == "cuda" and not torch.cuda.is_available():
        sys.exit("no GPU here: leave --device out, or run this where torch sees one.")
    found = measure(Options(**given))
    print(json.dumps(found, indent=2) if as_json else table(found))


if __name__ == "__main__":
    main()
