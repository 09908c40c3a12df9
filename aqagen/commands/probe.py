"""`aqagen probe`: does an item need its audio, and how hard is it with it?"""

from functools import cache
from pathlib import Path

from aqagen.answer_prompt import load_answer_prompt
from aqagen.answers import chosen_option
from aqagen.asking import AskingPlan
from aqagen.commands.asking import (
    AskOptions,
    ask_about_items,
    book_rows,
    endpoints_of,
    say_what_is_missing,
)
from aqagen.curation.hearing import (
    AudioForm,
    AudioUnusableError,
    audio_part,
    clip_wav,
    length_s,
    silent_wav,
)
from aqagen.curation.probes import Probe, ask, other_clip
from aqagen.curation.subjects import Subject
from aqagen.display import print_json, print_table
from aqagen.generation.questions import Rendered
from aqagen.store import Store
from aqagen.store.findings import keep_probe_results
from aqagen.store.inquiries import clips_to_hear

__all__ = ["run_probe"]


def run_probe(options: AskOptions, probe: Probe, form: AudioForm = "input_audio") -> None:
    """Run the command.

    Raises:
        AqagenError: the endpoint or the store cannot be used, or questions have no answer in
            the end.
    """
    prompt = load_answer_prompt()
    endpoints = endpoints_of(options, probe.sampling)
    with Store.open(options.store, must_exist=True) as store:
        ears = _Ears(store, probe, options.seed)

        def render(subject: Subject) -> Rendered:
            text, detail = ask(subject, prompt, options.seed)
            if probe.hears is None:
                return Rendered(text, detail, len(text))
            wav, heard = ears.hear(subject)
            part = audio_part(wav, form)
            content = [part, {"type": "text", "text": text}]
            return Rendered(content, {**detail, **heard}, len(text), 2 * len(wav))

        plan = AskingPlan(
            probe.name, prompt, render,
            lambda text, subject: chosen_option(text, subject.options) is not None,
            endpoints, options.seed, options.pool, options.budget_tokens,
        )  # fmt: skip

        def keep() -> None:
            keep_probe_results(store, probe.name, plan.model, plan.config_id)

        tally, unasked = ask_about_items(options, store, plan, keep)
        shares = _shares(store, probe.name, plan.config_id)
    books = dict(book_rows(tally, unasked))
    if options.as_json:
        print_json({"books": {name.strip(): n for name, n in books.items()}, "items": shares})
    else:
        print_table([*books.items(), *shares.items()])
    say_what_is_missing(tally)


class _Ears:
    """What a probe lets a model hear of an item."""

    def __init__(self, store: Store, probe: Probe, seed: int) -> None:
        self._store, self._probe, self._seed = store, probe, seed
        self._clips = cache(self._clips_there)

    def hear(self, subject: Subject) -> tuple[bytes, dict[str, str]]:
        """Return a WAV file and what is to be kept of where it comes from.

        Raises:
            AudioUnusableError: there is nothing to be heard.
        """
        if self._probe.hears == "silence":
            return silent_wav(length_s(subject.audio_path, subject.duration_s)), {}
        if self._probe.hears == "the clip":
            return clip_wav(subject.audio_path), {}
        clips = self._clips(subject.dataset)
        clip_id = other_clip(subject, tuple(clips), self._seed)
        if clip_id is None:
            raise AudioUnusableError("audio-missing", "no other clip of the dataset is there")
        return clip_wav(clips[clip_id]), {"clip_id": clip_id}

    def _clips_there(self, dataset: str) -> dict[str, str]:
        found = clips_to_hear(self._store, dataset)
        return {clip_id: path for clip_id, path in found.items() if Path(path).is_file()}


def _shares(store: Store, probe: str, config_id: str) -> dict[str, float | int | None]:
    rows = store.fetch(
        "SELECT count(*), round(avg(correct / trials), 4), count(*) FILTER (correct = trials), "
        "count(*) FILTER (correct = 0) FROM probes WHERE probe = ? AND config_id = ?",
        [probe, config_id],
    )
    names = ("items probed", "mean share right", "always right", "never right")
    return dict(zip(names, rows[0], strict=True))
