# Each target explains itself: `make help`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The lock files are complete: pip installs exactly them and resolves nothing.
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --no-deps

.PHONY: help install install-dev demo test test-long check lock words screenshots clean

help:  ## what can be done here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

install: $(VENV)/.installed  ## the program and its locked dependencies in .venv

install-dev: $(VENV)/.installed-dev  ## the same, with what tests need

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

demo: install  ## the whole product with a living demo city; Ctrl-C stops it
	@exec $(BIN)/guichet demo

test: install-dev  ## all tests but the long ones: unit, database, HTTP, browser
	sh tests/browser/get_browser.sh $(BIN)/playwright
	$(BIN)/pytest -q -m "not long" $(ARGS)

test-long: install-dev  ## what takes minutes: soak, a thousand rounds
	sh tests/browser/get_browser.sh $(BIN)/playwright
	$(BIN)/pytest -q -m long --timeout 3600 $(ARGS)

check: install-dev  ## lint, types, tests
	$(BIN)/ruff check .
	$(BIN)/mypy
	@$(MAKE) test

lock: install-dev  ## pin the newest versions that fit pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile -q --extra dev --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile -q --generate-hashes --no-header --no-annotate --python-version 3.11 -c requirements-dev.lock pyproject.toml -o requirements.lock

words: install-dev  ## collect the texts of all screens into the catalogues
	$(BIN)/python -m dashboard.screen.words.collect

screenshots: install-dev  ## pictures of every screen of the running demo, for the README
	$(BIN)/python docs/screenshots/take.py

clean:  ## forget .venv and the demo's data
	rm -rf $(VENV) .guichet
