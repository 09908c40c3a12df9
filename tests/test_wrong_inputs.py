"""What goes wrong for people, and the one message that each gets: what, where, what to do."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from aqagen.store import Store
from tests.cli_helpers import aqagen, run, write_example


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(*arguments, code: int = 1, says: tuple[str, ...], env=None) -> str:
    result = run(*arguments, env=env)
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("error: ")
    assert result.stderr.count("error: ") == 1
    assert "Traceback" not in result.stderr
    for part in says:
        assert part in result.stderr
    return result.stderr


def offline(**faults):
    """Run the offline endpoint; imported here, where it may move."""
    from aqagen.generation.offline.faults import Faults  # noqa: PLC0415
    from aqagen.generation.offline.server import running_offline  # noqa: PLC0415

    return running_offline(faults=Faults(**faults))


@pytest.fixture
def tacos(folder) -> Path:
    return write_example("tacos", folder)


# --- files --------------------------------------------------------------------------------


def test_a_missing_folder():
    refused("generate", "tacos", "--offline", says=("data/tacos is missing", "data/README.md"))


@pytest.mark.parametrize("name", ["annotations_strong.csv", "metadata.csv"])
def test_a_missing_file(tacos, name):
    (tacos / name).unlink()
    refused("generate", "tacos", "--offline", says=(name, "missing", "data/README.md"))


def test_a_missing_column(tacos):
    file = tacos / "metadata.csv"
    text = file.read_text("utf-8")
    file.write_text(text.replace("keywords", "tags", 1), encoding="utf-8")
    refused("generate", "tacos", "--offline", says=("metadata.csv", "keywords", "expected"))


def test_a_latin_1_file(tacos):
    file = tacos / "metadata.csv"
    file.write_bytes(file.read_bytes() + "caf\u00e9\n".encode("latin-1"))
    message = refused("generate", "tacos", "--offline", says=("metadata.csv", "0xe9", "UTF-8"))
    assert re.search(r"line \d+", message)


def test_a_folder_instead_of_a_file(tacos):
    file = tacos / "metadata.csv"
    file.unlink()
    file.mkdir()
    refused("generate", "tacos", "--offline", says=("metadata.csv", "folder"))


def test_a_file_instead_of_a_folder(folder):
    (folder / "x").touch()
    refused("generate", "tacos", "--offline", "--data", "x", says=("x", "expected a folder"))


def test_an_empty_import(folder):
    (folder / "x.jsonl").write_text('{"question": "?"}\n', encoding="utf-8")
    result = run("import", "jsonl", "--data", "x.jsonl")
    assert result.exit_code == 1
    assert "skipped x.jsonl line 1: missing-field" in result.stderr
    assert "error: jsonl: no usable item in x.jsonl" in result.stderr


@pytest.mark.parametrize(
    ("text", "says"), [(None, "No such file"), ("Ask about {it}", "{INPUT_JSON_DATA}")]
)
def test_a_prompt_that_cannot_be_used(tacos, text, says):
    if text:
        Path("p.md").write_text(text, encoding="utf-8")
    refused("generate", "tacos", "--offline", "--prompt", "p.md", says=("p.md", says))


# --- names and sizes ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("generate", "taco"), ("'taco'", "tacos")),
        (("generate", "dcase2025"), ("'dcase2025'", "Known: clotho-aqa, tacos")),
        (("import", "tacos"), ("'tacos'", "dcase2025")),
        (("validate", "--check", "nonsense"), ("'nonsense'", "four-options")),
        (("generate", "tacos", "--concurrency", "0"), ("--concurrency '0'", "1 or more, or auto")),
        (("generate", "tacos", "--concurrency", "many"), ("--concurrency 'many'", "auto")),
        (("mix",), ("a mixture of what?", "aqagen mix --clotho-aqa")),
        (("mix", "--tacos", "8kk"), ("'8kk' is not a size", "8k")),
        (("mix", "--tacos", "0"), ("'0' is not a size",)),
    ],
)
def test_names_and_sizes(arguments, says):
    refused(*arguments, code=2, says=says)


def test_an_unknown_split(tacos):
    refused("generate", "tacos", "--offline", "--split", "x", code=2, says=("'x'", "Known: all"))


@pytest.mark.parametrize(
    "arguments",
    [["mix", "--tacoss", "1"], ["generate"], ["generate", "tacos", "--samples", "0"],
     ["generate", "tacos", "--answers", "best"], ["mix", "--seed", "x"]],
)  # fmt: skip
def test_wrong_usage_shows_where_the_help_is(arguments):
    result = run(*arguments)
    assert result.exit_code == 2
    assert "-h' for help" in result.stderr
    assert "Traceback" not in result.output


def test_too_many_asked(tacos):
    assert run("generate", "tacos", "--offline").exit_code == 0
    refused("mix", "--tacos", "5", says=("5 items of tacos", "0 there", "aqagen validate"))
    assert run("validate").exit_code == 0
    refused("mix", "--tacos", "8k", says=("8000 items of tacos asked for", "Ask for at most"))
    refused("mix", "--dcase", "5", says=("dcase2025", "none", "aqagen import dcase2025"))
    refused("mix", "--tacos", "1", "--out", "m.csv", code=2, says=("m.csv", ".parquet or .jsonl"))
    refused("mix", "--tacos", "1", "--where", "x >", says=("--where", "kept_items"))
    assert not Path("mixtures").exists()


# --- endpoints ----------------------------------------------------------------------------


def test_no_endpoint(tacos):
    refused(
        "generate",
        "tacos",
        code=2,
        says=("no endpoint", "--endpoint", "OPENAI_BASE_URL", "--offline"),
    )


def test_a_refused_endpoint(tacos):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
        refused(
            "generate", "tacos", "--endpoint", url, says=("cannot connect to", url, "--offline")
        )


def test_an_endpoint_that_is_no_address(tacos):
    refused("generate", "tacos", "--endpoint", "localhost", says=("'localhost'", "http://"))


@pytest.mark.parametrize("key", ["sk-wrong-one", None])
def test_a_wrong_key(tacos, key):
    with offline(api_key="sk-right-one") as server:
        message = refused(
            "generate", "tacos", "--endpoint", server.base_url,
            says=("401", "OPENAI_API_KEY", "--api-key-env"), env={"OPENAI_API_KEY": key},
        )  # fmt: skip
    assert "sk-wrong-one" not in message
    assert "sk-right-one" not in message


def test_an_unknown_model(tacos):
    with offline(known_models=("other",)) as server:
        refused(
            "generate", "tacos", "--endpoint", server.base_url, "--model", "mine",
            says=("404", "'mine'"),
        )  # fmt: skip


# --- stores -------------------------------------------------------------------------------

READERS = [("validate",), ("stats",), ("mix", "--tacos", "1")]


@pytest.mark.parametrize("command", READERS, ids=lambda command: command[0])
def test_no_store_yet(command):
    refused(*command, says=("no store at aqagen.duckdb", "aqagen generate", "--store"))
    assert not Path("aqagen.duckdb").exists()


def test_a_store_without_items(folder):
    Store.open(folder / "aqagen.duckdb").connection.close()
    refused("validate", says=("holds no items", "aqagen generate"))
    refused("mix", "--tacos", "1", says=("holds none", "aqagen generate tacos"))


def test_a_dataset_that_is_not_there(tacos):
    assert run("generate", "tacos", "--offline").exit_code == 0
    refused("validate", "--dataset", "avqa", code=2, says=("'avqa'", "It holds: tacos"))


def test_a_newer_store(folder):
    with Store.open(folder / "aqagen.duckdb") as store:
        store.fetch("INSERT INTO migrations VALUES ('9999-x', '7.8.9', now()::TIMESTAMP)")
    refused("stats", says=("aqagen 7.8.9", "pip install -U"))


def test_a_store_in_use(folder):
    code = "from aqagen.store import Store; from pathlib import Path; import sys\n"
    code += "with Store.open(Path('aqagen.duckdb')): print('open', flush=True); sys.stdin.read()"
    holder = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout.readline() == b"open\n"
        ended = aqagen("stats", cwd=folder)
        holder.stdin.close()
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"error: aqagen.duckdb is in use by process {holder.pid} (")
    assert "wait until it ends" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("store", ["junk.csv", "data", "nowhere/s.duckdb"])
def test_what_is_no_store(tacos, store):
    Path("junk.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    refused("generate", "tacos", "--offline", "--store", store, says=(store.split("/")[0],))


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that nobody can write")
def test_folders_that_cannot_be_written(tacos):
    refused("generate", "tacos", "--offline", "--store", "/proc/s.duckdb", says=("/proc/s.duckdb",))
    assert run("generate", "tacos", "--offline").exit_code == 0
    assert run("validate").exit_code == 0
    refused("mix", "--tacos", "1", "--out", "/proc/m.parquet", says=("/proc/m.parquet",))
