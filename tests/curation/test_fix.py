"""Repairs: nothing that changes meaning, nothing twice, nothing of evaluation sets."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqagen.commands.fix import fix_orders, fix_texts
from aqagen.curation.checks import select_checks
from aqagen.curation.fix import order_matters, repair_texts
from aqagen.curation.judge import CHECK_VERSION
from aqagen.records import Clip, Completion, Item, SourceRow
from aqagen.store import Store
from aqagen.store.choosing import choose_best_samples
from aqagen.store.findings import set_judge_in_force
from aqagen.store.judging import judge, set_checks_in_force
from tests.cli_helpers import run
from tests.conftest import fill, judge_all, make_row, put_item

TEXTS = st.text(st.sampled_from("AB. ,;()\t\n\u00a0x"), min_size=1, max_size=12)
SOUND = ("a dog barks", "rain falls", "a car passes", "people clap")


def fix(store: Store, dataset: str, seed: int) -> dict[str, int]:
    """Repair as `aqagen validate --fix` does: the order of what is kept when all is judged."""
    texts = fix_texts(store, dataset)
    judge_all(store)
    orders = fix_orders(store, dataset, seed)
    judge_all(store)
    return texts | orders


def completion_of(row: SourceRow, request: str) -> Completion:
    return Completion(
        f"c{request}", request, 1, "tacos", row.row_id, "m", "tacos", "p", "x", 0, "text", "stop",
        1, 1, 1.0, None, "generated", 0.0,
    )  # fmt: skip


def put_judgement(store: Store, item: Item, score: float) -> None:
    store.fetch(
        "INSERT INTO judgements VALUES (?, 'm', 'c', 'correct', ?, 1, '{}', now()::TIMESTAMP)",
        [item.item_id, score],
    )


def items_of(store: Store) -> list[tuple]:
    return store.fetch(
        "SELECT question, options, options[answer_index + 1], answer_index, origin FROM kept_items "
        "ORDER BY question, item_id"
    )


# --- texts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "expected", "kinds"),
    [
        (("A. dog", "B. cat"), ("dog", "cat"), ("letters",)),
        (("(a) dog", "(b) cat"), ("dog", "cat"), ("letters",)),
        (("A. A. dog", "B. B. cat"), ("dog", "cat"), ("letters",)),
        ((" dog", "two  cats"), ("dog", "two cats"), ("white-space",)),
        (("dog,", "cat ;"), ("dog", "cat"), ("trailing-commas",)),
        ((" A. dog,", "B. cat"), ("dog", "cat"), ("letters", "trailing-commas")),
        (("a dog", "B) a cat", "a cow"), ("a dog", "a cat", "a cow"), ("letters",)),
        (("a dog", "[d]a cat", "C: a cow"), ("a dog", "a cat", "a cow"), ("letters",)),
        # A key or a note stays; so does a letter that nothing follows, or a word.
        (("C: minor", "a dog", "E: major"), ("C: minor", "a dog", "E: major"), ()),
        (("a dog", "B)", "b:x", "i) y", "a cat"), ("a dog", "B)", "b:x", "i) y", "a cat"), ()),
        # One "A." among plain options is a name; a letter alone is an option.
        (("A. Vivaldi", "J. Bach"), ("A. Vivaldi", "J. Bach"), ()),
        (("A.", "B."), ("A.", "B."), ()),
        (("a dog, then a cat", "x."), ("a dog, then a cat", "x."), ()),
        ((",", "x"), (",", "x"), ()),
    ],
)
def test_what_is_repaired(options, expected, kinds):
    assert repair_texts("Who?", options) == ("Who?", expected, kinds)


def test_the_question_too():
    assert repair_texts(" Who  is it? ,", ("x", "y")) == (
        "Who is it?", ("x", "y"), ("white-space", "trailing-commas"),
    )  # fmt: skip


@given(TEXTS, st.lists(TEXTS, min_size=2, max_size=5))
def test_what_is_repaired_needs_no_repair(question, options):
    once = repair_texts(question, options)
    assert repair_texts(once[0], once[1]) == (once[0], once[1], ())
    assert len(once[1]) == len(options)
    assert (once[:2] == (question, tuple(options))) == (not once[2])
    # No word is lost but letters that stand for options.
    for old, new in zip(options, once[1], strict=True):
        kept = [c for c in new if c == "x"]
        assert kept == [c for c in old if c == "x"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("all of the above", True), ("none of the following", True), ("option B", True),
        ("both A and C", True), ("the first option", True),
        ("a bird flies above", True), ("a dog and a cat", False), ("the first bark", False),
        ("both a dog and a cat", False),
    ],
)  # fmt: skip
def test_options_that_speak_of_others_keep_their_order(text, expected):
    assert order_matters("Who?", ("a", text)) == expected


# --- a store ------------------------------------------------------------------------------


def test_order_is_balanced_and_the_answer_stays_the_answer(store):
    old = {item.question: item for item in fill(store, 40)}
    assert fix(store, "tacos", 0) == {"option-order": 30}
    judge_all(store)
    kept = items_of(store)
    assert len(kept) == 40
    assert sorted(row[3] for row in kept) == [0] * 10 + [1] * 10 + [2] * 10 + [3] * 10
    for question, options, answer, index, origin in kept:
        assert answer == old[question].answer
        assert sorted(options) == sorted(old[question].options)
        assert [o for o in options if o != answer] == list(old[question].options[1:])
        assert origin == ("generated" if index == 0 else "edited")
    assert fix(store, "tacos", 0) == fix(store, "tacos", 1) == {}


def test_what_is_dropped_neither_hides_a_bias_nor_is_reordered(store):
    # Kept: the answer is always first. Dropped: never, so that all together look balanced.
    fill(store, 40)
    with store.writer() as writer:
        for number in range(120):
            row = make_row({"caption": f"Other {number}."}, key=1000 + number)
            writer.put(row)
            options = ("a dog", "a dog", "a dog", "a dog")
            writer.put(
                Item.make(row, f"What is in {number}?", options, 1 + number % 3, "generated")
            )
    assert fix(store, "tacos", 0) == {"option-order": 30}
    kept = [row[3] for row in items_of(store)]
    assert sorted(kept) == [0] * 10 + [1] * 10 + [2] * 10 + [3] * 10
    assert fix(store, "tacos", 0) == {}


@pytest.mark.parametrize("judged", [False, True])
def test_a_reordered_sample_is_chosen_still(store, judged):
    # One check: the others drop made-up items that are so much alike.
    checks = select_checks(("four-options",))
    set_checks_in_force(store, checks)
    with store.writer() as writer:
        for number in range(40):
            row = make_row({"caption": f"Sound {number}."}, key=number)
            writer.put(row)
            for sample in range(3):
                asked = f"What can be heard in clip {number}, sample {sample}?"
                request = f"{(sample + number) % 3}-{number}"
                writer.put(completion_of(row, request))
                item = Item.make(row, asked, SOUND, 0, "generated", f"c{request}", sample)
                writer.put(item)
                if judged:
                    put_judgement(store, item, 5 if sample == 2 else 3)

    def chosen() -> list[str]:
        judge(store, checks)
        choose_best_samples(store)
        return [row[0] for row in items_of(store)]

    before = chosen()
    assert len(before) == 40
    assert all("sample 2" in asked for asked in before) == judged
    assert fix_orders(store, "tacos", 0) == {"option-order": 30}
    assert chosen() == before
    assert sorted(row[3] for row in items_of(store)) == sorted([0, 1, 2, 3] * 10)
    assert fix_orders(store, "tacos", 0) == {}


def test_what_models_found_out_holds_for_the_repaired_item(store):
    options = ("a dog,", "a cat", "a cow", "a hen")
    old = put_item(store, make_row({"caption": "A dog."}), options=options)
    put_judgement(store, old, 4)
    store.fetch(
        "INSERT INTO probes VALUES (?, 'text-only', 'm', 4, 1, '{}', 'c', now()::TIMESTAMP)",
        [old.item_id],
    )
    set_judge_in_force(store)
    store.fetch(
        "INSERT INTO verdicts VALUES (?, 'judge', ?, 'fail', 'judge-wrong-answer', '{}', "
        "now()::TIMESTAMP)",
        [old.item_id, CHECK_VERSION],
    )
    judge_all(store)
    assert items_of(store) == []
    assert fix(store, "tacos", 0) == {"trailing-commas": 1}
    assert items_of(store) == []
    ((new_id,),) = store.fetch("SELECT successor_id FROM successors")
    assert store.fetch(
        "SELECT judge_correct, text_only FROM item_labels WHERE item_id = ?", [new_id]
    ) == [(4.0, 0.25)]
    ((detail,),) = store.fetch("SELECT detail FROM verdicts WHERE item_id = ?", [new_id])
    assert json.loads(detail) == {"inherited_from": old.item_id}


def test_the_seed_decides(tmp_path):
    found = []
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        with Store.open(tmp_path / f"{name}.duckdb") as store:
            fill(store, 40)
            fix(store, "tacos", seed)
            found.append(store.fetch("SELECT item_id FROM items ORDER BY 1"))
    assert found[0] == found[1] != found[2]


def test_the_old_item_stays_with_its_successor(store):
    old = put_item(store, make_row({"caption": "x"}), options=("A. dog,", "B. cat", "C. b", "D. f"))
    assert fix(store, "tacos", 0) == {"letters": 1, "trailing-commas": 1}
    judge_all(store)
    ((successor, fixes),) = store.fetch(
        "SELECT successor_id, fixes FROM successors WHERE item_id = ?", [old.item_id]
    )
    assert json.loads(fixes)["kinds"] == ["letters", "trailing-commas"]
    assert store.count("items", "tacos") == 2
    assert store.fetch("SELECT item_id, row_id, completion_id FROM kept_items") == [
        (successor, old.row_id, None)
    ]
    assert store.count("dropped_items", "tacos") == store.unjudged("tacos") == 0


def test_a_stray_letter_is_repaired_and_the_item_kept(store):
    options = ("a dog", "B) a cat", "a cow", "a hen")
    old = put_item(store, make_row({"caption": "A dog."}), options=options)
    assert fix(store, "tacos", 0) == {"letters": 1}
    judge_all(store)
    ((kept_id, kept),) = store.fetch("SELECT item_id, options FROM kept_items")
    assert kept == ["a dog", "a cat", "a cow", "a hen"]
    assert store.fetch("SELECT item_id, successor_id FROM successors") == [(old.item_id, kept_id)]


def test_items_that_are_equal_have_a_successor_each(store):
    row = make_row({"caption": "x"})
    options = tuple(f"{text} ," for text in SOUND)
    with store.writer() as writer:
        writer.put(row)
        for sample in range(2):
            writer.put(Item.make(row, "What is it?", options, 0, "generated", sample=sample))
    fix(store, "tacos", 0)
    found = store.fetch("SELECT count(*), count(DISTINCT successor_id) FROM successors")
    assert found == [(2, 2)]


def put_imported(store: Store, dataset: str, split: str, options: tuple[str, ...]) -> None:
    clip = Clip.make(dataset, split, f"{split}.wav", audio_path="/audio/x.wav")
    row = SourceRow.make(clip, {"id": split}, key=split, file="f", line=1)
    with store.writer() as writer:
        writer.put(row)
        writer.put(Item.make(row, f"What is in {split}?", options, 0, "imported"))


@pytest.mark.parametrize(
    ("dataset", "split", "repaired"),
    [
        ("dcase2025", "train", True), ("dcase2025", "dev", False), ("jsonl", "train", True),
        ("jsonl", "all", True), ("jsonl", "test-mini", False), ("jsonl", "dev_2", False),
        ("jsonl", "contest", True),
    ],
)  # fmt: skip
def test_evaluation_sets_are_left_as_they_are(store, dataset, split, repaired):
    put_imported(store, dataset, split, (" dog", "a  cat", "bird,"))
    assert bool(fix(store, dataset, 0)) == repaired


def test_a_repaired_import_is_judged_as_an_import(store):
    # Two options: the paper's rule of four binds what its prompts made, not people's items.
    put_imported(store, "jsonl", "train", (" dog", "a  cat"))
    assert fix(store, "jsonl", 0) == {"white-space": 1}
    judge_all(store)
    assert items_of(store)[0][1:] == (["dog", "a cat"], "dog", 0, "edited")
    # Also when it is repaired a second time.
    with store.connection.cursor() as cursor:
        cursor.execute("UPDATE items SET options = ['dog', 'a cat,'] WHERE origin = 'edited'")
    assert fix(store, "jsonl", 0) == {"trailing-commas": 1}
    judge_all(store)
    assert items_of(store)[0][1] == ["dog", "a cat"]


# --- the command --------------------------------------------------------------------------


def test_validate_fix(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = [
        {"audio_path": f"{n}.wav", "question": f"What is heard in clip  {n}?",
         "options": list(SOUND), "answer_index": 0}
        for n in range(40)
    ]  # fmt: skip
    Path("items.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    assert run("import", "jsonl", "--data", "items.jsonl").exit_code == 0
    before = json.loads(run("validate", "--json").stdout)["jsonl"]
    assert before["biases"]["against_chance"]["position 1"]["biased"]
    assert "repaired" not in before
    shown = run("validate", "--fix").stdout
    table = [line.split() for line in shown.splitlines()]
    assert ["repaired", "now:", "white-space", "40"] in table
    assert ["repaired", "now:", "option-order", "30"] in table
    assert ["replaced", "by", "repaired", "ones", "70"] in table
    after = json.loads(run("validate", "--fix", "--json").stdout)["jsonl"]
    assert (after["items"], after["kept"], after["replaced"]) == (110, 40, 70)
    assert after["repaired"] == {}
    assert not after["biases"]["against_chance"]["position 1"]["biased"]
    assert "biased: position" not in run("validate").stdout
    assert "position 1" in run("stats").stdout
