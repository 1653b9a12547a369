# `make site` and `make test` need nothing but Python 3.11 or newer, git and make; both set up what they use.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEV := $(VENV)/.ready-for-development

.DEFAULT_GOAL := help
.PHONY: help site test test-quick coverage check format golden lock serve bench clean

help: ## Say what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

# Everything is installed from locks with hashes, so that two machines build the same site: by uv if it is installed,
# which takes seconds, else by pip.
INSTALL = if command -v uv >/dev/null; then \
    VIRTUAL_ENV=$(VENV) uv pip install --quiet $(1); \
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

test: $(DEV) ## Run every test, those in a real browser included
	$(BIN)/python tests/browser/install.py
	$(BIN)/python -m pytest --numprocesses auto

# Left out: what needs a browser, git servers, other generators, killed processes, or three years of recorded answers.
SLOW := tests/browser tests/ci tests/bench tests/incremental/test_chains.py \
  tests/collect/test_recorded.py tests/collect/test_history.py tests/publish/feeds/test_recorded.py
test-quick: $(DEV) ## Run every test but the slow ones
	$(BIN)/python -m pytest --numprocesses auto $(addprefix --ignore=,$(SLOW))

coverage: $(DEV) ## Tell which lines and branches no test runs; without browser and benchmark
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --numprocesses auto --ignore=tests/browser --ignore=tests/bench
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

check: $(DEV) ## Check the code's style and types, and the archive's content
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/papers check

format: $(DEV) ## Put the code into its standard form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

golden: $(DEV) ## Write the sample site that the tests compare with, after a change that is meant
	$(BIN)/python -m pytest -q tests/site/test_golden.py --update-golden

LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-annotate \
  --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'
lock: $(DEV) ## Choose the newest versions that pyproject.toml allows
	$(LOCK) --all-extras --output-file requirements-dev.lock pyproject.toml
	$(LOCK) --extra build --constraint requirements-dev.lock --output-file requirements.lock pyproject.toml
	$(LOCK) --output-file tests/bench/peers.lock tests/bench/peers.in

# Other generators are measured where they can be installed, ready made; BENCH="--sizes 250000" and the like go along.
bench: $(DEV) ## Measure builds, search and fetching, beside other generators, into tests/bench/RESULTS.md
	-$(BIN)/python -m pip --disable-pip-version-check --quiet install --only-binary :all: --require-hashes --requirement tests/bench/peers.lock
	$(BIN)/python -m tests.bench.fetch
	$(BIN)/python -m tests.bench $(BENCH)

serve: $(READY) ## Look at the site, and see each change as it is saved
	$(BIN)/papers serve

clean: ## Remove everything that was made
	rm -rf $(VENV) build site
