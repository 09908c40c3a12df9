"""The meta information of a challenge submission: a template, and what must be filled in.

The fields are those of the DCASE challenges' Task 5; `--meta-template` prints the template.
"""

from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

__all__ = ["TEMPLATE", "meta_problems"]

MAX_BYTES = 1_000_000
MAX_ABBREVIATION = 10

TEMPLATE = """\
# Meta information of one system. Fill in what is empty.
submission:
  # The folder's name in the package: Lastname_Institute_task5_1 (the last number is 1 to 4).
  label: ""
  # What the system is called in the tables of results.
  name: ""
  # The same in at most 10 characters.
  abbreviation: ""

# In the order in which they are to be named; one of them is corresponding: true.
authors:
  - lastname: ""
    firstname: ""
    email: ""
    corresponding: true
    affiliation:
      abbreviation: ""
      institute: ""
      department: ""
      location: ""

system:
  # true or false: does one model take the audio and the question and give the answer?
  end_to_end: true
  # true or false: was a pretrained model used?
  pretrained: true
  # Which one, or null.
  pre_loaded: "Qwen2.5-Omni-7B"
  # true or false: does it write its answer token by token?
  autoregressive_model: true
  # Number of parameters.
  model_size: ""
  # true or false: is it meant for small devices?
  light_weighted: false
  # What is done with the answers, or null.
  post_processing: null
  # Data beyond the challenge's, or null.
  external_data_resources: "Clotho-AQA, TACOS"

results:
  development:
    # Top-1 accuracy on the development set, in percent.
    accuracy: null
"""

Filled = Annotated[str, Field(min_length=1, pattern=r"\S")]


class _Open(BaseModel):
    """More fields than ours are the challenge's business."""

    model_config = ConfigDict(extra="allow")


class _Submission(_Open):
    label: Filled
    name: Filled
    abbreviation: Annotated[str, Field(min_length=1, max_length=MAX_ABBREVIATION, pattern=r"\S")]


class _Affiliation(_Open):
    institute: Filled


class _Author(_Open):
    lastname: Filled
    firstname: Filled
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")] | None = None
    corresponding: bool = False
    affiliation: _Affiliation | list[_Affiliation]


class _System(_Open):
    end_to_end: bool
    pretrained: bool
    pre_loaded: Any
    autoregressive_model: bool
    model_size: str | int | float
    light_weighted: bool
    post_processing: Any
    external_data_resources: Any

    @field_validator("model_size")
    @classmethod
    def _is_filled(cls, value: str | float) -> str | float:
        if not str(value).strip():
            raise ValueError("is empty")
        return value


class _Development(_Open):
    accuracy: Annotated[float, Field(ge=0, le=100)]


class _Results(_Open):
    development: _Development


class _Meta(_Open):
    submission: _Submission
    authors: Annotated[list[_Author], Field(min_length=1)]
    system: _System
    results: _Results


def meta_problems(content: bytes, label: str) -> list[str]:
    """Say what is wrong with a meta file; nothing when it is in order.

    Args:
        content: of the file; not trusted.
        label: of the system, with its number: `Li_Xiaomi_task5_1`.
    """
    if len(content) > MAX_BYTES:
        return [f"is {len(content):,} bytes long"]
    try:
        value = yaml.safe_load(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return ["is not UTF-8"]
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return [f"is not YAML: {' '.join(str(error).split())[:200]}"]
    try:
        meta = _Meta.model_validate(value)
    except ValidationError as error:
        return [
            f"{'.'.join(map(str, each['loc'])) or 'the whole'}: {each['msg']}"
            for each in error.errors(include_url=False, include_input=False)
        ]
    problems = []
    if meta.submission.label != label:
        problems.append(f"submission.label is {meta.submission.label!r}, expected {label!r}")
    if not any(author.corresponding for author in meta.authors):
        problems.append("no author is corresponding: true")
    return problems
