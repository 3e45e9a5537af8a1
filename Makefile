# Two commands do everything on a machine with Python 3.11 and make:
#   make hierarchy   the main job: theory beside training, with evidence and pictures, in out/
#   make test        format, lint, types, tests
# The first call of either creates the environment; later calls begin at once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: hierarchy quick test slow bench clean

hierarchy: $(READY)
	$(BIN)/bilinear hierarchy -o out

quick: $(READY)
	$(BIN)/bilinear hierarchy --quick -o out

test: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/python -m pytest --cov --cov-report=
	$(BIN)/coverage report --include='bilinear_theory/certificates/check.py' --fail-under=100
	$(BIN)/coverage report --fail-under=90

slow: $(READY)
	$(BIN)/python -m pytest -m slow

bench: $(READY)
	for file in benchmarks/*.py; do $(BIN)/python $$file; done

clean:
	rm -rf $(VENV) out

# torch first and exactly: an open range would take the newest build with its CUDA packages
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(READY)
