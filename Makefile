# Countermark. `make help` lists what there is to run.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
DEMO ?= demo
LISTINGS ?= 20000
DATA ?= countermark-data
PORT ?= 8000

.PHONY: help install run test check bench lock clean test-real

help: ## what can be run
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

install: .venv/.portal ## .venv with engine and portal, from a bare Python 3.11; .venv/bin/countermark is the command

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Countermark needs Python 3.11 or newer; say which: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Making .venv with $(PYTHON)"
	@$(PYTHON) -m venv .venv

.venv/.engine: requirements/engine.txt requirements/build.txt engine/pyproject.toml | .venv/bin/python
	@echo "Installing the engine and what it needs (a minute or two the first time)"
	@$(PIP) install --require-hashes -r requirements/engine.txt -r requirements/build.txt
	@$(PIP) install --no-deps --no-build-isolation -e engine
	@touch $@

.venv/.portal: requirements/portal.txt requirements/build.txt engine/pyproject.toml portal/pyproject.toml | .venv/bin/python
	@echo "Installing the engine, the portal and what they need (a minute or two the first time)"
	@$(PIP) install --require-hashes -r requirements/portal.txt -r requirements/build.txt
	@$(PIP) install --no-deps --no-build-isolation -e engine -e portal
	@touch $@ .venv/.engine

.venv/.bench: requirements/bench.txt .venv/.dev
	@echo "Installing what the benchmarks compare with"
	@$(PIP) install --require-hashes -r requirements/bench.txt
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.portal
	@echo "Installing what the checks and tests need"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

run: .venv/.portal ## the main job: the portal with a demo marketplace, on this machine; Ctrl-C stops it
	@$(BIN)/countermark up --demo --data $(DATA) --port $(PORT)

demo-screen: .venv/.engine ## the engine's run: a market of 20,000 listings with known truth is made, screened and reported
	@$(BIN)/countermark demo $(DEMO) --listings $(LISTINGS)
	@$(BIN)/countermark screen $(DEMO)/listings.parquet --references $(DEMO)/references --tables $(DEMO)/tables \
	  --out $(DEMO)/findings.parquet --report $(DEMO)/report.html --overwrite
	@$(BIN)/countermark demo-score $(DEMO)
	@$(BIN)/countermark open $(DEMO)/report.html

chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && { echo "Installing Debian's chromium for the page tests"; apt-get install -qq -y chromium >/dev/null; }; } \
	  || echo "No chromium found: the page tests will be skipped. On Debian: sudo apt-get install chromium"
.PHONY: chromium

test: .venv/.dev chromium ## the quick suite
	@$(BIN)/python -m pytest

test-real: .venv/.dev chromium ## the quick suite and what needs npm, a broker or a long run
	@$(BIN)/python -m pytest -m "real or not real"

check: .venv/.dev ## lint, types, contracts, and the engine installed alone
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy engine/src engine/tests
	@$(BIN)/mypy portal/src portal/tests
	@$(BIN)/lint-imports
	@$(BIN)/python .ci/engine_alone.py

bench: .venv/.bench ## speed beside its rivals and the machine's limit; writes bench/RESULTS.md (FULL=1: ten million listings as well)
	@$(BIN)/python bench/run.py $(if $(FULL),--full)

bench-casework: .venv/.portal ## notices a second through the portal, to a settled measure; writes bench/CASEWORK.md
	@$(BIN)/python bench/casework.py
.PHONY: bench-casework

picture: .venv/.dev chromium ## the README's pictures, anew, from the report that `make demo-screen` left and the demo that `make run` runs
	@$(BIN)/python .ci/picture.py $(DEMO)/report.html
	@$(BIN)/python .ci/portal_pictures.py http://127.0.0.1:$(PORT)
.PHONY: picture

lock: .venv/.dev ## the locks, anew from pyproject.toml and the .in files
	@$(PIP) install uv
	@for f in engine portal build dev bench; do $(MAKE) -s lock-$$f; done

UV := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
lock-engine:
	@$(UV) engine/pyproject.toml -o requirements/engine.txt
lock-portal:
	@$(UV) -c requirements/engine.txt --no-emit-package countermark portal/pyproject.toml -o requirements/portal.txt
lock-build:
	@$(UV) requirements/build.in -o requirements/build.txt
lock-dev:
	@$(UV) -c requirements/portal.txt requirements/dev.in -o requirements/dev.txt
lock-bench:
	@$(UV) -c requirements/portal.txt -c requirements/dev.txt requirements/bench.in -o requirements/bench.txt
.PHONY: lock-engine lock-portal lock-build lock-dev lock-bench

clean: ## everything that was made here, the checkout apart
	@rm -rf .venv demo countermark-data .mypy_cache .ruff_cache .pytest_cache .hypothesis
