# Everything works from a clean clone with Python ≥ 3.10, make and git: each target first sets up what it needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.10 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && { echo $$p; break; }; done)
UV := $(BIN)/uv --quiet pip
INSTALL := $(UV) install --python $(BIN)/python --require-hashes
COMPILE := $(UV) compile --universal --python-version 3.10 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links
NPM := $(BIN)/python hatch_build.py npm
# Tests that need a browser or a genuine MLflow are skipped with a reason where there is none, and fail under CI=true.
PYTEST_ARGS ?= -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: help
help:  ## List the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

.PHONY: setup
setup: $(VENV)/.installed $(VENV)/.node  ## Make .venv with the locked dependencies, and build the UI
	@$(BIN)/python hatch_build.py

.PHONY: demo
demo: setup  ## Run the demo and leave the UI running (CI=1: exit at the end)
	@$(BIN)/python examples/demo/demo.py --folder demo $(if $(CI),,--keep-ui)

.PHONY: test
test: setup  ## Run every test: the UI's, then Python's with the browser and genuine-MLflow ones
	$(NPM) test
	$(BIN)/python -m pytest $(PYTEST_ARGS)

# Tests of frameworks run in environments of their own, a group each: their versions do not fit into one, and few need all.
# To import a framework is most of the work: a group is one process, and two groups run at a time. What frameworks warn
# of, or leave open when the process ends, is told and no failure.
FLAVORS_ARGS ?= -n 0 -W default
FRAMEWORKS := $(basename $(notdir $(wildcard requirements/frameworks/*.txt)))

.PHONY: test-flavors
test-flavors: $(VENV)/.installed  ## Run the tests of the frameworks, of each .in of requirements/frameworks (some GB)
	@$(MAKE) --no-print-directory --keep-going --jobs 2 --output-sync=target $(FRAMEWORKS:%=test-flavors-%)

.PHONY: $(FRAMEWORKS:%=test-flavors-%)
$(FRAMEWORKS:%=test-flavors-%): test-flavors-%: .cache/frameworks/%/.installed
	.cache/frameworks/$*/bin/python -m pytest $(FLAVORS_ARGS) tests/frameworks/$*

.PHONY: check
check: setup  ## Lint, format, types and arrows, of Python and of the UI
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(NPM) run typecheck
	$(NPM) run lint
	$(NPM) run types:check

.PHONY: format
format: setup  ## Format and fix what can be fixed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: ui
ui: setup  ## Serve the UI's sources with reload, against a tracking server on port 5000
	$(NPM) run dev

.PHONY: bench
bench: setup  ## Time side by side with a genuine MLflow and write benchmarks/README.md
	$(BIN)/python benchmarks/bench.py

.PHONY: bench-serving
bench-serving: setup  ## Time servers of models side by side and write benchmarks/SERVING.md
	$(BIN)/python benchmarks/serving.py

.PHONY: bench-ui
bench-ui: setup  ## Time the UI's pages in Chromium beside a genuine MLflow's and write benchmarks/UI.md
	$(BIN)/python benchmarks/ui.py

.PHONY: lock
lock: $(VENV)/.installed  ## Renew the hash-pinned requirements
	$(COMPILE) --upgrade pyproject.toml -o requirements/runtime.txt
	$(COMPILE) --upgrade pyproject.toml --group dev -o requirements/dev.txt
	$(COMPILE) --upgrade --group bootstrap -o requirements/bootstrap.txt
	$(COMPILE) --upgrade --group node -o requirements/node.txt
	$(COMPILE) --upgrade requirements/compat.in -o requirements/compat.txt

.PHONY: lock-frameworks
lock-frameworks: $(VENV)/.installed
	for group in requirements/frameworks/*.in; do \
		$(COMPILE) --upgrade pyproject.toml requirements/frameworks-common.in $$group \
			--override requirements/frameworks-overrides.in -o $${group%.in}.txt || exit 1; done

.PHONY: clean
clean:  ## Remove what was built, the environment and the caches
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache dist build demo ui/node_modules src/mlflow/server/ui

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Penstock needs Python 3.10 or newer; name it with 'make PYTHON=/path/to/python3'."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "'$(PYTHON) -m venv' failed; on Debian or Ubuntu: apt-get install python3-venv."; \
		rm -rf $(VENV); exit 1; }

$(VENV)/.installed: requirements/bootstrap.txt requirements/dev.txt pyproject.toml | $(BIN)/python
	@echo "Installing the locked dependencies into $(VENV) …"
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@$(INSTALL) -r requirements/dev.txt || $(INSTALL) --system-certs -r requirements/dev.txt  # behind a proxy of one's own
	@$(UV) install --python $(BIN)/python --no-build-isolation --no-deps --editable .
	@touch $@

# Node from the machine, or from a wheel in .venv.
$(VENV)/.node: requirements/node.txt $(VENV)/.installed
	@$(BIN)/python hatch_build.py node || $(INSTALL) -r requirements/node.txt || \
		$(INSTALL) --system-certs -r requirements/node.txt
	@touch $@

# PyTorch comes by pip, apart from the lock: its builds for processors and for GPUs share one version.
PIPPED := $(basename $(notdir $(wildcard requirements/frameworks/*.pip)))
$(PIPPED:%=.cache/frameworks/%/.installed): .cache/frameworks/%/.installed: requirements/frameworks/%.pip

.cache/frameworks/%/.installed: requirements/frameworks/%.txt pyproject.toml | $(VENV)/.installed
	@echo "Installing the frameworks of '$*' into $(@D) …"
	@rm -rf $(@D) && $(PYTHON) -m venv $(@D)
	@test ! -f requirements/frameworks/$*.pip || \
		$(@D)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements/frameworks/$*.pip
	@$(UV) install --python $(@D)/bin/python --no-deps --require-hashes -r $< || \
		$(UV) install --python $(@D)/bin/python --no-deps --require-hashes --system-certs -r $<  # all is in the lock but torch
	@$(UV) install --python $(@D)/bin/python --no-build-isolation --no-deps --editable .
	@touch $@
