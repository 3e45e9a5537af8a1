# Two commands do everything on a machine with Python 3.11 and make:
#   make hierarchy   the main job: theory beside training, with evidence and pictures, in out/
#   make test        format, lint, types, tests
#   make proofs      the theorems, machine-checked; installs the Debian packages when root
# The first call of either creates the environment; later calls begin at once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: hierarchy quick test coverage slow proofs bench clean

hierarchy: $(READY)
	$(BIN)/bilinear hierarchy -o out

quick: $(READY)
	$(BIN)/bilinear hierarchy --quick -o out

test: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/python -m pytest -n 2 --ignore tests/certificates
	$(BIN)/python -m pytest -n 2 tests/certificates --cov=bilinear_theory.certificates.check \
	  --cov-branch --cov-report=term --cov-fail-under=100

coverage: $(READY)
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term --cov-fail-under=90

slow: $(READY)
	$(BIN)/python -m pytest -m slow

COQ := coq libcoq-mathcomp-character libcoq-mathcomp-real-closed libcoq-mathcomp-zify libcoq-reglang

proofs:
	@command -v coqc > /dev/null || \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends $(COQ); \
	  else \
	    echo "coqc is missing; on Debian: apt-get install --no-install-recommends $(COQ)" >&2; exit 1; \
	  fi
	$(PYTHON) proofs/check.py

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
