# What a newcomer needs: `make demo` and `make test`. What CI runs: `make check` and `make test`.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test check bench-sandbox bench-graders format clean

# The last step of a target's installation; done again when the project's requirements change.
$(VENV)/ready-train $(VENV)/ready-dev $(VENV)/ready-bench: pyproject.toml setup.cfg constraints.txt

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not installed. Name another, 3.11 or later: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv module is missing. On Debian: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/ready-train: | $(BIN)/python
	$(INSTALL) --editable '.[train]'
	@touch $@

$(VENV)/ready-dev: | $(BIN)/python
	$(INSTALL) --editable '.[train,dev]'
	@touch $@ $(VENV)/ready-train

$(VENV)/ready-bench: $(VENV)/ready-dev
	$(INSTALL) --editable '.[train,dev,bench]'
	@touch $@

# torch's threads wait for one another. Waiting busily for long stalls them all as soon as the machine
# has anything else to do (seen: four to twenty times as long); never waiting busily costs a fifth.
demo: $(VENV)/ready-train  ## Prove the sandbox, train the built-in policy for seven and a half minutes, show what it gained.
	$(BIN)/codeeval-gym doctor
	GOMP_SPINCOUNT=20000 $(BIN)/python examples/demo.py

# Bytecode is kept, whatever the environment says: a hundred processes load the package.
test: $(VENV)/ready-dev  ## Run the whole suite.
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

check: $(VENV)/ready-dev  ## Style, types and layers, as CI checks them.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench-sandbox: $(VENV)/ready-bench  ## What judging costs: here and with the graders in use today; by language and backend.
	$(BIN)/python -m benchmarks.sandbox
	$(BIN)/python -m benchmarks.languages

bench-graders: $(VENV)/ready-bench  ## Hand known forgeries to this judge and to the graders in use today.
	$(BIN)/python -m benchmarks.grader_hacks

format: $(VENV)/ready-dev  ## Let ruff rewrite what it can.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:  ## Remove what was installed, built and written.
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis runs
