# Two commands are all a newcomer needs: `make compare` (the main job) and `make test`. Each does its own set-up:
# a virtual environment in .venv, the dependencies and the compiled kernels. Needed beforehand: Python >= 3.11 with venv,
# a C compiler, make.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
OUT    ?= results/tanum
JOBS   ?= $(shell nproc 2>/dev/null || echo 2)

SOURCES := setup.py pyproject.toml $(wildcard cython_ext/*.pyx cython_ext/*.pxd cython_ext/*.h)

.PHONY: help compare test check notebooks docs benchmark golden dist kernels debug-kernels clean

help:
	@echo "make compare     plan, simulate and compare two ways of working in Tanum; results in $(OUT)"
	@echo "make test        all tests"
	@echo "make check       style and types (ruff, pyright)"
	@echo "make notebooks   execute the notebooks in place"
	@echo "make docs        build the documentation in build/docs"
	@echo "make golden      refresh the golden results on purpose"
	@echo "make dist        build and try sdist and wheel"

compare: $(VENV)/.run
	$(BIN)/hemtjanst compare tanum fragmented back_to_basic --days 28 --replications 20 --seed 1 --workers $(JOBS) --out $(OUT) --overwrite

test: $(VENV)/.test
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright

golden: $(VENV)/.test
	$(BIN)/python tests/golden/refresh.py

notebooks: $(VENV)/.notebooks
	$(BIN)/jupyter nbconvert --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False notebooks/*.ipynb

docs: $(VENV)/.docs
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs build/docs
	$(BIN)/python -m sphinx -q -W --keep-going -b doctest docs build/doctest

dist: $(VENV)/.dev
	rm -rf dist && $(BIN)/python -m build

# Environments: one virtual environment, grown by extras when a target needs them.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("hemtjanst needs Python 3.11 or newer; this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python $(SOURCES)
	HEMTJANST_BUILD_JOBS=$(JOBS) $(BIN)/python -m pip install --disable-pip-version-check -q -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run
	HEMTJANST_BUILD_JOBS=$(JOBS) $(BIN)/python -m pip install --disable-pip-version-check -q -e '.[test]'
	@touch $@

$(VENV)/.dev: $(VENV)/.test
	$(BIN)/python -m pip install --disable-pip-version-check -q -e '.[dev]'
	@touch $@

$(VENV)/.notebooks: $(VENV)/.run
	$(BIN)/python -m pip install --disable-pip-version-check -q -e '.[notebooks]'
	@touch $@

$(VENV)/.docs: $(VENV)/.run
	$(BIN)/python -m pip install --disable-pip-version-check -q -e '.[docs]'
	@touch $@

kernels: $(VENV)/.dev
	$(BIN)/python setup.py -q build_ext --inplace

debug-kernels: $(VENV)/.dev
	HEMTJANST_DEBUG_KERNELS=1 $(BIN)/python setup.py -q build_ext --inplace --force

clean:
	rm -rf build dist *.egg-info $(VENV) .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} + ; find cython_ext -name '*.so' -delete
