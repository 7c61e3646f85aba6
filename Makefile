# Needs only Python 3.11 or newer, git and make. Everything else goes into .venv.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
.PHONY: help run test install check bench bench-extraction bench-topics bench-fetch up clean

help:  ## Show this help
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' Makefile | expand -t 24
run: install  ## One monitoring pass over samples/
	$(BIN)/topicwire run samples
up: install  ## Prefect with its UI, the schedule and the feeds, until Ctrl-C
	$(BIN)/topicwire up
install: .venv/installed  ## Install the locked requirements into .venv
test: check  ## Everything that must pass: check, then all tests
	$(BIN)/pytest --numprocesses 2
check: .venv/tested  ## Format, lint, types and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
bench: .venv/tested  ## From a folder of pages to feeds, against bare trafilatura (two minutes)
	$(BIN)/python -m tests.benchmarks.first_light
bench-extraction: .venv/tested  ## Extraction against three libraries, on labelled pages (four minutes)
	$(BIN)/python -m tests.benchmarks.extraction
bench-topics: .venv/tested  ## Tagging against plain regexes and extraction, and a retag of 100,000 (four minutes)
	$(BIN)/python -m tests.benchmarks.topics
bench-fetch: .venv/tested  ## Fetching from 50 hosts against bare httpx (one minute)
	$(BIN)/python -m tests.benchmarks.fetch
clean:  ## Remove .venv, var/ and caches
	rm -rf .venv var .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
.venv/installed: .venv/bin/python requirements.txt pyproject.toml
	$(PIP) --require-hashes -r requirements.txt
	$(PIP) --no-build-isolation -e .
	@touch $@
.venv/tested: .venv/installed requirements-dev.txt
	$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@
