# Two commands: `make demo` shows the main job, `make test` proves it. Each sets itself up in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help demo test lint bench lock clean

.DEFAULT_GOAL := help

help: ## what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/' | expand -t 16
	@echo "Then: $(BIN)/kefu --help"


demo: $(VENV)/run.stamp ## a class evening in the terminal, then you answer the angry customer
	@$(BIN)/kefu demo

test: $(VENV)/dev.stamp ## all tests, the import law first
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest

lint: $(VENV)/dev.stamp ## style, types, import law, customers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/kefu check

bench: $(VENV)/dev.stamp ## what one student turn costs beside a bare echo bot
	@$(BIN)/python -m tests.benchmarks.turn_cost

lock: ## renew the locked requirements (needs uv)
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		--group build --extra aiogram pyproject.toml -o requirements.txt
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		--group build --group dev --extra aiogram pyproject.toml -o requirements-dev.txt

clean: ## forget .venv and what tools remember
	rm -rf $(VENV) .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: $(VENV)/bin/python requirements.txt pyproject.toml
	@echo "Installing what practice needs (about a minute the first time)"
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/bin/python requirements-dev.txt pyproject.toml
	@echo "Installing what tests need (a minute or two the first time)"
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@ $(VENV)/run.stamp
