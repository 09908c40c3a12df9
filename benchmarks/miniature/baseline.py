"""How well a plain classifier does: what a small audio language model is to be measured against."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import torch
from torch import nn
from transformers import WhisperFeatureExtractor

from aqagen.answers import strip_letters
from benchmarks.miniature.recordings import PHRASES, RATE_HZ, load

__all__ = ["Baseline", "classifier_baseline"]

_LABELS = list(PHRASES.values())


class Baseline(dict[str, float]):
    """How often the classifier is right.

    Of scenes: `top1` of ten classes, `of_four` of a question's four options, `n` questions.
    Of whole recordings: `recordings_top1` of ten classes, `n_recordings`.
    """


def classifier_baseline(data: Path) -> Baseline:
    """Train a logistic regression on log-mel statistics, and test it, twice.

    Of scenes of one sound it learns from those of TACOS and is tested on the evaluation set's
    "which sound" questions; of whole recordings it learns from those of the training folds.

    Raises:
        SourceError: ESC-10 is not any more where the scenes were composed from.
    """
    return Baseline(**_of_scenes(data), **_of_recordings(data))


def _of_recordings(data: Path) -> dict[str, float]:
    sides: dict[str, list[dict[str, Any]]] = {"train": [], "test": []}
    for line in _lines(data / "ledger" / "ledger.jsonl"):
        sides[line["split"]].append(line)
    known, new = (
        _features(load(data / "recordings" / Path(line["audio_path"]).name) for line in side)
        for side in sides.values()
    )
    labels, answers = (
        torch.tensor([_LABELS.index(line["answer"]) for line in side]) for side in sides.values()
    )
    right = _fit(known, labels, new).argmax(1) == answers
    return {"recordings_top1": float(right.float().mean()), "n_recordings": len(right)}


def _of_scenes(data: Path) -> dict[str, float]:
    single = [s for s in _lines(data / "scenes.jsonl") if len(s["events"]) == 1]
    train = [s for s in single if s["dataset"] == "tacos"]
    known = _features(_read(data / "tacos" / "audio" / s["scene"]) for s in train)
    labels = torch.tensor([_LABELS.index(PHRASES[s["events"][0]["category"]]) for s in train])
    asked = []
    for path in sorted((data / "dcase2025" / "dcase_2025_question_path" / "dev").glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["kind"] == "which" and record["n_events"] == 1:
            asked.append(record)
    sounds = data / "dcase2025" / "local_audio_path" / "dev"
    new = _features(_read(sounds / Path(record["audio_url"]).name) for record in asked)
    scores = _fit(known, labels, new)  # (n_asked, 10)
    right, right_of_four = 0, 0
    for row, record in zip(scores, asked, strict=True):
        options = strip_letters(record["choice"])
        answer = options[record["choice"].index(record["answer"])]
        right += _LABELS[int(row.argmax())] == answer
        right_of_four += max(options, key=lambda option: row[_LABELS.index(option)]) == answer
    n = len(asked)
    return {"top1": right / n, "of_four": right_of_four / n, "n": n}


def _lines(path: Path) -> Sequence[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _read(path: Path) -> np.ndarray:
    sound, _ = soundfile.read(path, dtype="float32")
    return np.asarray(sound)


def _features(sounds: Iterable[np.ndarray]) -> torch.Tensor:
    """Return (n, 3 * n_mels): each mel band's mean, deviation, and deviation of its changes."""
    extractor = WhisperFeatureExtractor(feature_size=64)
    rows = []
    for sound in sounds:
        made = extractor(sound, sampling_rate=RATE_HZ, padding="do_not_pad", return_tensors="np")
        mel = np.asarray(made.input_features[0])
        rows.append(np.concatenate([mel.mean(1), mel.std(1), np.diff(mel, axis=1).std(1)]))
    return torch.tensor(np.stack(rows), dtype=torch.float32)


def _fit(known: torch.Tensor, labels: torch.Tensor, new: torch.Tensor) -> torch.Tensor:
    mean, deviation = known.mean(0), known.std(0)
    known, new = (known - mean) / deviation, (new - mean) / deviation
    weights = torch.zeros(known.shape[1], len(_LABELS), requires_grad=True)
    bias = torch.zeros(len(_LABELS), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=300)

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(known @ weights + bias, labels)
        loss = loss + 1e-2 * weights.square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return (new @ weights + bias).detach()
