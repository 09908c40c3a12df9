"""How often a model solves each item of a mixture, kept in the store as `aqagen probe` keeps it.

`aqagen probe difficulty` asks an endpoint. No server that takes sound serves so small a model, so
the same questions (the same prompts, the options in another order at each trial) are put to the
checkpoint here; answers, their scores and the labels are the product's own.
"""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch

from aqagen.answer_prompt import load_answer_prompt
from aqagen.curation.probes import ask
from aqagen.curation.subjects import Subject
from aqagen.ids import content_id, text_hash
from aqagen.records import ItemCompletion
from aqagen.store import Store
from aqagen.store.findings import keep_probe_results
from trainer.audio import load_audio
from trainer.examples import read_mixture
from trainer.model import AudioLM, load
from trainer.sampling import draws, sample

__all__ = ["probe_difficulty"]

_BATCH = 64
_MAX_TOKENS = 16


def probe_difficulty(store_path: Path, mixture: Path, model: Path, trials: int, seed: int) -> None:
    """Ask a checkpoint the questions of a mixture, `trials` times each, at temperature 1."""
    prompt = load_answer_prompt()
    config = {"model": str(model), "prompt_hash": prompt.prompt_hash, "seed": seed}
    config_id = content_id("miniature difficulty", config)
    subjects = [
        Subject(row.item_id, trial, row.dataset, row.clip_id, row.question, tuple(row.options),
                row.answer_index, audio_path=row.audio_path)
        for row in read_mixture(mixture)
        for trial in range(trials)
    ]  # fmt: skip
    with Store.open(store_path, must_exist=True) as store:
        # As the item has them: a mixture has turned its options.
        rows = store.fetch("SELECT item_id, options, answer_index FROM items")
        stored = {item_id: (tuple(options), index) for item_id, options, index in rows}
        store.save_config(
            config_id, model=str(model), prompt_name=prompt.name, prompt_hash=prompt.prompt_hash,
            prompt_text=prompt.text, settings={"purpose": "difficulty", "seed": seed},
        )  # fmt: skip
        asked = [_as_stored(subject, stored[subject.item_id]) for subject in subjects]
        lm = load(str(model), torch.float32, "sdpa").eval()
        with store.writer() as writer:
            for subject, order, text in _answers(lm, asked, seed):
                writer.put(_completion(subject, order, text, config_id, str(model)))
        keep_probe_results(store, "difficulty", str(model), config_id)


def _as_stored(subject: Subject, options: tuple[tuple[str, ...], int]) -> Subject:
    return Subject(
        subject.item_id, subject.trial, subject.dataset, subject.clip_id, subject.question,
        options[0], options[1], audio_path=subject.audio_path,
    )  # fmt: skip


def _answers(
    lm: AudioLM, subjects: Sequence[Subject], seed: int
) -> Iterator[tuple[Subject, list[int], str]]:
    prompt = load_answer_prompt()
    for start in range(0, len(subjects), _BATCH):
        batch = subjects[start : start + _BATCH]
        told = [ask(subject, prompt, seed) for subject in batch]
        encoded = [
            lm.prompt(text, load_audio(subject.audio_path or "", lm.sampling_rate))
            for subject, (text, _) in zip(batch, told, strict=True)
        ]
        uniforms = draws([seed * 1_000_003 + start + at for at in range(len(batch))], 1,
                         _MAX_TOKENS)  # fmt: skip
        drawn = sample(lm, encoded, uniforms)
        for subject, (_, detail), completions in zip(batch, told, drawn.completions, strict=True):
            yield subject, detail["order"], lm.decode(completions[0])


def _completion(
    subject: Subject, order: list[int], text: str, config_id: str, model: str
) -> ItemCompletion:
    key = f"{config_id} {subject.item_id} {subject.trial}"
    return ItemCompletion(
        completion_id=text_hash(f"miniature completion {key}"),
        item_id=subject.item_id,
        purpose="difficulty",
        trial=subject.trial,
        config_id=config_id,
        model=model,
        text=text,
        finish_reason="stop",
        prompt_tokens=None,
        completion_tokens=None,
        latency_ms=0.0,
        error=None,
        detail={"order": order},
        created_at=time.time(),
    )
