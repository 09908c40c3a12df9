# Needs python3.11 or newer and make; everything else goes into .venv.
PYTHON ?= python3
BIN := .venv/bin
PIP_FLAGS := --quiet --disable-pip-version-check

.PHONY: demo test lint types check clean

# The whole loop on made-up sounds, training included, offline: see what aqagen does.
demo: .venv/installed-train
	$(BIN)/aqagen demo demo-out

test: .venv/installed-dev
	$(BIN)/python -m pytest -n auto

lint: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/installed-dev
	$(BIN)/mypy

check: lint types test

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("aqagen needs Python 3.11 or newer; name one: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install $(PIP_FLAGS) -c constraints.txt -e .
	touch $@

.venv/installed-train: .venv/installed
	$(BIN)/python -m pip install $(PIP_FLAGS) -c constraints.txt -e '.[train]'
	touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/python -m pip install $(PIP_FLAGS) -c constraints.txt -e '.[dev]'
	touch $@

clean:
	rm -rf .venv demo-out build dist
