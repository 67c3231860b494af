# Needs Python 3.11 or newer with venv. README.md shows the same as plain pip commands for Windows.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test lock docs bench

demo: .venv/installed ## Build the synthetic borough, run everything on it, say where to look
	$(BIN)/evenground demo

test: .venv/installed-dev ## Lint, types, layers, every test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/dg check defs
	$(BIN)/pytest

bench: .venv/installed-dev ## Routing beside the peers that are installed; streets, catchments and school routes where EXTRACT= names a file, pages where OUT= names a run
	$(BIN)/python -m benchmarks.routing
	$(if $(EXTRACT),$(BIN)/python -m benchmarks.reading_streets $(EXTRACT))
	$(if $(EXTRACT),$(BIN)/python benchmarks/catchments.py $(EXTRACT))
	$(if $(EXTRACT),$(BIN)/python -m benchmarks.school_routes $(EXTRACT))
	$(if $(OUT),$(BIN)/python -m benchmarks.pages $(OUT))

docs: .venv/installed ## Write the generated parts of docs/
	$(BIN)/python docs/generate.py

lock: .venv/installed-dev ## Renew the hash-pinned locks after a change of pyproject.toml
	$(PIP) uv
	$(BIN)/uv pip compile pyproject.toml --group build $(LOCK) -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group build --group dev -c requirements.lock $(LOCK) -o requirements-dev.lock

LOCK := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-strip-extras --quiet --upgrade

.venv/installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

.venv/installed-dev: requirements-dev.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements-dev.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@
