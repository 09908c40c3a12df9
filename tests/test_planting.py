"""What `benchmarks/planted.py` plants, on a made-up folder of questions and captions."""

import csv
import json
import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from planting.blind import BLIND
from planting.collection import Collection, Sizes, collect
from planting.drafts import Draft
from planting.fresh import FRESH
from planting.registry import PLANTERS
from planting.scoring import four_distinct, right_shape, score
from planting.unseen import UNSEEN

SIZES = Sizes(sound=60, per_check=12, per_group=2)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    (folder / "clotho_aqa").mkdir()
    (folder / "tacos").mkdir()
    things = ("dog", "cat", "bell", "horn", "door", "train", "bird", "child", "clock", "motor")
    agreed = "yes no three five seven eleven walking running singing jumping calling water metal"
    agreed += " plastic grass leather loud fast"
    answers = [(answer,) * 3 for answer in agreed.split()]
    answers += [("rain", "wood", "paper"), ("glass", "glass", "stone"), ("four", "four", "nine"),
                ("knocking", "knocking", "driving"), ("bus", "bus", "car")]  # fmt: skip
    rows = [
        (f"{thing}.wav", f"Does the {thing} make sound number {number} here?", answer, "yes")
        for thing in things
        for number, votes in enumerate(answers)
        for answer in votes
    ]
    for split in ("train", "val", "test"):
        with (folder / "clotho_aqa" / f"clotho_aqa_{split}.csv").open("w", newline="") as file:
            head = ("file_name", "QuestionText", "answer", "confidence")
            csv.writer(file).writerows([head, *(rows if split == "train" else [])])
    with (folder / "clotho_aqa" / "clotho_aqa_metadata.csv").open("w", newline="") as file:
        lines = [("file_name", "keywords"), *((f"{thing}.wav", thing) for thing in things)]
        csv.writer(file).writerows(lines)
    with (folder / "tacos" / "captions_sample.csv").open("w", newline="") as file:
        captions = ["A dog barks at a gate.", "Rain falls.", "An engine hums.", "A bell rings.",
                    "People talk.", "A cat meows.", "Wind blows.", "A drum rolls."]  # fmt: skip
        csv.writer(file).writerows([("filename", "text"), *(("1.mp3", text) for text in captions)])
    return folder


@pytest.fixture(scope="module")
def collection(data: Path) -> Collection:
    return collect(data, 1, SIZES)


def test_the_same_seed_gives_the_same_items(data: Path, collection: Collection) -> None:
    assert collect(data, 1, SIZES) == collection
    assert collect(data, 2, SIZES) != collection


def test_every_check_has_as_many_as_asked_for_read_and_held_out(
    collection: Collection,
) -> None:
    n = Counter(planted.check for planted in collection.planted)
    assert set(n) == set(PLANTERS)
    assert min(n.values()) >= SIZES.per_check
    held = Counter(planted.check for planted in collection.planted if planted.heldout)
    for check, planted in n.items():
        read = SIZES.per_check * (1 + (check in BLIND) + (check in FRESH))
        assert planted - held[check] >= read, check
        assert (held[check] >= SIZES.per_check) == (check in UNSEEN), check


def test_the_newest_set_alone_is_held_out(collection: Collection) -> None:
    assert set(UNSEEN) <= set(PLANTERS)
    for planted in collection.planted:
        assert planted.heldout == (planted.variant in UNSEEN.get(planted.check, {}))


def test_every_way_of_a_set_is_planted(collection: Collection) -> None:
    planted = {(each.check, each.variant, each.heldout) for each in collection.planted}
    for kinds, heldout in ((BLIND, False), (FRESH, False), (UNSEEN, True)):
        ways = {(check, variant, heldout) for check in kinds for variant in kinds[check]}
        assert ways <= planted


@pytest.mark.parametrize(("name", "n"), [("fresh", 40), ("unseen", 72)])
def test_every_trap_of_a_set_is_there_once(collection: Collection, name: str, n: int) -> None:
    traps = [d.question for d in collection.sound if d.group.startswith(f"trap: {name}")]
    assert len(traps) == len(set(traps)) == n


def _words(draft: Draft) -> tuple[object, ...]:
    return draft.question, draft.options, draft.answer_index, draft.file_name


def test_no_planted_item_is_a_sound_one(collection: Collection) -> None:
    sound = {_words(draft) for draft in collection.sound}
    assert not sound & {_words(planted.draft) for planted in collection.planted}


def test_sound_items_are_sound_in_form(collection: Collection) -> None:
    for draft in collection.sound:
        assert right_shape(draft)
        assert four_distinct(draft), draft
        assert "?" in draft.question


def test_what_is_planted_stays_out_of_other_places(collection: Collection) -> None:
    for planted in collection.planted:
        assert planted.draft.spots <= frozenset(range(5))
        assert len(planted.draft.options) == 4
        if planted.check in {"markup-residue", "letter-in-option", "mojibake"}:
            assert planted.draft.spots


def test_a_found_defect_counts_and_a_false_alarm_too(collection: Collection) -> None:
    few = Collection(collection.sound[:2], [p for p in collection.planted if p.decidable][:2])
    check = few.planted[0].check
    ids = ["s0", "s1", ("p0", []), ("p1", [])]
    verdicts = {
        "s0": [(check, check, "drop")],
        "s1": [(check, check, "mark")],
        "p0": [(check, check, "drop")],
        "p1": [(check, check, "undecided"), ("options-distinct", "duplicate-options", "drop")],
    }
    scored = score(few, verdicts, ids)
    row = scored.checks[check]
    assert (row.found_seen + row.found_heldout, row.undecided) == (1, 1)
    assert row.others == {"options-distinct": 1}
    assert (scored.false_drops[check], scored.false_marks[check]) == (1, 1)
    assert len([m for m in scored.mistakes if m.draft in few.sound]) == 1
    read = json.loads(json.dumps(scored.as_json()))
    assert read["checks"][check]["others"] == {"options-distinct": 1}
    assert read["false_drops"] == {check: 1}
