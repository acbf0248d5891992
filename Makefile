# Two commands on a fresh machine: `make demo` shows what dovetail is for, `make test` passes the tests.
# Each sets up its own virtual environment; python3 (3.11 or newer) is all they need.

PYTHON ?= python3
VENV ?= .venv
BIN := $(abspath $(VENV))/bin
READY := $(VENV)/.ready

.PHONY: demo test check format wheel soak downstream hook bench bench-lint parity parity-downstream clean

demo: $(READY)  ## run the main job on the examples, on SQLite
	$(BIN)/python examples/demo.py

test: $(READY)  ## run every test, the examples' own too
	$(BIN)/python -m pytest -n 2 -p no:randomly tests
	cd examples/shop && $(BIN)/python -m pytest -n 2
	cd examples/imperative && $(BIN)/python -m pytest -n 2
	cd examples/drifted && $(BIN)/python -m pytest tests/test_usual.py

check: $(READY)  ## types, lint, format, and the rule that this house keeps for itself
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/dovetail lint

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

wheel: $(READY)  ## build the wheel and try it alone in a fresh environment (needs the package index)
	rm -rf dist && $(BIN)/python -m build --wheel --outdir dist
	rm -rf $(VENV)-wheel && $(PYTHON) -m venv $(VENV)-wheel
	$(VENV)-wheel/bin/python -m pip install --quiet dist/*.whl
	cd $(VENV)-wheel && bin/dovetail explain REPO-01 && bin/python -m pytest -q -p no:cacheprovider $(CURDIR)/examples/smallest

downstream:  ## hold real repositories to what docs/downstream.md records; needs CHECKOUTS=folder, see downstream/README.md
	$(PYTHON) downstream/run.py $(CHECKOUTS) $(NAMES)

hook:  ## try the pre-commit hook with the real pre-commit, in a repository of its own (needs the package index)
	$(PYTHON) downstream/hook.py

bench: $(READY)  ## what the suites cost, as ratios within one run
	$(BIN)/python -m pytest benchmarks --benchmark-only

bench-lint: $(READY)  ## what the lint costs beside its peers, on Django and home-assistant (needs the package index)
	$(BIN)/python benchmarks/lint.py

soak: $(READY)  ## look long for a false alarm: every correct suite in fresh examples, some ten minutes
	PYTHONPATH=tests $(BIN)/python tests/repositories/soak.py

parity: $(READY)  ## the lint beside import-linter, on its own functional cases (needs the package index)
	$(BIN)/python downstream/functional_cases.py

parity-downstream: $(READY)  ## the same in real repositories that have such contracts; needs CHECKOUTS=folder, see downstream/README.md
	$(BIN)/python downstream/parity.py $(CHECKOUTS) $(NAMES)

clean:
	rm -rf $(VENV) $(VENV)-wheel dist

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "dovetail needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Say which: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@
