"""Every error that aqagen raises on purpose.

    AqagenError              one clear message, exit code 1, no traceback
    ├── UsageError           the command was asked for something that makes no sense (exit 2)
    ├── ConfigError          aqagen.toml, or an environment variable, is wrong
    ├── SourceError          a dataset on disk cannot be read at all
    ├── PromptError          a prompt file is missing or has no place for the metadata
    ├── EndpointError        the endpoint cannot be used: refused, wrong key, unknown model
    ├── StoreError           the store cannot be opened, read or written
    │   ├── StoreBusyError   another process holds it
    │   └── StoreVersionError  it was written by a newer aqagen
    ├── MixError             the mixture that was asked for cannot be made
    ├── EvaluationError      predictions, or a benchmark, cannot be scored or compared
    └── TrainError           training or predicting cannot start, or cannot go on

A bad *row* is never an error: it is data with a stable reason code
(`records.SkippedRow`, `completions.parse_reason`, `verdicts.reason`). An error
stops the run, and its message says what, where, expected and got, what to do.
"""

__all__ = [
    "AqagenError",
    "ConfigError",
    "EndpointError",
    "EvaluationError",
    "MixError",
    "PromptError",
    "SourceError",
    "StoreBusyError",
    "StoreError",
    "StoreVersionError",
    "TrainError",
    "UsageError",
]


class AqagenError(Exception):
    """Base of the tree: shown to the user as one message, without a traceback."""

    exit_code = 1


class UsageError(AqagenError):
    """The command line asks for something that makes no sense."""

    exit_code = 2


class ConfigError(AqagenError):
    """aqagen.toml or an environment variable holds something that cannot be used."""


class SourceError(AqagenError):
    """A dataset on disk cannot be read at all (missing file, column, encoding)."""


class PromptError(AqagenError):
    """A prompt file is missing, or has no place for the metadata."""


class EndpointError(AqagenError):
    """The endpoint cannot be used: refused, wrong key, unknown model, no capacity."""


class StoreError(AqagenError):
    """The store cannot be opened, read or written."""


class StoreBusyError(StoreError):
    """Another process holds the store."""


class StoreVersionError(StoreError):
    """The store was written by a newer aqagen."""


class MixError(AqagenError):
    """The mixture that was asked for cannot be made from what is kept."""


class EvaluationError(AqagenError):
    """Predictions, or a benchmark, cannot be scored or compared."""


class TrainError(AqagenError):
    """Training or predicting cannot start, or cannot go on: settings, audio, checkpoint, memory."""
