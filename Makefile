# `make site` and `make test` need only Python 3.11 or newer, git and make; both install everything else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEV := $(VENV)/.ready-for-development

.DEFAULT_GOAL := help
.PHONY: help site test test-quick coverage check format golden lock serve bench clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

# Programs start in half the time when Python may keep their bytecode, and the tests start hundreds.
unexport PYTHONDONTWRITEBYTECODE

# Everything is installed from lock files with hashes, so that every machine builds the same site: by uv if it is
# installed, which takes seconds, otherwise by pip.
INSTALL = if command -v uv >/dev/null; then \
    VIRTUAL_ENV=$(VENV) uv pip install --quiet --compile-bytecode $(1); \
  else \
    $(BIN)/python -m pip --disable-pip-version-check --quiet install $(1); \
  fi

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; try: make PYTHON=python3.11 ...")'
	@echo "Setting up $(VENV): about 50 packages; with uv a few seconds, with pip up to a minute"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(call INSTALL,--require-hashes --requirement requirements.lock)
	@$(call INSTALL,--no-deps --no-build-isolation --editable .)
	@touch $@

$(DEV): $(READY) requirements-dev.lock
	@echo "Adding what tests and checks need to $(VENV): about 40 packages"
	@$(call INSTALL,--require-hashes --requirement requirements-dev.lock)
	@touch $@

site: $(READY) ## Build the bundled archive into site/
	$(BIN)/papers build
	@echo "The site is in site/. To look at it: $(BIN)/papers serve"

# One more than there are cores, as many tests wait for a browser, a server or a lock.
WORKERS = $$(($$(getconf _NPROCESSORS_ONLN) + 1))

test: $(DEV) ## Run every test, including those in a real browser
	$(BIN)/python tests/browser/install.py
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal

# Excluded: tests that need a browser, git servers, other generators, killed processes, a fresh environment, or three years
# of recorded answers; and single tests that are marked as slow. Properties are tried with a quarter of the examples.
SLOW := tests/browser tests/ci tests/bench tests/incremental/test_chains.py tests/site/test_wheel.py \
  tests/collect/test_recorded.py tests/collect/test_history.py tests/publish/feeds/test_recorded.py
test-quick: $(DEV) ## Run all but the slow tests
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal -m "not slow" --hypothesis-profile=quick \
	  $(addprefix --ignore=,$(SLOW))

coverage: $(DEV) ## Report lines and branches that no test runs; without browser and benchmark
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --numprocesses $(WORKERS) --dist worksteal --ignore=tests/browser --ignore=tests/bench
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

check: $(DEV) ## Check the code's style and types, and the archive's content
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/papers check

format: $(DEV) ## Format the code
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

golden: $(DEV) ## Regenerate the golden site after an intended change
	$(BIN)/python -m pytest -q tests/site/test_golden.py --update-golden

LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-annotate \
  --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'
lock: $(DEV) ## Lock the newest versions that pyproject.toml allows
	$(LOCK) --all-extras --output-file requirements-dev.lock pyproject.toml
	$(LOCK) --extra build --constraint requirements-dev.lock --output-file requirements.lock pyproject.toml
	$(LOCK) --output-file tests/bench/peers.lock tests/bench/peers.in

# Other generators are measured if prebuilt packages can be installed; BENCH passes options, such as "--sizes 250000".
bench: $(DEV) ## Benchmark builds, search and fetching against other generators, into tests/bench/RESULTS.md
	-$(BIN)/python -m pip --disable-pip-version-check --quiet install --only-binary :all: --require-hashes --requirement tests/bench/peers.lock
	$(BIN)/python -m tests.bench.fetch
	$(BIN)/python -m tests.bench $(BENCH)

serve: $(READY) ## Serve the site, updated whenever a file is saved
	$(BIN)/papers serve

clean: ## Remove everything that was generated or installed
	rm -rf $(VENV) build site
