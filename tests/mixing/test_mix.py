"""Mixtures: reproducible to the byte, traceable to their rows, refused with a reason."""

import hashlib
import json
from collections import Counter
from pathlib import Path

import duckdb
import jsonschema
import pytest

from aqagen import __version__
from aqagen.curation.checks import all_checks
from aqagen.errors import MixError, UsageError
from aqagen.mixing.mix import Mixture, Recipe, make_mixture, write_mixture
from aqagen.records import Completion, Item
from aqagen.resources import resource_dir
from aqagen.store import Store
from aqagen.store.judging import judge, set_checks_in_force
from tests.conftest import fill, judge_all, make_row, put_item

SCHEMA = json.loads((resource_dir("schemas") / "mixture_row.schema.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A store with three datasets; 40 items of dcase2025 are for evaluation."""
    with Store.open(tmp_path_factory.mktemp("mix") / "s.duckdb") as store:
        fill(store, 200, "tacos")
        fill(store, 90, "clotho-aqa", "train")
        fill(store, 60, "dcase2025", "train")
        fill(store, 40, "dcase2025", "dev")
        judge_all(store)
        yield store


def mix(store: Store, path: Path, seed: int = 0, **asked) -> list[dict]:
    names = {name.replace("_", "-"): size for name, size in asked.items()}
    write_mixture(make_mixture(store, Recipe(names, seed)), path)
    return read(path)


def read(path: Path) -> list[dict]:
    if path.suffix == ".jsonl":
        # Not splitlines: it would also break at U+2028, which JSON allows in a string.
        return [json.loads(line) for line in path.read_bytes().splitlines()]
    with duckdb.connect() as connection:
        cursor = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def manifest_of(path: Path) -> dict:
    return json.loads(path.with_name(f"{path.name}.manifest.json").read_text("utf-8"))


# --- the same bytes -----------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["parquet", "jsonl"])
def test_same_seed_same_bytes_other_seed_others(filled, tmp_path, ending):
    paths = [tmp_path / f"{name}.{ending}" for name in "abc"]
    for path, seed in zip(paths, (1, 1, 2), strict=True):
        mix(filled, path, seed, tacos=100, clotho_aqa=50)
    first, again, other = (path.read_bytes() for path in paths)
    assert first == again
    assert first != other


def test_both_forms_hold_the_same_rows(filled, tmp_path):
    left = mix(filled, tmp_path / "m.parquet", tacos=50)
    right = mix(filled, tmp_path / "m.jsonl", tacos=50)
    assert left == right
    assert list(left[0]) == list(SCHEMA["properties"])


def test_a_store_filled_in_another_order_gives_the_same_mixture(filled, tmp_path):
    with Store.open(tmp_path / "other.duckdb") as other:
        fill(other, 40, "dcase2025", "dev")
        fill(other, 90, "clotho-aqa", "train")
        fill(other, 200, "tacos")
        judge_all(other)
        right = mix(other, tmp_path / "b.jsonl", 5, tacos=30, clotho_aqa=20)
    assert mix(filled, tmp_path / "a.jsonl", 5, tacos=30, clotho_aqa=20) == right


# --- what is drawn ------------------------------------------------------------------------


def test_rows_are_as_the_schema_says_and_true(filled, tmp_path):
    rows = mix(filled, tmp_path / "m.jsonl", tacos=100, dcase2025=None)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    stored = {row[0]: row[1:] for row in filled.fetch(
        "SELECT item_id, question, options, answer_index, clip_id, origin FROM items")}  # fmt: skip
    assert len(rows) == len({row["item_id"] for row in rows}) == 160
    for row in rows:
        validator.validate(row)
        question, options, index, clip_id, origin = stored[row["item_id"]]
        assert row["answer"] == row["options"][row["answer_index"]] == options[index]
        assert sorted(row["options"]) == sorted(options)
        assert (row["question"], row["clip_id"], row["origin"]) == (question, clip_id, origin)
        assert row["audio_path"].startswith("/audio/")


def test_a_smaller_mixture_is_part_of_a_larger_one(filled, tmp_path):
    small = mix(filled, tmp_path / "a.jsonl", 3, tacos=20, clotho_aqa=10)
    large = mix(filled, tmp_path / "b.jsonl", 3, tacos=90, clotho_aqa=40)
    assert {row["item_id"] for row in small} < {row["item_id"] for row in large}


def test_datasets_are_shuffled_together(filled, tmp_path):
    rows = mix(filled, tmp_path / "m.jsonl", tacos=90, clotho_aqa=90)
    front = Counter(row["dataset"] for row in rows[:90])
    assert 25 < front["tacos"] < 65
    numbers = [row["audio_path"] for row in rows]
    assert numbers != sorted(numbers)


def test_answer_positions_are_balanced_in_each_dataset(filled, tmp_path):
    rows = mix(filled, tmp_path / "m.jsonl", 9, tacos=101, clotho_aqa=50)
    for dataset, n_items in (("tacos", 101), ("clotho-aqa", 50)):
        at = Counter(row["answer_index"] for row in rows if row["dataset"] == dataset)
        assert all(abs(at[position] - n_items / 4) <= 1 for position in range(4))


def test_option_order_can_be_kept(filled, tmp_path):
    path = tmp_path / "m.jsonl"
    write_mixture(make_mixture(filled, Recipe({"tacos": 50}, keep_option_order=True)), path)
    assert {row["answer_index"] for row in read(path)} == {0}
    assert all(row["options"][1].startswith("cat") for row in read(path))
    assert manifest_of(path)["option_order"] == "as written"


def test_evaluation_splits_are_never_drawn(filled, tmp_path):
    rows = mix(filled, tmp_path / "m.jsonl", dcase2025=None)
    drawn = [row["item_id"] for row in rows]
    splits = filled.fetch(
        "SELECT DISTINCT split FROM items SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS item_id) "
        "USING (item_id)",
        [drawn],
    )
    assert (len(drawn), splits) == (60, [("train",)])
    with pytest.raises(MixError, match=r"61 items of dcase2025 asked for, 60 there.*splits train"):
        make_mixture(filled, Recipe({"dcase2025": 61}))


def test_where_narrows(filled, tmp_path):
    where = "question LIKE '%clip 1_?' OR question LIKE '%clip 2_?'"
    mixture = make_mixture(filled, Recipe({"tacos": None}, where=where))
    assert len(mixture.rows) == 20
    write_mixture(mixture, tmp_path / "m.jsonl")
    assert manifest_of(tmp_path / "m.jsonl")["where"] == where


@pytest.mark.parametrize("where", ["nowhere > 1", "question LIKE", "1; DROP TABLE items", "'"])
def test_where_that_is_no_condition(filled, where):
    with pytest.raises(MixError, match=r"--where .*Columns are those of the view kept_items"):
        make_mixture(filled, Recipe({"tacos": 5}, where=where))
    assert filled.count("items", "tacos") == 200


@pytest.mark.parametrize(
    ("where", "fault"),
    [
        ("item_id IN (SELECT column0 FROM read_csv('{file}'))", "a subquery"),
        ("EXISTS (FROM '{file}')", "a subquery"),
        ("question <> (SELECT content FROM read_text('{file}'))", "a subquery"),
        ("read_text('{file}') <> ''", r"read_text\(\) is no function"),
        ("random() < 0.5", r"random\(\) is no function"),
        ("current_setting('home_directory') = ''", r"current_setting\(\) is no function"),
        ("row_number() OVER () < 3", "a window function"),
        ("COLUMNS('.*') IS NULL", "a star"),
        ("question = $1", "a parameter"),
        ("TRUE) UNION SELECT table_name FROM duckdb_tables() WHERE (TRUE", "more than one"),
        ("TRUE) ORDER BY (1", "more than one"),
        ("TRUE) GROUP BY (item_id", "more than one"),
        ("TRUE); DELETE FROM items WHERE (TRUE", "."),
        ("seq > 1", "no column 'seq'"),
        ("", "it is empty"),
        (" ", "it is empty"),
        ("version() LIKE 'v%'", r"version\(\) is no function"),
        ("current_localtimestamp() > '2020-01-01'", r"current_localtimestamp\(\) is no function"),
        ("age('2020-01-01'::TIMESTAMP) > INTERVAL 1 DAY", r"age\(\) is no function"),
        ("question::INT > 0", "Conversion Error"),
    ],
)
def test_where_is_a_condition_and_nothing_else(filled, tmp_path, where, fault):
    (tmp_path / "secret.csv").write_text("a\nb\n", encoding="utf-8")
    where = where.replace("{file}", str(tmp_path / "secret.csv"))
    with pytest.raises(MixError, match=f"--where .*{fault}.*Expected one condition"):
        make_mixture(filled, Recipe({"tacos": 5}, where=where))
    assert filled.count("items", "tacos") == 200


@pytest.mark.parametrize(
    "where",
    [
        "len(options) = 4 AND lower(kept_items.question) LIKE '%clip%' -- all of them",
        "list_filter(options, lambda option: length(option) > 0) <> []",
        "CASE WHEN split IN ('all') THEN if(weak, FALSE, TRUE) ELSE origin <> 'x' END",
        "regexp_matches(question, 'clip') AND coalesce(text_only, 0)::INT = 0",
        "question.length() > 3 AND options.len() = 4",
        "Question ILIKE '%CLIP%' AND options[1] IS NOT NULL AND answer_index % 2 >= 0",
    ],
)
def test_where_may_be_any_expression(filled, where):
    assert len(make_mixture(filled, Recipe({"tacos": None}, where=where)).rows) == 200


# --- too many -----------------------------------------------------------------------------


def test_too_many_says_how_many_there_are_and_what_was_dropped(store):
    row = make_row({"caption": "x"})
    put_item(store, row, "Which sound is heard?")
    put_item(store, row, "Who is heard here?", ("a dog", "a dog", "a cat", "a bird"))
    judge_all(store)
    with pytest.raises(MixError) as caught:
        make_mixture(store, Recipe({"tacos": 2}))
    assert str(caught.value) == (
        "2 items of tacos asked for, 1 there, of 2 items in the store (1 duplicate-options). "
        "Ask for at most 1."
    )


def test_too_many_because_nobody_validated(store):
    fill(store, 3)
    with pytest.raises(MixError, match=r"0 there.*3 not validated yet.*Run `aqagen validate`"):
        make_mixture(store, Recipe({"tacos": 2}))


@pytest.mark.parametrize(
    ("dataset", "command"), [("tacos", "aqagen generate tacos"), ("avqa", "aqagen import avqa")]
)
def test_none_at_all_names_the_command(store, dataset, command):
    with pytest.raises(MixError, match=f"the store holds none. Run `{command}` first"):
        make_mixture(store, Recipe({dataset: None}))


def test_too_many_with_a_condition_names_it(filled):
    with pytest.raises(MixError, match=r"1 items of tacos asked for, 0 there.*--where 'FALSE'"):
        make_mixture(filled, Recipe({"tacos": 1}, where="FALSE"))


# --- files --------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["parquet", "jsonl"])
def test_the_manifest_is_complete_and_true(filled, tmp_path, ending):
    path = tmp_path / f"m.{ending}"
    mix(filled, path, 4, tacos=10, dcase2025=None)
    ids = filled.kept_ids("tacos", ["all"], None) + filled.kept_ids("dcase2025", ["train"], None)
    assert manifest_of(path) == {
        "aqagen_version": __version__,
        "file": path.name,
        "file_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "rows": 70,
        "seed": 4,
        "where": None,
        "option_order": "balanced",
        "datasets": {
            "tacos": {"asked": 10, "given": 10, "kept": 200},
            "dcase2025": {"asked": "all", "given": 60, "kept": 60},
        },
        "origins": {"generated": 10, "imported": 60},
        "store_content_sha256": hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest(),
    }


def test_folders_are_made_and_nothing_is_left_over(filled, tmp_path):
    mix(filled, tmp_path / "a" / "it's" / "m.parquet", tacos=10)
    names = {path.name for path in (tmp_path / "a" / "it's").iterdir()}
    assert names == {"m.parquet", "m.parquet.manifest.json"}


@pytest.mark.parametrize("ending", ["parquet", "jsonl"])
@pytest.mark.parametrize("obstacle", ["folder in its place", "file as its folder", "no right"])
def test_a_file_that_cannot_be_written(filled, tmp_path, ending, obstacle):
    path = tmp_path / f"m.{ending}"
    if obstacle == "folder in its place":
        path.mkdir()
    elif obstacle == "file as its folder":
        (tmp_path / "file").touch()
        path = tmp_path / "file" / path.name
    elif Path("/proc/self").is_dir():
        path = Path("/proc") / path.name
    else:
        pytest.skip("needs a folder that nobody can write")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(MixError, match=rf"{path.name} cannot be written: \w"):
        mix(filled, path, tacos=5)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", ["m.csv", "m", "m.parquet.gz"])
def test_another_ending(tmp_path, name):
    with pytest.raises(UsageError, match=r"ends in \.parquet or \.jsonl"):
        write_mixture(Mixture(Recipe({}), [], {}, ""), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_hard_text_survives_both_forms(store, tmp_path):
    options = ('a "b", {c}', "line\nbreak \\ 🎧", "\0 \u2028", "it's \N{COMBINING ACUTE ACCENT}")
    put_item(store, make_row({"caption": "x"}), "What?\r\n", options)
    distinct = [all_checks()["options-distinct"]]
    set_checks_in_force(store, distinct)
    judge(store, distinct)
    for name in ("m.parquet", "m.jsonl"):
        (row,) = mix(store, tmp_path / name, tacos=None)
        assert sorted(row["options"]) == sorted(options)
        assert row["question"] == "What?\r\n"


def test_sql_walks_from_a_row_to_its_completion_and_metadata(store, tmp_path):
    row = make_row({"caption": "A dog barks.", "keywords": ["dog"]})
    completion = Completion(
        "c1", "r1", 1, "tacos", row.row_id, "m", "tacos", "p", "x", 0, "the text", "stop", 1, 1,
        1.0, None, "generated", 0.0,
    )  # fmt: skip
    item = Item.make(row, "What barks?", ("a dog", "a cat", "a cow", "a pig"), 0, "generated", "c1")
    with store.writer() as writer:
        for record in (row, completion, item):
            writer.put(record)
    judge_all(store)
    mix(store, tmp_path / "m.parquet", tacos=None)
    found = store.fetch(
        "SELECT m.answer, r.metadata->>'caption', r.file, r.line, c.text, l.file_name "
        "FROM read_parquet(?) m JOIN items i USING (item_id) JOIN source_rows r USING (row_id) "
        "JOIN completions c USING (completion_id) JOIN clips l ON l.clip_id = m.clip_id",
        [str(tmp_path / "m.parquet")],
    )
    assert found == [("a dog", "A dog barks.", "rows.csv", 2, "the text", "1.mp3")]
