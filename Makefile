# Each target is one line of intent. `make up` and `make test` are all a newcomer needs.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.ready
DEV    := $(VENV)/.ready-dev
PO     := $(shell find src/zgoda/locale -name '*.po' 2>/dev/null)
MO     := $(PO:.po=.mo)
PYTEST := $(BIN)/python -m pytest -n 2 -q
unexport PYTHONDONTWRITEBYTECODE # every process of a test would compile the whole product anew

.PHONY: up test test-browser test-databases check check-static fix soak bench bench-full messages pictures browser clean help

up: $(STAMP) $(MO) ## everything running, with a lively sample marketplace
	@$(BIN)/zgoda up --sample

test: $(DEV) $(MO) browser ## all functional tests: on SQLite, then on PostgreSQL, and in a browser beside them
	@$(MAKE) --no-print-directory -j2 test-browser test-databases

test-browser: $(DEV) $(MO) browser # mostly waits, so it runs beside the others and speaks at its end
	@$(BIN)/python -m pytest -q tests/e2e > $(VENV)/browser.log 2>&1; ended=$$?; cat $(VENV)/browser.log; exit $$ended

test-databases: $(DEV) $(MO) # what uses no database runs once, on SQLite's turn
	$(PYTEST) -m "not soak and not browser"
	ZGODA_TEST_DB=postgresql $(PYTEST) -p tests.postgres -m "not soak and not browser"

check: check-static ## format, lint, types, imports, rule catalogue, fast tests
	$(PYTEST) -m "not soak and not browser and not slow"

check-static: $(DEV) $(MO)
	$(BIN)/ruff format --check src tests scripts bench
	$(BIN)/ruff check src tests scripts bench
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zgoda rules --check

fix: $(DEV) ## format and mend what a tool can mend
	$(BIN)/ruff format src tests scripts bench
	$(BIN)/ruff check --fix src tests scripts bench

soak: $(DEV) $(MO) ## long random runs, on SQLite and on PostgreSQL (hours)
	$(PYTEST) -m soak
	ZGODA_TEST_DB=postgresql $(PYTEST) -p tests.postgres -m soak

bench: $(DEV) $(MO) ## cost of the hot paths at 100,000 cases
	-$(BIN)/python -m bench
	$(BIN)/python -m bench.beside

bench-full: $(DEV) $(MO) ## sales quality of 10,000 sellers over 5,000,000 cases on PostgreSQL (some minutes, 6 GB of disk)
	$(BIN)/python -m bench.quality

messages: $(DEV) ## collect translatable strings into the catalogues
	$(BIN)/python scripts/messages.py

pictures: $(DEV) $(MO) browser ## the README's pictures, from the running product
	$(BIN)/python scripts/pictures.py

browser: $(DEV)
	@$(BIN)/python scripts/browser.py

$(STAMP): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Preparing the environment (once)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(DEV): requirements-dev.lock $(STAMP)
	@echo "Preparing the test tools (once)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

%.mo: %.po $(STAMP)
	@$(BIN)/pybabel --quiet compile -i $< -o $@

clean: ## forget the environment, the sample data and everything built
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis

help:
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/ —/'
