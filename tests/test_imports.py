"""Which way imports may point: docs/architecture.md, held to it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEAVY = {"torch", "transformers", "soxr", "trl", "accelerate", "peft"}
# What trainer/ may use of aqagen.
SHARED = {"answer_prompt", "answers", "boundary", "errors", "ids", "mixing.reading", "records"}


def imported(tree: ast.AST) -> Iterator[str]:
    """Return the modules that a file names in its imports, wherever they stand."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def files(package: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((ROOT / package).rglob("*.py")):
        yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def test_aqagen_imports_no_torch():
    for path, tree in files("aqagen"):
        assert not HEAVY & {name.partition(".")[0] for name in imported(tree)}, path


def test_aqagen_reaches_the_trainer_from_inside_of_commands_only():
    for path, tree in files("aqagen"):
        at_the_top = {name for node in tree.body for name in imported(node)
                      if isinstance(node, ast.Import | ast.ImportFrom)}  # fmt: skip
        assert not {n for n in at_the_top if n.partition(".")[0] == "trainer"}, path
        anywhere = {n for n in imported(tree) if n.partition(".")[0] == "trainer"}
        assert not anywhere or path.parts[1] in {"cli.py", "commands"}, path


def test_the_trainer_uses_only_what_is_shared():
    for path, tree in files("trainer"):
        ours = {n.removeprefix("aqagen.") for n in imported(tree) if n.startswith("aqagen")}
        assert ours <= SHARED, path


def test_the_command_line_starts_without_torch():
    code = "import aqagen.cli, sys; print(*sorted(sys.modules))"
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    assert not HEAVY & set(shown)


def test_what_is_pure_in_curation_knows_no_store():
    """The store's SQL is made of the checks, so the other way would be a circle."""
    for path, tree in files("aqagen/curation"):
        assert not {name for name in imported(tree) if name.startswith("aqagen.store")}, path


def test_the_map_of_the_house_names_every_module_of_curation():
    rooms = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    modules = {path.stem for path in (ROOT / "aqagen" / "curation").glob("*.py")} - {"__init__"}
    assert {name for name in modules if f"`{name}`" not in rooms} == set()
