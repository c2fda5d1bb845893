# make run    set up, build the graph, check it, answer a question, leave a network page, serve
# make test   set up, check everything, run all tests
# make bench  measure; prints what docs/benchmarks.md keeps
# make clean  remove what these made
#
# Only Python 3.11 or newer is needed. PYTHON=… chooses one; everything else goes into .venv.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	if command -v $$python >/dev/null && $$python -c '$(NEW_ENOUGH)'; then echo $$python; break; fi; done)

VENV := .venv
BIN := $(VENV)/bin
KG := $(BIN)/kg
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.PHONY: help run test test-oldest lint fresh bench clean

help:
	@sed -n 's/^# \{0,1\}//p' Makefile | head -4

# --- set up ---------------------------------------------------------------------------------------

$(BIN)/python:
	@if [ -z "$(PYTHON)" ] || ! "$(PYTHON)" -c '$(NEW_ENOUGH)'; then \
	  echo "Python 3.11 or newer is needed. Install it, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; \
	  exit 2; \
	fi
	@if ! "$(PYTHON)" -m venv $(VENV); then \
	  rm -rf $(VENV); \
	  echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; \
	  exit 2; \
	fi

# The folder may hold an environment of another kind of machine; a stamp older than pyproject.toml
# is installed again.
$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "== Installing into $(VENV)"
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.installed-test: pyproject.toml constraints/newest.txt | $(BIN)/python
	@echo "== Installing into $(VENV), with what the tests need (this can take some minutes)"
	@$(BIN)/python -m pip install --quiet --constraint constraints/newest.txt --editable '.[test]'
	@touch $(VENV)/.installed $@

# --- run ------------------------------------------------------------------------------------------

run: $(VENV)/.installed
	@echo; echo "== Building the graph from data/"
	@$(KG) build
	@echo; echo "== Checking it: quotes, references, coverage, shapes"
	@$(KG) check
	@echo; echo "== What is in it"
	@$(KG) stats --results table
	@echo; echo "== How many were killed in November 2019, and who says so?"
	@echo "   kg claims --about killings_nov_2019 --predicate count"
	@$(KG) claims --about killings_nov_2019 --predicate count --results text
	@echo; echo "== The network"
	@mkdir -p out
	@$(KG) view --quiet -o out/network.html
	@echo "Open out/network.html in a browser: it needs no server and no network."
	@echo; echo "== Serving it (in a pipe or where CI is set: one query over HTTP, then the end)"
	@if [ -t 1 ] && [ -z "$${CI:-}" ]; then $(KG) serve --no-log; else $(KG) serve --prove --port 0; fi

# --- test -----------------------------------------------------------------------------------------

test: $(VENV)/.installed-test
	@tools/browser.sh
	@tools/virtuoso.sh
	@$(MAKE) --no-print-directory lint fresh
	@echo "== Tests"
	@$(BIN)/python -m pytest -n 2

lint: $(VENV)/.installed-test
	@echo "== Lint, format, types, layers"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "Run: $(BIN)/ruff format ." >&2; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo >$(VENV)/.layers || { cat $(VENV)/.layers >&2; exit 1; }
	@echo "== The explorer's JavaScript: types, lint, unit tests"
	@tools/javascript.sh

fresh: $(VENV)/.installed-test
	@echo "== Generated files"
	@$(BIN)/python tools/check_fresh.py

# The oldest releases that pyproject.toml allows, in an environment of their own. Without the tests
# whose tools need newer ones: of the notebook, of `kg mcp`, and of requests made from OpenAPI.
test-oldest: $(BIN)/python
	@$(BIN)/python -m venv $(VENV)/oldest
	@$(VENV)/oldest/bin/python -m pip install --quiet --constraint constraints/oldest.txt --editable . \
	  axe-playwright-python edtf html5lib hypothesis jsonschema openapi-spec-validator pandas playwright \
	  pytest pytest-xdist
	@$(VENV)/oldest/bin/python -m pytest tests -n 2 --ignore tests/mcp --ignore tests/notebook \
	  --ignore tests/server/test_schemathesis.py

# --- measure --------------------------------------------------------------------------------------

bench: $(VENV)/.installed-test
	@mkdir -p out
	@$(BIN)/python benchmarks/run.py | tee out/benchmarks.md

clean:
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache \
	  data/.kg-cache tests/data/*/.kg-cache
	find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
