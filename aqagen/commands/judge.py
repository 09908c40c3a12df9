"""`aqagen judge`: let a language model score items, and keep its verdicts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aqagen.asking import AskingPlan
from aqagen.boundary import JudgeReply
from aqagen.commands.asking import (
    AskOptions,
    ask_about_items,
    book_rows,
    chosen_datasets,
    endpoints_of,
    say_what_is_missing,
)
from aqagen.curation.calibration import (
    OVERALL,
    Agreement,
    HumanMark,
    agreement,
    overall,
    read_marks,
)
from aqagen.curation.judge import CHECK_NAME, DIMENSIONS, read_vote, review
from aqagen.curation.subjects import Subject
from aqagen.display import note, print_json, print_table
from aqagen.errors import UsageError
from aqagen.generation.endpoint import Sampling, Structured
from aqagen.generation.prompts import load_prompt
from aqagen.generation.questions import Rendered
from aqagen.store import Store
from aqagen.store.choosing import choose_best_samples
from aqagen.store.findings import JUDGE_REASONS, keep_judgements, opinions

__all__ = ["run_judge"]


def run_judge(
    options: AskOptions,
    *,
    prompt_file: Path | None = None,
    structured: Structured = "auto",
    calibrate: Path | None = None,
) -> None:
    """Run the command.

    Raises:
        AqagenError: the marks, the prompt, the endpoint or the store cannot be used, or
            questions have no answer in the end.
    """
    marks = read_marks(calibrate) if calibrate else []
    prompt = load_prompt(CHECK_NAME, prompt_file)

    def render(subject: Subject) -> Rendered:
        text, detail = review(subject, prompt, options.seed)
        return Rendered(text, detail, len(text))

    endpoints = endpoints_of(options, Sampling(), JudgeReply.model_json_schema(), structured)
    plan = AskingPlan(
        CHECK_NAME, prompt, render, lambda text, _: read_vote(text) is not None, endpoints,
        options.seed, options.pool, options.budget_tokens,
    )  # fmt: skip
    with Store.open(options.store, must_exist=True) as store:
        datasets = chosen_datasets(store, options.dataset)
        unknown = _unknown_items(store, marks, calibrate)

        def keep() -> None:
            keep_judgements(store, plan.model, plan.config_id, options.trials)
            choose_best_samples(store)

        tally, unasked = ask_about_items(options, store, plan, keep)
        found = _found(store, datasets)
        said: dict[str, dict[str, bool | None]] = defaultdict(dict)
        for item_id, model, dimension, opinion in opinions(store):
            if marks and model == plan.model:
                said[item_id][dimension] = opinion.bad
    agreements = {
        name: agreement(_pairs(name, said, [m for m in marks if m.dimension == name]))
        for name in (*DIMENSIONS, OVERALL)
        if marks
    }
    _show(options, dict(book_rows(tally, unasked)), found, agreements)
    if marks:
        n_compared = sum(each.n for each in agreements.values())
        n_unjudged = sum(mark.item_id not in said for mark in marks) - unknown
        note(
            f"{calibrate}: {len(marks)} marks, {n_compared} compared; {unknown} of items that the "
            f"store does not hold, {n_unjudged} of items without a score by {plan.model}, "
            f"{len(marks) - n_compared - unknown - n_unjudged} where the judge decided nothing"
        )
    say_what_is_missing(tally)


def _unknown_items(store: Store, marks: Sequence[HumanMark], calibrate: Path | None) -> int:
    """Return how many marks are of items that the store does not hold.

    Raises:
        UsageError: all of them are: nobody wants to pay for a judge to learn that.
    """
    ids = [mark.item_id for mark in marks]
    known = store.fetch(
        "SELECT item_id FROM items SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS item_id) "
        "USING (item_id)",
        [ids],
    )
    known_ids = {row[0] for row in known}
    if ids and not known_ids:
        raise UsageError(
            f"--calibrate: {calibrate} holds {len(ids)} marks, expected some of items in "
            f"{store.path}, got none: {ids[0]!r} is no item_id there. The table items has them."
        )
    return sum(item_id not in known_ids for item_id in ids)


def _pairs(name: str, said: Any, marks: Any) -> list[tuple[bool, bool]]:
    """Return the judge's and the people's marks, good or not, where both decided."""
    pairs = []
    for mark in marks:
        bad = said.get(mark.item_id, {})
        # A dimension without any score is one that the judge has not decided.
        scored = {each: bad.get(each) for each in DIMENSIONS}
        judged = overall(scored.values()) if name == OVERALL else scored[name]
        if judged is not None:
            pairs.append((not judged, mark.good))
    return pairs


def _found(store: Store, datasets: tuple[str, ...]) -> dict[str, dict[str, int]]:
    codes = [reason.code for reason in JUDGE_REASONS]
    rows = store.fetch(
        "SELECT v.reason, v.status, count(*) FROM verdicts v JOIN items i USING (item_id) "
        "SEMI JOIN checks c ON c.check_name = v.check_name AND c.check_version = v.check_version "
        "WHERE v.check_name = 'judge' AND list_contains(?::VARCHAR[], i.dataset) GROUP BY ALL",
        [list(datasets)],
    )
    counts = {(reason, status): n for reason, status, n in rows}
    return {
        code: {status: counts.get((code, status), 0) for status in ("fail", "undecided")}
        for code in codes
    }


def _show(
    options: AskOptions,
    books: dict[str, object],
    found: dict[str, dict[str, int]],
    agreements: dict[str, Agreement],
) -> None:
    if options.as_json:
        print_json(
            {
                "books": {name.strip(): n for name, n in books.items()},
                "verdicts": found,
                "calibration": {name: asdict(each) for name, each in agreements.items()},
            }
        )
        return
    print_table(list(books.items()))
    print_table(
        [(f"{code}: {status}", n) for code, each in found.items() for status, n in each.items()]
    )
    for name, each in agreements.items():
        if each.n:
            kappa = "not defined" if each.kappa is None else f"{each.kappa:.2f}"
            print(f"{name}: {each.n} marks, agreement {each.agreement:.2f}, kappa {kappa}")
