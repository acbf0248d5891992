# Two commands on a fresh machine: `make demo` shows what dovetail is for, `make test` passes the tests.
# Each sets up its own virtual environment, with the versions that requirements/dev.lock records; python3 (3.11 or newer)
# is all they need.

PYTHON ?= python3
VENV ?= .venv
BIN := $(abspath $(VENV))/bin
READY := $(VENV)/.ready
LOCK := requirements/dev.lock
# Seconds: a test that hangs fails, says what it waited for, and holds up no other.
export PYTEST_TIMEOUT := 600
# Some containers forbid Python to keep what it compiled. Each of the processes that tests start would compile dovetail again.
unexport PYTHONDONTWRITEBYTECODE
# What is drawn and in which order tests run: the same every time, so that a red run is the change's own doing.
SEED ?= 1
SEEDED := --hypothesis-seed=$(SEED) --randomly-seed=$(SEED)
# What Hypothesis has read of dovetail's modules, for all processes; each would take two seconds to read it again.
STORED := HYPOTHESIS_STORAGE_DIRECTORY=$(CURDIR)/.hypothesis
UV := $(VENV)-uv/bin/uv
.PHONY: docs demo test test-newest test-lowest lock check format wheel soak seeds downstream hook bench bench-lint parity parity-downstream clean

demo: $(READY)  ## run the main job on the examples, on SQLite
	$(BIN)/python examples/demo.py

test: $(READY)  ## run the tests, the examples' own too; SEED=2 draws other values and shuffles otherwise
	@$(BIN)/python -m compileall -q -j 2 -x '(faulty|correct)/architecture/|docs/given/|/test_' src tests
	$(BIN)/python -m pytest -n 4 --dist worksteal -m "not long" $(SEEDED) tests

test-newest: $(UV)  ## the tests with what the package index offers today, on every Python from 3.11 that is installed
	$(PYTHON) requirements/try_versions.py newest $(UV) $(PYTHONS)

test-lowest: $(UV)  ## the same with the lowest versions that pyproject.toml claims
	$(PYTHON) requirements/try_versions.py lowest $(UV) $(PYTHONS)

lock: $(UV)  ## record the newest versions that fit, with their hashes, for every Python from 3.11 on
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra dev --upgrade \
		--no-emit-package pytest-dovetail --custom-compile-command 'make lock' --output-file $(LOCK) pyproject.toml

check: $(READY)  ## types, lint, format, and the rule that this house keeps for itself
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/dovetail lint

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(READY)  ## the documentation as a site, in site/
	$(BIN)/python -m mkdocs build --strict

wheel: $(READY)  ## build the wheel and try it alone in a fresh environment (needs the package index)
	rm -rf dist && $(BIN)/python -m build --wheel --no-isolation --outdir dist
	rm -rf $(VENV)-wheel && $(PYTHON) -m venv $(VENV)-wheel
	$(BIN)/python -m pip freeze --exclude-editable > $(VENV)-wheel/recorded.txt
	$(VENV)-wheel/bin/python -m pip install --quiet --constraint $(VENV)-wheel/recorded.txt dist/*.whl
	cd $(VENV)-wheel && bin/dovetail explain REPO-01 && bin/python -m pytest -q -p no:cacheprovider $(CURDIR)/examples/smallest

downstream:  ## hold real repositories to what docs/downstream.md records; needs CHECKOUTS=folder, see downstream/README.md
	$(PYTHON) downstream/run.py $(CHECKOUTS) $(NAMES)

hook:  ## try the pre-commit hook with the real pre-commit, in a repository of its own (needs the package index)
	$(PYTHON) downstream/hook.py

bench: $(READY)  ## what the suites cost, as ratios within one run
	$(BIN)/python -m pytest benchmarks --benchmark-only

bench-lint: $(READY)  ## what the lint costs beside its peers, on Django and home-assistant (needs the package index)
	$(BIN)/python benchmarks/lint.py

soak: $(READY)  ## look long for a false alarm: the long tests, every suite of the zoo in fresh examples, and the examples; half an hour
	$(BIN)/python -m pytest -n 2 -m long tests
	PYTHONPATH=tests $(BIN)/python tests/repositories/soak.py
	cd examples/shop && $(STORED) $(BIN)/python -m pytest -n 2 --hypothesis-profile=quick
	cd examples/ledger && $(STORED) $(BIN)/python -m pytest -n 2 --hypothesis-profile=thorough
	cd examples/library && $(STORED) $(BIN)/python -m pytest -n 2 --hypothesis-profile=thorough

seeds: $(READY)  ## what of the faulty adapters is found under some seeds alone, an hour for all of them
	PYTHONPATH=tests $(BIN)/python tests/repositories/seeds.py --every 7

parity: $(READY)  ## the lint beside import-linter, its oldest here and the newest, on its own functional cases (needs the package index)
	$(BIN)/python downstream/functional_cases.py --with 2.14 newest

parity-downstream: $(READY)  ## the same in real repositories that have such contracts; needs CHECKOUTS=folder, see downstream/README.md
	$(BIN)/python downstream/parity.py $(CHECKOUTS) $(NAMES)

clean:
	rm -rf $(VENV) $(VENV)-* dist

$(READY): pyproject.toml $(LOCK)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "dovetail needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Say which: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement $(LOCK)
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(UV):
	$(PYTHON) -m venv $(VENV)-uv
	$(VENV)-uv/bin/python -m pip install --quiet uv
