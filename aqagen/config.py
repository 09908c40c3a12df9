"""aqagen.toml: any option of any command, for the folder that one works in.

    store = "clotho.duckdb"        # top level: every command that has the option
    [generate]
    endpoint = "http://localhost:8000/v1"

Flags win over environment variables, those win over the file.
"""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from aqagen.errors import ConfigError

__all__ = ["CONFIG_FILE", "read_config"]

CONFIG_FILE = "aqagen.toml"

# The flags whose parameters have other names, for they would hide a module or a builtin.
_PARAMETERS = {"json": "as_json", "format": "format_"}


def read_config(
    folder: Path, options: Mapping[str, set[str]], repeatable: Collection[str] = ()
) -> dict[str, dict[str, Any]]:
    """Return the defaults that `aqagen.toml` sets, by command and option.

    Args:
        folder: where the file may lie; a missing file sets nothing.
        options: the option names that each command knows, with underscores.
        repeatable: the names of options that may be given many times: one value is a list
            of one.

    Raises:
        ConfigError: it is not TOML, or names a command or an option that does not exist.
    """
    path = folder / CONFIG_FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}.") from error
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not TOML: {error}.") from error
    shared = {_plain(k): v for k, v in document.items() if not isinstance(v, dict)}
    for key in shared:
        if not any(key in known for known in options.values()):
            raise ConfigError(f"{path}: no command has an option {key!r}.")
    defaults = {
        command: {key: value for key, value in shared.items() if key in known}
        for command, known in options.items()
    }
    for command, section in document.items():
        if isinstance(section, dict):
            if command not in options:
                raise ConfigError(
                    f"{path}: there is no command [{command}]. Known: {', '.join(options)}."
                )
            defaults[command] |= _section(path, command, section, options[command])
    return {
        command: {
            key: [value] if key in repeatable and not isinstance(value, list) else value
            for key, value in values.items()
        }
        for command, values in defaults.items()
    }


def _section(
    path: Path, command: str, section: Mapping[str, Any], known: set[str]
) -> dict[str, Any]:
    values = {_plain(key): value for key, value in section.items()}
    unknown = sorted(set(values) - known)
    if unknown:
        raise ConfigError(
            f"{path}: [{command}] has no option {unknown[0]!r}. Known: {', '.join(sorted(known))}."
        )
    return values


def _plain(key: str) -> str:
    name = key.removeprefix("--").replace("-", "_")
    return _PARAMETERS.get(name, name)
