"""The prompt by which a model is asked a question about a clip: training, evaluation, probes.

`prompts/answer.md` is the template of the MiAQA report (section 2.2), `answer_think.md` its
variant with the thinking written out; docs/decisions/009-answer-prompt.md says how they were read.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aqagen.errors import PromptError
from aqagen.ids import text_hash
from aqagen.resources import resource_dir

__all__ = ["AnswerPrompt", "load_answer_prompt", "render_options"]

_PLACES = ("{QUESTION}", "{OPTIONS}")
_PLACE = re.compile(r"\{QUESTION\}|\{OPTIONS\}")


@dataclass(frozen=True, slots=True)
class AnswerPrompt:
    """A template with one place for the question and one for the options."""

    name: str
    text: str
    prompt_hash: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "prompt_hash", text_hash(self.text))

    def render(self, question: str, options: Sequence[str]) -> str:
        """Return the text of the user's turn.

        The places are filled in one pass: braces in a question mean nothing.

        Args:
            question: as the item has it.
            options: without letters (`aqagen.answers.strip_letters`), in the order shown.
        """
        values = {"{QUESTION}": question.strip(), "{OPTIONS}": render_options(options)}
        return _PLACE.sub(lambda place: values[place.group()], self.text)


def render_options(options: Sequence[str]) -> str:
    """Return the options as the predecessor wrote them: a Python list, `['a dog', 'a cat']`."""
    return repr([str(option) for option in options])


def load_answer_prompt(name: str = "answer", file: Path | None = None) -> AnswerPrompt:
    """Load `answer`, `answer_think`, or the user's own file.

    Raises:
        PromptError: the file is missing, not UTF-8, or has not each place exactly once.
    """
    path = file or resource_dir("prompts") / f"{name}.md"
    try:
        text = path.read_text(encoding="utf-8-sig").removesuffix("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise PromptError(f"the prompt {path} cannot be read: {reason}.") from error
    for place in _PLACES:
        if text.count(place) != 1:
            raise PromptError(
                f"the prompt {path} has {place} {text.count(place)} times, expected once."
            )
    return AnswerPrompt(path.stem, text)
