"""The table of settings in docs/training.md, made of `TrainConfig` and its docstring.

python -m trainer.settings    prints it; a test holds the page to it.
"""

import inspect
import re
from dataclasses import dataclass, fields

from trainer.config import TrainConfig

__all__ = ["Setting", "settings", "table"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes:
        default: as TOML has it.
        source: where the default is from, as the module's docstring of `config` lists them.
        meaning: in words.
    """

    name: str
    default: str
    source: str
    meaning: str


def settings() -> list[Setting]:
    """Return every setting in the order in which they stand in the code.

    Raises:
        ValueError: a setting lacks its line in the docstring, or its source.
    """
    documented = inspect.getdoc(TrainConfig) or ""
    lines = documented.partition("Attributes:\n")[2]
    entries = {
        match[1]: " ".join(match[2].split())
        for match in re.finditer(
            r"^ {4}(\w+): (.*?)(?=^ {4}\w+: |\Z)", lines, re.MULTILINE | re.DOTALL
        )
    }
    names = [field.name for field in fields(TrainConfig)]
    if names != list(entries):
        different = sorted(set(names) ^ set(entries)) or "their order"
        raise ValueError(f"TrainConfig's fields and its docstring differ: {different}")
    return [_setting(name, entry) for name, entry in entries.items()]


def _setting(name: str, entry: str) -> Setting:
    found = re.fullmatch(r"(.*?) ?\[(\w+(?:\.\d)?)(?:: (.*))?\]", entry)
    if found is None:
        raise ValueError(f"TrainConfig.{name} says not where its default is from: {entry!r}")
    meaning = " ".join(filter(None, (found[1], found[3] and f"({found[3]})")))
    return Setting(name, _toml(getattr(TrainConfig(), name)), found[2], meaning)


def _toml(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, str):
        return f'"{value}"'
    return str(value)


def table() -> str:
    """Return the table in Markdown."""
    rows = [f"| `{s.name}` | `{s.default}` | {s.source} | {s.meaning} |" for s in settings()]
    return "\n".join(["| setting | default | source | meaning |", "|---|---|---|---|", *rows])


if __name__ == "__main__":
    print(table())
