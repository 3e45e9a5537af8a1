# Two commands do everything on a machine with Python 3.11 and make:
#   make hierarchy   the main job: theory beside training, with evidence and pictures, in out/
#   make test        format, lint, types, tests
#   make proofs      the theorems, machine-checked; installs the Debian packages when root
#   make checker     the proved checker of certificates, as a program
# The first call of either creates the environment; later calls begin at once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: hierarchy quick test coverage slow proofs theories checker coqchk bench clean

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
OCAML := ocaml-nox ocaml-findlib libzarith-ocaml-dev

# installs Debian packages when root, else says which are missing: $(call debian,program,packages)
define debian
@command -v $(1) > /dev/null || \
  if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
    apt-get update -qq && apt-get install -y -qq --no-install-recommends $(2); \
  else \
    echo "$(1) is missing; on Debian: apt-get install --no-install-recommends $(2)" >&2; exit 1; \
  fi
endef

proofs:
	$(call debian,coqc,$(COQ))
	$(PYTHON) proofs/check.py

# the theories alone, without the audit
theories:
	$(call debian,coqc,$(COQ))
	cd proofs && coq_makefile -f _CoqProject -o Makefile.coq && $(MAKE) -s -f Makefile.coq

# the program behind `bilinear check --verified`
checker: theories
	$(call debian,ocamlfind,$(OCAML))
	sh proofs/extraction/build.sh

# the compiled theories and the parts of MathComp that they use, once more, by Coq's own small checker
coqchk: theories
	cd proofs && coqchk -silent -o -R theories BilinearTheory $$(sed -n 's,^theories/\(.*\)\.v,BilinearTheory.\1,p' _CoqProject)

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
	$(BIN)/python -m compileall -q bilinear_theory
	@touch $(READY)
