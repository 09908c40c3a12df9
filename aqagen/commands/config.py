"""`aqagen config`: what is in force, and which of flag, environment, file or default said so."""

import os
from typing import Any

from aqagen.config import CONFIG_FILE
from aqagen.display import print_json, print_table
from aqagen.generation.endpoint import masked_url

__all__ = ["run_config"]

_SOURCES = {"ENVIRONMENT": "environment", "DEFAULT_MAP": CONFIG_FILE, "DEFAULT": "default"}


def run_config(root: Any, *, as_json: bool) -> None:
    """Print every option of every command.

    Args:
        root: the context of the `aqagen` group, with the defaults of `aqagen.toml` in it.
        as_json: print JSON instead of a table.
    """
    report: dict[str, dict[str, dict[str, Any]]] = {}
    for name, command in root.command.commands.items():
        context = command.make_context(name, [], parent=root, resilient_parsing=True)
        for parameter in command.params:
            if parameter.param_type_name != "option" or parameter.name in {"help", "as_json"}:
                continue
            value = context.params.get(parameter.name)
            source = context.get_parameter_source(parameter.name)
            report.setdefault(name, {})[parameter.name] = {
                "value": _shown(parameter.name, value),
                "from": _SOURCES.get(source.name if source else "DEFAULT", "default"),
            }
    key_variable = report["generate"]["api_key_env"]["value"]
    report["generate"]["api_key"] = {
        "value": "***" if os.environ.get(key_variable) else None,
        "from": f"environment ({key_variable})",
    }
    if as_json:
        print_json(report)
        return
    print_table(
        [
            (f"{command}.{option}", _text(entry["value"]), entry["from"])
            for command, options in report.items()
            for option, entry in options.items()
        ]
    )


def _shown(name: str, value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_shown(name, each) for each in value]
    if name == "endpoint" and value:
        return masked_url(str(value))
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _text(value: Any) -> str:
    """Write a value as aqagen.toml would have it."""
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
