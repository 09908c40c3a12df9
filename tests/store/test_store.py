"""Opening a store: ours, older, newer, somebody else's, in use; and what the views mean."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from aqagen import __version__
from aqagen.curation.checks import Check, Example, Reason
from aqagen.errors import StoreBusyError, StoreError, StoreVersionError
from aqagen.store import Store, connection
from aqagen.store.judging import judge, set_checks_in_force
from aqagen.store.migrations import MIGRATIONS
from tests.conftest import make_row, put_item

HOLD = """
import sys
from pathlib import Path
from aqagen.store import Store
with Store.open(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""


def applied(store: Store) -> list[tuple[str, str]]:
    return store.fetch("SELECT name, aqagen_version FROM migrations ORDER BY applied_at")


def make_older(path: Path, steps: int) -> None:
    """Write a store as the version that had only the first steps wrote it."""
    with duckdb.connect(str(path)) as older:
        older.execute(
            "CREATE TABLE migrations (name VARCHAR NOT NULL, aqagen_version VARCHAR NOT NULL, "
            "applied_at TIMESTAMP NOT NULL)"
        )
        for name, sql in MIGRATIONS[:steps]:
            older.execute(sql)
            older.execute(
                "INSERT INTO migrations VALUES (?, '0.0.1', TIMESTAMP '2020-01-01')", [name]
            )


# --- migrations ---------------------------------------------------------------------------


def test_a_new_store_has_every_step_once(tmp_path):
    for _ in range(2):
        with Store.open(tmp_path / "s.duckdb") as store:
            assert applied(store) == [(name, __version__) for name, _ in MIGRATIONS]


def test_step_names_are_unique_and_in_order():
    names = [name for name, _ in MIGRATIONS]
    assert names == sorted(set(names))


@pytest.mark.parametrize("steps", range(len(MIGRATIONS)))
def test_an_older_store_gets_the_steps_it_lacks(tmp_path, steps):
    make_older(tmp_path / "s.duckdb", steps)
    with Store.open(tmp_path / "s.duckdb") as store:
        assert [name for name, _ in applied(store)] == [name for name, _ in MIGRATIONS]
        put_item(store, make_row({"caption": "x"}))
        assert store.count("items", "tacos") == 1


def test_a_later_step_keeps_what_is_there(tmp_path, monkeypatch):
    path = tmp_path / "s.duckdb"
    with Store.open(path) as store:
        item = put_item(store, make_row({"caption": "x"}))
    step = ("9998-loudness", "ALTER TABLE items ADD COLUMN loudness_db DOUBLE DEFAULT 1.5")
    monkeypatch.setattr(connection, "MIGRATIONS", (*MIGRATIONS, step))
    with Store.open(path) as store:
        assert applied(store)[-1] == ("9998-loudness", __version__)
        assert store.fetch("SELECT item_id, loudness_db FROM items") == [(item.item_id, 1.5)]
    with Store.open(path) as store:
        assert len(applied(store)) == len(MIGRATIONS) + 1


def test_a_step_that_fails_leaves_the_store_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "s.duckdb"
    with Store.open(path) as store:
        put_item(store, make_row({"caption": "x"}))
    step = ("9998-broken", "CREATE TABLE half (x INTEGER); SELECT * FROM nowhere")
    monkeypatch.setattr(connection, "MIGRATIONS", (*MIGRATIONS, step))
    with pytest.raises(StoreError, match="cannot be brought to the schema"):
        Store.open(path)
    monkeypatch.undo()
    with Store.open(path) as store:
        assert store.count("items", "tacos") == 1
        assert store.fetch("SELECT 1 FROM duckdb_tables() WHERE table_name = 'half'") == []


def test_a_newer_store_is_refused_and_both_versions_are_named(tmp_path):
    path = tmp_path / "s.duckdb"
    with Store.open(path) as store:
        store.fetch("INSERT INTO migrations VALUES ('9999-future', '7.8.9', now()::TIMESTAMP)")
    with pytest.raises(StoreVersionError) as caught:
        Store.open(path)
    message = str(caught.value)
    assert "7.8.9" in message
    assert __version__ in message
    assert "9999-future" in message
    assert "pip install -U" in message


# --- what is no store ---------------------------------------------------------------------


def test_a_duckdb_file_of_something_else_is_left_alone(tmp_path):
    path = tmp_path / "sales.duckdb"
    with duckdb.connect(str(path)) as other:
        other.execute("CREATE TABLE sales (x INTEGER)")
    with pytest.raises(StoreError, match=r"something else \(its tables: sales\)"):
        Store.open(path)
    with duckdb.connect(str(path)) as other:
        assert other.execute("SHOW TABLES").fetchall() == [("sales",)]


def test_another_programs_migrations_are_not_ours(tmp_path):
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as other:
        other.execute("CREATE TABLE migrations (id INTEGER)")
    with pytest.raises(StoreError, match=r"other\.duckdb .*Is it a store of aqagen"):
        Store.open(path)


@pytest.mark.parametrize("content", [b"", b"junk", b"item,question\n" * 1000], ids=len)
def test_a_file_that_is_no_database(tmp_path, content):
    path = tmp_path / "junk.duckdb"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"junk\.duckdb is not a DuckDB file.*--store"):
        Store.open(path)
    assert path.read_bytes() == content


