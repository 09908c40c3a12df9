"""Where prompts, schemas and recipes lie: in the installed package, or above it in a checkout."""

from pathlib import Path

from aqagen.errors import AqagenError

__all__ = ["resource_dir"]


def resource_dir(name: str) -> Path:
    """Return the folder `prompts`, `schemas` or `recipes`.

    A wheel carries them inside the package; in a checkout they stand beside it.

    Raises:
        AqagenError: neither is there, so the installation is broken.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise AqagenError(
        f"the folder {name}/ is missing from the installation at {package}. Install aqagen again."
    )
