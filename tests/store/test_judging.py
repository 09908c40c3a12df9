"""Judging: only what is new, undecided kept apart, keys as `answers.normalise` has them."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aqagen.answers import normalise
from aqagen.curation.checks import Action, Check, Example, Reason
from aqagen.errors import StoreError
from aqagen.records import Clip, Item, SourceRow
from aqagen.store import Store
from aqagen.store.judging import judge, set_checks_in_force
from tests.conftest import fill, make_row, put_item


def check(fails: str, name: str = "a-check", action: Action = "drop", **rest) -> Check:
    settings = {"version": 1, "applies": "TRUE", "detail": "{'saw': question}", **rest}
    return Check(
        name=name, reasons=(Reason(f"{name}-reason", action),), summary="for tests", fails=fails,
        accepts=(Example(),), rejects=(Example(),), **settings,
    )  # fmt: skip


def runs_of(store: Store) -> list[tuple]:
    return store.fetch(
        "SELECT check_name, check_version, scope, n_items, n_fail, n_undecided, last_seq "
        "FROM check_runs ORDER BY created_at, check_name"
    )


# --- only what is new ---------------------------------------------------------------------


def test_a_rerun_looks_at_nothing(store):
    fill(store, 10)
    failing = check("TRUE")
    (first,) = judge(store, [failing], ["tacos"])
    assert (first.n_items, first.n_fail, first.n_undecided) == (10, 10, 0)
    assert judge(store, [failing], ["tacos"]) == []
    assert len(runs_of(store)) == 1
    assert store.fetch("SELECT count(*) FROM verdicts") == [(10,)]


def test_only_new_items_are_looked_at(store):
    fill(store, 10)
    failing = check("question LIKE '%1%'")
    judge(store, [failing], ["tacos"])
    put_item(store, make_row({"caption": "late"}), "Clip 11?")
    (second,) = judge(store, [failing], ["tacos"])
    assert (second.n_items, second.n_fail) == (1, 1)
    assert [row[3:6] for row in runs_of(store)] == [(10, 1, 0), (1, 1, 0)]
    assert store.fetch("SELECT count(*), count(DISTINCT item_id) FROM verdicts") == [(2, 2)]


def test_a_check_that_saw_more_than_another_counts_only_its_own(store):
    fill(store, 10)
    old, new = check("TRUE", "old"), check("NULL", "new")
    judge(store, [old], ["tacos"])
    put_item(store, make_row({"caption": "late"}), "late?")
    runs = {run.check_name: run for run in judge(store, [old, new], ["tacos"])}
    assert (runs["old"].n_items, runs["old"].n_fail) == (1, 1)
    assert (runs["new"].n_items, runs["new"].n_undecided) == (11, 11)
    assert store.fetch("SELECT count(*) FROM verdicts") == [(22,)]


def test_a_new_version_looks_at_everything_again(store):
    fill(store, 10)
    first = check("TRUE")
    judge(store, [first], ["tacos"])
    (again,) = judge(store, [replace(first, version=2)], ["tacos"])
    assert (again.check_version, again.n_items, again.n_fail) == (2, 10, 10)


def test_a_version_that_comes_back_looks_again(store):
    fill(store, 10)
    first = check("question LIKE '%3%'")
    judge(store, [first], ["tacos"])
    judge(store, [replace(first, version=2)], ["tacos"])
    (again,) = judge(store, [first], ["tacos"])
    assert (again.check_version, again.n_items, again.n_fail) == (1, 10, 1)
    assert store.fetch("SELECT check_version, count(*) FROM verdicts GROUP BY 1") == [(1, 1)]
    assert [run[1] for run in runs_of(store)] == [1]


def test_no_items_no_run(store):
    assert judge(store, [check("TRUE")], ["tacos"]) == []
    assert runs_of(store) == []


def test_applies_narrows_what_is_counted(store):
    fill(store, 10)
    (run,) = judge(store, [check("TRUE", applies="question LIKE '%3%'")], ["tacos"])
    assert (run.n_items, run.n_fail) == (1, 1)


# --- what is kept of it -------------------------------------------------------------------


def test_null_is_undecided_and_true_is_fail(store):
    fill(store, 3)
    fails = "CASE WHEN question LIKE '%0%' THEN TRUE WHEN question LIKE '%1%' THEN FALSE END"
    (run,) = judge(store, [check(fails)], ["tacos"])
    assert (run.n_items, run.n_fail, run.n_undecided) == (3, 1, 1)
    rows = store.fetch(
        "SELECT i.question, v.status, v.reason, v.check_version FROM verdicts v "
        "JOIN items i USING (item_id) ORDER BY 1"
    )
    assert rows == [
        ("What can be heard in clip 0?", "fail", "a-check-reason", 1),
        ("What can be heard in clip 2?", "undecided", "a-check-reason", 1),
    ]


def test_detail_is_json_whatever_the_text(store):
    hard = 'a "quote", {brace}, \\ and\nline \0 🎧'
    put_item(store, make_row({"caption": "x"}), hard)
    judge(store, [check("TRUE", detail="{'saw': question, 'options': options}")], ["tacos"])
    ((detail,),) = store.fetch("SELECT detail::VARCHAR FROM verdicts")
    assert json.loads(detail) == {"saw": hard, "options": ["a dog", "a cat", "a bird", "a fish"]}


def test_a_check_that_cannot_run_leaves_no_verdict_of_any(store):
    fill(store, 3)
    with pytest.raises(StoreError, match="nowhere"):
        judge(store, [check("TRUE"), check("nowhere > 1", "broken")], ["tacos"])
    assert store.fetch("SELECT * FROM verdicts") == []
    assert runs_of(store) == []


def test_checks_in_force_are_replaced_as_a_whole(store):
    set_checks_in_force(store, [check("TRUE"), check("TRUE", "b", action="mark")])
    set_checks_in_force(store, [check("TRUE", "b", action="mark", version=3)])
    assert store.fetch("SELECT * FROM checks") == [("b", 3, "b-reason", "mark", True)]


# --- checks that compare items ------------------------------------------------------------

TWINS = check(
    "FALSE",
    query="SELECT item_id, TRUE AS failed, 'a-check-reason' AS reason, {'first': first} AS detail "
    "FROM (SELECT item_id, min(item_id) OVER (PARTITION BY question_words) AS first "
    "FROM everything) WHERE item_id <> first",
)


def twins(store: Store) -> int:
    return store.fetch("SELECT count(*) FROM verdicts")[0][0]


def test_an_old_item_may_get_a_new_twin(store):
    fill(store, 3)
    (run,) = judge(store, [TWINS])
    assert (run.scope, run.n_items, run.n_fail) == ("*", 3, 0)
    assert judge(store, [TWINS]) == []
    put_item(store, make_row({"caption": "late"}, dataset="avqa"), "What can be heard in clip 1")
    (run,) = judge(store, [TWINS], ["avqa"])
    assert (run.n_items, run.n_fail) == (4, 1)
    put_item(store, make_row({"caption": "later"}), "what can be heard in clip 1?!")
    judge(store, [TWINS])
    # Said anew, not twice.
    assert twins(store) == 2


def test_a_check_of_sets_holds_every_dataset_until_it_has_looked(store):
    fill(store, 2)
    set_checks_in_force(store, [TWINS])
    assert store.count("kept_items", "tacos") == 0
    judge(store, [TWINS])
    assert store.count("kept_items", "tacos") == 2


def test_many_chunks_are_judged_like_one(store, monkeypatch):
    monkeypatch.setattr("aqagen.store.judging.CHUNK_ITEMS", 4)
    fill(store, 10)
    (run,) = judge(store, [check("question LIKE '%3%'")])
    assert (run.n_items, run.n_fail) == (10, 1)


def test_a_policy_says_what_a_reason_does(store):
    fill(store, 2)
    every = check("TRUE")
    judge(store, [every])
    set_checks_in_force(store, [every], {"a-check-reason": "mark"})
    assert store.count("kept_items", "tacos") == 2
    set_checks_in_force(store, [every])
    assert store.count("kept_items", "tacos") == 0


# --- words --------------------------------------------------------------------------------


def stems_of(store: Store, question: str, *options: str) -> list[list[str]]:
    spy = check("TRUE", detail="{'stems': list_prepend(question_stems, options_stems)}")
    put_item(store, make_row({"caption": "x"}), question, options)
    judge(store, [spy])
    ((detail,),) = store.fetch("SELECT detail FROM verdicts")
    stems = json.loads(detail)["stems"]
    assert all(text.startswith(" ") and text.endswith(" ") for text in stems)
    return [text.split() for text in stems]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The dogs are barking, twice!", "a dog barks twice"),
        ("Two  churches; THREE boxes", "2 church, 3 box"),
        ("waves driving", "a wave drives"),
        ("running cries glasses noises", "runs cry glass noise"),
        ("whirring passing rising honks twice", "whirs passes rises honk 2 times"),
        ("purr purring once", "purrs purring one time"),
        ("don\u2019t ring the strings", "Don't rings string"),
        ("", "There is the"),
    ],
)
def test_stems_are_the_same(store, one, other):
    first, *rest = stems_of(store, one, other, "b\nc", "?", "one")
    assert [*first] == rest[0]
    assert rest[1:] == [["b", "c"], [], ["1"]]


def test_stems_keep_what_differs(store):
    texts = ("a dog then a cat", "a cat then a dog", "before the bell", "after the bell", "no bell")
    assert len({tuple(stems) for stems in stems_of(store, *texts)}) == len(texts)


# --- keys ---------------------------------------------------------------------------------

# Every control character, the spaces that Python folds, and letters whose case is no pair.
TRICKY = (
    "".join(map(chr, range(0x21)))
    + "\x7f\x85\xa0\u1680\u2003\u2028\u2029\u202f\u205f\u3000\u200b\ufeff"
    + "ßẞİıſKÅΣςσǅﬁŉ\u0345\u0301\u0307é,;.?! aAzZ_'\"😀"  # noqa: RUF001
)
TEXT = st.text(st.one_of(st.sampled_from(TRICKY), st.characters(codec="utf-8")), max_size=12)
# It fails always, and so writes down the keys that SQL made.
SPY = check(
    "TRUE",
    detail="{'question': question_key, 'options': options_key, 'source': source_question_key}",
)


def keys_by_sql(store: Store, texts: list[tuple[str, list[str], str]]) -> dict[str, dict]:
    with store.writer() as writer:
        for number, (question, options, source) in enumerate(texts):
            clip = Clip.make("clotho-aqa", "train", f"{number}.wav")
            row = SourceRow.make(clip, {"question": source}, key=number, file="f", line=1)
            writer.put(row)
            writer.put(Item.make(row, question, tuple(options), 0, "generated"))
    judge(store, [SPY], ["clotho-aqa"])
    rows = store.fetch(
        "SELECT c.file_name, v.detail FROM verdicts v JOIN items i USING (item_id) "
        "JOIN clips c USING (clip_id)"
    )
    return {name: json.loads(detail) for name, detail in rows}


def compare(tmp_path_factory, texts: list[tuple[str, list[str], str]]) -> None:
    with Store.open(tmp_path_factory.mktemp("keys") / "s.duckdb") as store:
        keys = keys_by_sql(store, texts)
    assert len(keys) == len(texts)
    for number, (question, options, source) in enumerate(texts):
        assert keys[f"{number}.wav"] == {
            "question": normalise(question),
            "options": [normalise(option) for option in options],
            "source": normalise(source),
        }


def test_keys_of_every_tricky_character(tmp_path_factory):
    forms = [form for c in TRICKY for form in (c, f"a{c}b", f"{c}{c}A.{c}", f"B {c}, ;{c}")]
    compare(tmp_path_factory, [(form, [form, "x"], form) for form in forms])


def test_keys_of_plain_text_beside_any_other(tmp_path_factory):
    """SQL makes the keys of plain items, Python of the rest: each its own."""
    compare(
        tmp_path_factory,
        [("Plain  Q.", ["A  b;", "c"], "q"), ("plain", ["ẞ", "b"], "q"), ("é", ["a", "b"], "Q ;")],
    )


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(TEXT, st.lists(TEXT, min_size=2, max_size=5), TEXT), min_size=1))
def test_keys_of_any_text(tmp_path_factory, texts):
    compare(tmp_path_factory, texts)
