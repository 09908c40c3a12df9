"""The commands of evaluation."""

import typer

evaluation_app = typer.Typer()
