"""The prompts: text files with one place for the metadata, filled as plain text.

`prompts/clotho_aqa.md` and `prompts/tacos.md` are Tables 3 and 4 of the MiAQA report
(docs/decisions/002-prompts.md says what was undone of the PDF).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from aqagen.errors import PromptError
from aqagen.ids import text_hash
from aqagen.resources import resource_dir

__all__ = ["PLACEHOLDER", "Prompt", "load_prompt"]

PLACEHOLDER = "{INPUT_JSON_DATA}"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt's text with `PLACEHOLDER` in it, and the name by which the store knows it."""

    name: str
    text: str
    prompt_hash: str = field(init=False)

    def __post_init__(self) -> None:
        # The hash of the text: another text is another prompt, whatever its name.
        object.__setattr__(self, "prompt_hash", text_hash(self.text))

    def render(self, metadata: Mapping[str, Any]) -> str:
        """Return the message to send.

        The metadata goes in as JSON with its characters as they are, not escaped to ASCII, by
        plain replacement: braces in the prompt or in the metadata mean nothing here.
        """
        return self.text.replace(PLACEHOLDER, _pretty_json(metadata))


def _pretty_json(metadata: Mapping[str, Any]) -> str:
    try:
        # The same text as the standard library's, 20 times faster.
        return orjson.dumps(metadata, option=orjson.OPT_INDENT_2).decode()
    except TypeError:  # lone surrogates, integers beyond 64 bits, subclasses of str
        return json.dumps(metadata, ensure_ascii=False, indent=2)


def load_prompt(dataset: str, file: Path | None = None) -> Prompt:
    """Load the paper's prompt of a dataset, or the user's own file.

    Raises:
        PromptError: the file is missing, not UTF-8, or has no `PLACEHOLDER`.
    """
    path = file or resource_dir("prompts") / f"{dataset.replace('-', '_')}.md"
    try:
        text = path.read_text(encoding="utf-8-sig").removesuffix("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise PromptError(f"the prompt {path} cannot be read: {reason}.") from error
    if PLACEHOLDER not in text:
        raise PromptError(
            f"the prompt {path} has no {PLACEHOLDER}: put it where the metadata should go."
        )
    return Prompt(path.stem, text)
