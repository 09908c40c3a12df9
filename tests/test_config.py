"""aqagen.toml, environment and flags: who wins, what is refused, what is shown."""

import json

import pytest

from aqagen.config import read_config
from aqagen.errors import ConfigError
from tests.cli_helpers import run

OPTIONS = {"generate": {"endpoint", "price_in", "as_json", "store"}, "mix": {"seed", "store"}}


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def toml(tmp_path):
    def write(text: str) -> None:
        (tmp_path / "aqagen.toml").write_text(text, encoding="utf-8")

    return write


def in_force(**env: str) -> dict:
    result = run("config", "--json", env=env)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


# --- the file -----------------------------------------------------------------------------


def test_no_file_sets_nothing(tmp_path):
    assert read_config(tmp_path, OPTIONS) == {}


@pytest.mark.parametrize("key", ["price-in", "price_in", '"--price-in"'])
def test_options_as_people_spell_them(tmp_path, toml, key):
    toml(f"[generate]\n{key} = 0.5\njson = true\n")
    assert read_config(tmp_path, OPTIONS)["generate"] == {"price_in": 0.5, "as_json": True}


def test_the_top_level_is_for_every_command_that_has_the_option(tmp_path, toml):
    toml('store = "a.duckdb"\nseed = 3\n[generate]\nstore = "b.duckdb"\n')
    assert read_config(tmp_path, OPTIONS) == {
        "generate": {"store": "b.duckdb"},
        "mix": {"store": "a.duckdb", "seed": 3},
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[generate\n", "is not TOML: .*line 1"),
        ("a = 1\na = 2\n", "is not TOML"),
        ("[generat]\nseed = 1\n", r"no command \[generat\]. Known: generate, mix"),
        ("[mix]\nsed = 1\n", r"\[mix\] has no option 'sed'. Known: seed, store"),
        ("sed = 1\n", "no command has an option 'sed'"),
        ('[generate]\napi_key = "sk-secret"\n', "has no option 'api_key'"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path, toml, text, message):
    toml(text)
    with pytest.raises(ConfigError, match=rf"aqagen\.toml.*{message}") as caught:
        read_config(tmp_path, OPTIONS)
    assert "sk-secret" not in str(caught.value)


def test_a_file_in_another_encoding(tmp_path):
    (tmp_path / "aqagen.toml").write_bytes('store = "caf\u00e9"'.encode("latin-1"))
    with pytest.raises(ConfigError, match=r"aqagen\.toml cannot be read: .*utf-8"):
        read_config(tmp_path, OPTIONS)


def test_a_folder_of_that_name(tmp_path):
    (tmp_path / "aqagen.toml").mkdir()
    with pytest.raises(ConfigError, match=r"aqagen\.toml cannot be read: .*directory"):
        read_config(tmp_path, OPTIONS)


# --- on the command line ------------------------------------------------------------------


def test_flags_win_over_environment_and_that_over_the_file(tmp_path, toml):
    def asked_for(*flags, **env):
        return run("stats", *flags, env=env).stderr

    assert "no store at aqagen.duckdb" in asked_for()
    toml('store = "file.duckdb"')
    assert "no store at file.duckdb" in asked_for()
    assert "no store at environment.duckdb" in asked_for(AQAGEN_STORE="environment.duckdb")
    assert "no store at flag.duckdb" in asked_for(
        "--store", "flag.duckdb", AQAGEN_STORE="environment.duckdb"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[generate\n", "is not TOML"),
        ("[nothing]\na = 1\n", "no command [nothing]"),
        ("[stats]\nlimit = 3\n", "[stats] has no option 'limit'"),
    ],
)
def test_a_wrong_file_stops_every_command(toml, text, message):
    toml(text)
    result = run("stats")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("error: ")
    assert message in result.stderr
    assert "aqagen.toml" in result.stderr


def test_a_value_of_the_wrong_kind_is_wrong_usage(toml):
    toml('[generate]\nsamples = "many"\n')
    result = run("generate", "tacos")
    assert result.exit_code == 2
    assert "Invalid value for '--samples'" in result.stderr


def test_the_help_comes_whatever_the_file_says(toml):
    toml("[generate\n")
    assert run("--help").exit_code == 0


# --- aqagen config ------------------------------------------------------------------------


def test_config_says_what_is_in_force_and_where_from(toml):
    toml('store = "file.duckdb"\n[generate]\nmodel = "my/model"\nconcurrency = 7\n')
    report = in_force(AQAGEN_GENERATE_MODEL="other/model", OPENAI_BASE_URL="http://localhost:1/v1")[
        "generate"
    ]
    assert report["model"] == {"value": "other/model", "from": "environment"}
    assert report["endpoint"] == {"value": ["http://localhost:1/v1"], "from": "environment"}
    assert report["concurrency"] == {"value": "7", "from": "aqagen.toml"}
    assert report["store"] == {"value": "file.duckdb", "from": "aqagen.toml"}
    assert report["timeout"] == {"value": 600.0, "from": "default"}
    assert report["offline"] == {"value": False, "from": "default"}


def test_config_shows_every_command_and_no_secret():
    secret = "sk-very-secret"  # noqa: S105 - made up
    endpoint = f"https://user:{secret}@host:8000/v1"
    env = {"OPENAI_API_KEY": secret, "OPENAI_BASE_URL": endpoint}
    report = in_force(**env)
    assert set(report) >= {"generate", "import", "validate", "mix", "stats", "demo"}
    assert report["generate"]["endpoint"]["value"] == ["https://host:8000/v1"]
    assert report["generate"]["api_key"] == {"value": "***", "from": "environment (OPENAI_API_KEY)"}
    for result in (run("config", env=env), run("config", "--json", env=env)):
        assert result.exit_code == 0
        assert secret not in result.output


def test_config_looks_for_the_key_where_it_is_told(toml):
    toml('[generate]\napi_key_env = "MY_KEY"\n')
    report = in_force(OPENAI_API_KEY="sk-not-this-one")
    assert report["generate"]["api_key"] == {"value": None, "from": "environment (MY_KEY)"}


def test_config_as_a_table():
    lines = run("config", env={"AQAGEN_MIX_SEED": "12345"}).stdout.splitlines()
    table = {line.split()[0]: line.split()[1:] for line in lines}
    assert table["mix.seed"] == ["12345", "environment"]
    assert table["generate.offline"] == ["false", "default"]
    assert table["generate.endpoint"] == ["default"]


@pytest.mark.parametrize("endpoint", ["http://[::1", "http://user:pw@[::1", "nonsense"])
def test_config_shows_an_address_that_is_none(endpoint):
    result = run("config", "--json", env={"OPENAI_BASE_URL": endpoint})
    assert result.exit_code == 0, result.output
    assert "pw" not in result.stdout


def test_one_endpoint_is_written_as_one_text(toml):
    """As config.py's own example has it; several are a list."""
    toml('[generate]\nendpoint = "http://127.0.0.1:9/v1"\n')
    assert in_force()["generate"]["endpoint"]["value"] == ["http://127.0.0.1:9/v1"]
    toml('[generate]\nendpoint = ["http://127.0.0.1:9/v1", "http://user:pw@127.0.0.1:8/v1"]\n')
    shown = in_force()["generate"]["endpoint"]["value"]
    assert shown == ["http://127.0.0.1:9/v1", "http://127.0.0.1:8/v1"]
