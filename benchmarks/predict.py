"""Items a second of the local predictor against a plain `generate` loop, in one run on one model.

    python benchmarks/predict.py                                    # CPU, a thinker of 4 layers
    python benchmarks/predict.py --device cuda --shape 7b --items 512

The plain loop is what r1-aqa's test script does: the items in the order of the file, 16 at a time,
sounds read and features made between two calls of `generate`, padded to the extractor's longest
clip. A second plain loop makes short features as ours does. All three answer the same questions
on the same files with the same number of tokens; the weights are random, speed does not depend on
them. Times are medians of alternating rounds and hold everything from the file to the text.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
import wave
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from grpo_step import Options, random_lm
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from trainer.answering import AnswerConfig, Question, answer_with, batches_of
from trainer.audio import load_audio
from trainer.model import AudioLM

BATCH = 16  # of the plain loops, as r1-aqa's script


def make_questions(folder: Path, n: int, longest_s: float) -> list[Question]:
    """Write clips of noise of 2 s to the longest, and a question on each."""
    draw = random.Random(0)
    noise = np.random.default_rng(0).integers(-9000, 9000, int(16000 * longest_s)).astype("<i2")
    made = []
    for number in range(n):
        path = folder / f"{number}.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(16000)
            file.writeframes(noise[: int(16000 * draw.uniform(2, longest_s))].tobytes())
        made.append(Question(number, "x" * draw.randint(40, 80), str(path)))
    return made


def ours(lm: AudioLM, questions: Sequence[Question], config: AnswerConfig) -> dict[int, str | None]:
    return {a.key: a.text for a in answer_with(lm, batches_of(questions, config), config)}


def plain(
    lm: AudioLM,
    questions: Sequence[Question],
    ids_of: dict[int, Tensor],
    n_tokens: int,
    *,
    padded: bool,
) -> dict[int, str | None]:
    """Answer by `generate`, batch after batch, as a test script does.

    Args:
        lm: the model.
        questions: in the order of the file.
        ids_of: each question's tokens, made beforehand: this side is not charged for them.
        n_tokens: of an answer.
        padded: features of the extractor's longest clip, as its defaults give; else of the
            batch's longest, made as ours are.
    """
    device = next(lm.parameters()).device
    found: dict[int, str | None] = {}
    for start in range(0, len(questions), BATCH):
        batch = questions[start : start + BATCH]
        sounds = [load_audio(q.audio_path, lm.sampling_rate) for q in batch]
        mel, heard = (padded_features if padded else short_features)(lm, sounds)
        prompts = [ids_of[q.key] for q in batch]
        ids = pad_sequence(prompts, batch_first=True, padding_value=lm.pad_id, padding_side="left")
        seen = torch.stack(
            [torch.arange(ids.shape[1]) >= ids.shape[1] - len(prompt) for prompt in prompts]
        )
        with torch.no_grad():
            out = lm.model.generate(
                input_ids=ids.to(device), attention_mask=seen.long().to(device),
                input_features=mel.to(device, lm.model.dtype),
                feature_attention_mask=heard.to(device), do_sample=False,
                min_new_tokens=n_tokens, max_new_tokens=n_tokens, pad_token_id=lm.pad_id,
                suppress_tokens=list(lm.suppressed_ids),
            )  # fmt: skip
        for question, row in zip(batch, out[:, ids.shape[1] :], strict=True):
            found[question.key] = lm.decode(row)
    return found


def padded_features(lm: AudioLM, sounds: Sequence[np.ndarray]) -> tuple[Tensor, Tensor]:
    """Return mel frames (B, n_mels, longest) and their mask, as the extractor makes them."""
    features = lm.feature_extractor(
        sounds, sampling_rate=lm.sampling_rate, padding="max_length",
        return_attention_mask=True, return_tensors="pt",
    )  # fmt: skip
    return features["input_features"], features["attention_mask"]


def short_features(lm: AudioLM, sounds: Sequence[np.ndarray]) -> tuple[Tensor, Tensor]:
    """Return the same, padded to the longest of the batch."""
    made = [lm.family.features(lm.feature_extractor, sound).mel.T for sound in sounds]
    mel = pad_sequence(made, batch_first=True).transpose(1, 2)
    lengths = torch.tensor([len(each) for each in made])
    return mel, (torch.arange(mel.shape[2]) < lengths[:, None]).long()


def measure(options: argparse.Namespace, folder: Path) -> dict[str, object]:
    shape = Options(options.shape, options.device, 0, 0, 0, 0, 0, naive=False)
    lm = random_lm(shape).eval()
    lm.end_ids = ()  # the same number of tokens on all sides
    questions = make_questions(folder, options.items, options.longest_s)
    config = AnswerConfig(batch_size=options.batch_size, max_tokens=options.tokens)
    ids_of = {
        q.key: lm.prompt(q.prompt, load_audio(q.audio_path, lm.sampling_rate)).input_ids
        for q in questions
    }
    sides: dict[str, Callable[[], dict[int, str | None]]] = {
        "ours": lambda: ours(lm, questions, config),
        "plain": lambda: plain(lm, questions, ids_of, options.tokens, padded=True),
        "plain, short features": lambda: plain(lm, questions, ids_of, options.tokens, padded=False),
    }
    if not options.padded:
        del sides["plain"]
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    answers: dict[str, dict[int, str | None]] = {}
    for number in range(options.rounds + 1):
        for name, side in sides.items():
            began = time.perf_counter()
            answers[name] = side()
            if options.device == "cuda":
                torch.cuda.synchronize()
            if number:  # the first round warms up
                seconds[name].append(time.perf_counter() - began)
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    same = {
        name: sum(answers["ours"][q.key] == found[q.key] for q in questions) / len(questions)
        for name, found in answers.items()
    }
    return {
        "items_per_s": {name: len(questions) / value for name, value in medians.items()},
        "times_faster": {name: value / medians["ours"] for name, value in medians.items()},
        "same_answers": same,
        "rounds_s": seconds,
        "settings": vars(options),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shape", choices=("small", "cpu", "7b"), default="small")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--items", type=int, default=64)
    parser.add_argument("--longest-s", type=float, default=20.0)
    parser.add_argument("--tokens", type=int, default=16)
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--padded", action=argparse.BooleanOptionalAction, default=True)
    options = parser.parse_args()
    if options.device == "cpu":
        torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(options, Path(folder)), indent=2))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
