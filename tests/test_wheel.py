"""A wheel built from the tree, installed in an empty environment outside of it, works."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RESOURCES = sorted(
    path.relative_to(ROOT).as_posix()
    for name in ("prompts", "schemas", "recipes")
    for path in (ROOT / name).iterdir()
)


def run(*command: object, cwd: Path) -> str:
    """Run a program that must not see the checkout, and return what it prints."""
    hidden = ("AQAGEN_", "OPENAI_", "PYTHONPATH", "COVERAGE_", "COV_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    ended = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True,
        timeout=100, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (built,) = folder.glob("aqagen-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """An environment with the wheel in it; its dependencies are those that run this test."""
    place = tmp_path_factory.mktemp("environment") / "venv"
    venv.create(place, with_pip=False)
    binaries = place / ("Scripts" if os.name == "nt" else "bin")
    pip = (sys.executable, "-m", "pip", "--python", binaries / "python", "--no-input")
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=place)
    (site,) = place.glob("lib/python*/site-packages")
    # A plain path: the .pth files over there, an editable install's too, are not followed.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return binaries


def test_the_program_runs_outside_the_checkout(installed, tmp_path):
    shown = run(installed / "aqagen", "--help", cwd=tmp_path)
    assert shown.startswith("Usage: aqagen")
    assert "generate" in shown


def test_it_is_the_installed_one(installed, tmp_path):
    code = "import aqagen; print(aqagen.__file__)"
    file = Path(run(installed / "python", "-c", code, cwd=tmp_path).strip())
    assert file.is_relative_to(installed.parent)
    assert not file.is_relative_to(ROOT)


def test_the_trainer_is_in_it(installed, tmp_path):
    code = "import trainer.config; print(trainer.config.__file__)"
    file = Path(run(installed / "python", "-c", code, cwd=tmp_path).strip())
    assert file.is_relative_to(installed.parent)


@pytest.mark.parametrize("name", RESOURCES)
def test_prompts_and_schemas_are_the_trees_own(installed, tmp_path, name):
    folder, file = name.split("/")
    code = f"from aqagen.resources import resource_dir; print(resource_dir({folder!r}) / {file!r})"
    found = Path(run(installed / "python", "-c", code, cwd=tmp_path).strip())
    assert found.is_relative_to(installed.parent)
    assert found.read_bytes() == (ROOT / name).read_bytes()


def test_there_are_prompts_schemas_and_recipes():
    assert {name.split("/")[0] for name in RESOURCES} == {"prompts", "schemas", "recipes"}


def test_a_command_works_there(installed, tmp_path):
    """Writes a source's example, asks the bundled endpoint, validates and mixes."""
    code = (
        "from pathlib import Path; from aqagen.sources import all_sources\n"
        "Path('data/tacos').mkdir(parents=True)\n"
        "all_sources()['tacos'].write_example(Path('data/tacos'))"
    )
    run(installed / "python", "-c", code, cwd=tmp_path)
    run(installed / "aqagen", "generate", "tacos", "--offline", cwd=tmp_path)
    run(installed / "aqagen", "validate", cwd=tmp_path)
    run(installed / "aqagen", "mix", "--tacos", "1", cwd=tmp_path)
    assert (tmp_path / "mixtures" / "tacos-1.parquet").is_file()
