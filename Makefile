# The front door. Needs git, make and python3 (3.11 or later) with pip; everything else goes into .venv.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
DEMO ?= demo

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench docs clean

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

demo: $(READY) ## make a company that never existed, import its files, print its ledger, write its report
	rm -rf $(DEMO)/files $(DEMO)/book $(DEMO)/report.html
	$(BIN)/fourfold demo $(DEMO)
	@echo "The report is $(DEMO)/report.html; the command fourfold is in $(BIN)."

screenshots: $(READY) ## take every page of the application on the demo company into screenshots/
	@test -e $(DEMO)/book/fourfold.toml || $(MAKE) --no-print-directory demo
	$(BIN)/python docs/screenshots.py --book $(DEMO)/book

test: $(READY) ## run all tests; those of PostgreSQL and Spark where their servers can be started
	$(BIN)/pytest -n auto

check: $(READY) ## style, types, floors, budgets, generated pages, translations
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q tests/architecture/test_budgets.py
	$(BIN)/python docs/generate.py --check
	$(BIN)/python docs/translations.py --check

format: $(READY) ## lay the code out as `make check` wants it
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

bench: $(READY) ## measure; writes bench/RESULTS.md
	$(BIN)/python -m bench

docs: $(READY) ## write the generated pages of docs/reference anew
	$(BIN)/python docs/generate.py

clean: ## take away .venv, caches and the demo
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis $(DEMO)

# The virtual environment: made once, and again when a pin changes. Without ensurepip, since Debian
# ships it apart; python3's own pip fills the environment with uv, and uv does the rest.
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Fourfold needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) --version 2>&1)."; \
	  echo "Remedy: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv --without-pip .venv
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check uv==0.13.9
	$(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements.txt -e .
	@touch $@
