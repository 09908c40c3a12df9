"""Recipes: a system of the report's Table 2 as command lines of aqagen, and what they need.

    recipes/submission-1.toml    row, title, details, scores (where the user's own will lie),
                                 [paper] the report's numbers, [[steps]], [help] by need

A step is `run`, a command line without the word aqagen; `makes`, the file or folder by which it
is known to be done; `needs`, what must be there: a path, `endpoint`, `packages`, `model:NAME`,
`key:VARIABLE`. Steps come one after another: what stands before a step that is done is done.
Commands that make no file of their own (generate, import, validate, select) go on by themselves
where they were.
"""

import os
import shlex
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from aqagen.errors import ConfigError, UsageError
from aqagen.evaluation.selected import is_whole, read_scores
from aqagen.resources import resource_dir

__all__ = [
    "Planned",
    "Recipe",
    "Step",
    "all_recipes",
    "environment_of",
    "is_made",
    "load_recipe",
    "missing_needs",
    "plan",
]

State = Literal["done", "to do", "goes on"]


class Paper(BaseModel):
    """The report's numbers, in percent, on DCASE 2025's development set."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    part1: float
    part2: float
    part3: float
    total: float


class Step(BaseModel):
    """One command line."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    run: Annotated[str, Field(pattern=r"^[a-z]")]
    makes: str | None = None
    needs: tuple[str, ...] = ()

    @property
    def arguments(self) -> list[str]:
        """The command line in words."""
        return shlex.split(self.run)


class Recipe(BaseModel):
    """A system: how it is made, and what the report says of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    details: str = ""
    row: int = 0
    scores: str | None = None
    paper: Paper | None = None
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    help: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Planned:
    """A step and how it stands.

    Attributes:
        arguments: what will be run: `--resume` is added where training goes on.
        missing: what it needs and is not there.
    """

    step: Step
    state: State
    arguments: tuple[str, ...]
    missing: tuple[str, ...]


def load_recipe(name: str) -> Recipe:
    """Load one of the package's recipes, or the user's own file.

    Raises:
        UsageError: there is no such recipe.
        ConfigError: the file is not a recipe.
    """
    folder = resource_dir("recipes")
    own = name.endswith(".toml")
    path = Path(name) if own else folder / f"{name}.toml"
    known = sorted(file.stem for file in folder.glob("*.toml"))
    if not own and name not in known:
        raise UsageError(f"there is no recipe {name!r}. Known: {', '.join(known)}, or FILE.toml.")
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        recipe = Recipe.model_validate({"name": path.stem, **document})
    except (OSError, ValueError) as error:  # TOML's, UTF-8's and pydantic's are ValueErrors
        said = error.errors()[0] if isinstance(error, ValidationError) else None
        reason = f"{'.'.join(map(str, said['loc']))}: {said['msg']}" if said else str(error)
        raise ConfigError(f"{path} is no recipe: {reason}.") from error
    return recipe


def all_recipes() -> list[Recipe]:
    """Return the package's recipes, in the order of Table 2."""
    names = [file.stem for file in resource_dir("recipes").glob("*.toml")]
    return sorted(map(load_recipe, names), key=lambda recipe: recipe.row)


def plan(recipe: Recipe, environment: Mapping[str, str]) -> list[Planned]:
    """Say how each step of a recipe stands in the working folder."""
    done = [i for i, s in enumerate(recipe.steps) if s.makes and is_made(s.makes)]
    first = done[-1] + 1 if done else 0
    made = {s.makes for s in recipe.steps[first:]}
    planned = []
    for index, step in enumerate(recipe.steps):
        if index < first:
            planned.append(Planned(step, "done", tuple(step.arguments), ()))
            continue
        missing = tuple(
            need for need in step.needs if need not in made and not _is_there(need, environment)
        )
        resumes = _was_begun(step)
        arguments = (*step.arguments, *(["--resume"] if resumes else []))
        planned.append(Planned(step, "goes on" if resumes else "to do", arguments, missing))
    return planned


def is_made(makes: str) -> bool:
    """Say whether what a step makes is there; of scores, whether they are whole."""
    path = Path(makes)
    return path.exists() and (path.name != "scores.json" or is_whole(read_scores(path)))


def _was_begun(step: Step) -> bool:
    """Say whether a step trains, and has a checkpoint to go on from."""
    if step.arguments[0] != "train" or step.makes is None:
        return False
    return any(Path(step.makes).parent.glob("checkpoint-*/resume.json"))


# --- what a step needs ---

_HOW = {
    "data/clotho-aqa": "https://zenodo.org/records/6473207",
    "data/tacos": "https://zenodo.org/records/15379789",
    "data/dcase2025": "https://dcase.community/challenge2025/task-audio-question-answering",
    "data/avqa": "https://mn.cs.tsinghua.edu.cn/avqa/, the clips are VGGSound's",
    "endpoint": (
        "Serve a model and say where: vllm serve Qwen/Qwen3-32B, then "
        "export OPENAI_BASE_URL=http://localhost:8000/v1"
    ),
    "packages": 'pip install -c constraints.txt "aqagen[train]"',
}


def _is_there(need: str, environment: Mapping[str, str]) -> bool:
    kind, _, name = need.partition(":")
    if kind == "model":
        return _has_weights(name, environment)
    if kind == "key":
        return bool(environment.get(name))
    if need == "endpoint":
        names = ("OPENAI_BASE_URL", "AQAGEN_GENERATE_ENDPOINT")
        return any(environment.get(variable) for variable in names)
    if need == "packages":
        return all(find_spec(package) for package in ("torch", "transformers"))
    path = Path(need)
    return path.is_file() or (path.is_dir() and any(path.iterdir()))


def _has_weights(name: str, environment: Mapping[str, str]) -> bool:
    """Say whether a model is on this machine: a folder, or in the hub's cache."""
    home = Path(environment.get("HF_HOME") or Path.home() / ".cache" / "huggingface")
    cache = Path(environment.get("HF_HUB_CACHE") or home / "hub")
    snapshots = cache / f"models--{name.replace('/', '--')}" / "snapshots"
    return Path(name).is_dir() or any(snapshots.glob("*/config.json"))


def missing_needs(recipe: Recipe, needs: Sequence[str]) -> list[str]:
    """Say of each need that is not there how to get it, one line each."""
    return [f"{_named(need)}: {_how(recipe, need)}" for need in dict.fromkeys(needs)]


def _named(need: str) -> str:
    kind, _, name = need.partition(":")
    if kind == "model":
        return f"the weights of {name}"
    if kind == "key":
        return f"the key {name}"
    return {"endpoint": "an endpoint", "packages": "the packages to train"}.get(need, need)


def _how(recipe: Recipe, need: str) -> str:
    if need in recipe.help:
        return recipe.help[need]
    if need in _HOW:
        more = "; lay it out as data/README.md says" if need.startswith("data/") else ""
        return f"{_HOW[need]}{more}"
    kind, _, name = need.partition(":")
    if kind == "model":
        return f"hf download {name}"
    if kind == "key":
        return f"export {name}=..."
    return "make it first"


def environment_of(step: Step) -> dict[str, str]:
    """Return the environment in which a step runs.

    A local model must not be taken for one behind the endpoint that the questions came from.
    """
    environment = dict(os.environ)
    if "endpoint" not in step.needs:
        environment.pop("OPENAI_BASE_URL", None)
    return environment