def test_a_folder(tmp_path):
    with pytest.raises(StoreError, match="is a folder, expected a DuckDB file"):
        Store.open(tmp_path)


def test_a_missing_folder(tmp_path):
    with pytest.raises(StoreError, match=r"the folder .*nowhere for the store does not exist"):
        Store.open(tmp_path / "nowhere" / "s.duckdb")


def test_reading_makes_no_store(tmp_path):
    path = tmp_path / "s.duckdb"
    with pytest.raises(StoreError, match=r"no store at .*s\.duckdb.*aqagen generate"):
        Store.open(path, must_exist=True)
    assert not path.exists()


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that nobody can write")
def test_a_folder_that_cannot_be_written():
    with pytest.raises(StoreError, match=r"/proc/s\.duckdb cannot be opened"):
        Store.open(Path("/proc/s.duckdb"))


def test_a_second_process_learns_who_holds_it(tmp_path):
    path = tmp_path / "s.duckdb"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(StoreBusyError, match=rf"in use by process {holder.pid} \("):
            Store.open(path)
        holder.stdin.close()
        assert holder.wait(timeout=20) == 0
    with Store.open(path) as store:
        assert store.datasets() == []


def test_a_query_that_cannot_run_names_the_store(store):
    with pytest.raises(StoreError, match=r"test\.duckdb: .*nowhere"):
        store.fetch("SELECT * FROM nowhere")


# --- views --------------------------------------------------------------------------------


def check(fails: str, **rest) -> Check:
    settings = {"name": "a-check", "version": 1, "reason": "a-reason", "action": "drop", **rest}
    reasons = (Reason(settings.pop("reason"), settings.pop("action")),)
    return Check(
        reasons=reasons, summary="for tests", fails=fails, detail="{'saw': question}",
        accepts=(Example(),), rejects=(Example(),), **settings,
    )  # fmt: skip


def kept(store: Store) -> set[str]:
    return {row[0] for row in store.fetch("SELECT item_id FROM kept_items")}


def run(store: Store, *checks: Check) -> None:
    set_checks_in_force(store, checks)
    for dataset in store.datasets():
        judge(store, checks, [dataset])


@pytest.fixture
def two(store):
    row = make_row({"caption": "x"})
    return [put_item(store, row, question) for question in ("good?", "bad?")]


def test_what_nobody_judged_is_not_kept(store, two):
    assert kept(store) == set()
    set_checks_in_force(store, [check("FALSE")])
    assert kept(store) == set()
    assert store.fetch("SELECT dataset, last_seq FROM judged_up_to") == [("tacos", 0)]
    assert store.unjudged("tacos") == 2


def test_a_failure_drops_and_a_pass_keeps(store, two):
    good, bad = two
    run(store, check("question = 'bad?'"))
    assert kept(store) == {good.item_id}
    dropped = store.fetch("SELECT item_id, reason, check_name, question FROM dropped_items")
    assert dropped == [(bad.item_id, "a-reason", "a-check", "bad?")]
    assert store.unjudged("tacos") == 0


@pytest.mark.parametrize("changed", [{"fails": "NULL"}, {"fails": "TRUE", "action": "mark"}])
def test_undecided_and_marked_items_are_kept(store, two, changed):
    run(store, check(**changed))
    assert kept(store) == {item.item_id for item in two}
    assert store.fetch("SELECT * FROM dropped_items") == []
    assert store.fetch("SELECT count(*) FROM verdicts") == [(2,)]


def test_a_new_item_waits_for_its_verdict(store, two):
    first = check("FALSE")
    run(store, first)
    late = put_item(store, make_row({"caption": "late"}), "late?")
    assert late.item_id not in kept(store)
    assert store.unjudged("tacos") == 1
    run(store, first)
    assert late.item_id in kept(store)


def test_a_new_version_judges_anew_and_the_old_verdicts_no_longer_count(store, two):
    strict = check("question = 'bad?'")
    run(store, strict)
    mild = replace(strict, version=2, fails="FALSE")
    set_checks_in_force(store, [mild])
    assert kept(store) == set()
    run(store, mild)
    assert kept(store) == {item.item_id for item in two}


def test_one_check_that_has_not_looked_holds_all_back(store, two):
    first, second = check("FALSE"), check("FALSE", name="b-check", reason="b-reason")
    run(store, first)
    set_checks_in_force(store, [first, second])
    assert kept(store) == set()
    judge(store, [second], ["tacos"])
    assert len(kept(store)) == 2


def test_datasets_are_judged_apart(store, two):
    put_item(store, make_row({"caption": "y"}, dataset="avqa"), origin="imported")
    every = check("FALSE")
    set_checks_in_force(store, [every])
    judge(store, [every], ["tacos"])
    assert store.count("kept_items", "tacos") == 2
    assert store.count("kept_items", "avqa") == 0
