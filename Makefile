# What a person types. A machine with Python 3.11 or newer (with venv), make and the package indexes is enough.

VENV := .venv
PYTHON := $(VENV)/bin/python
RUN_READY := $(VENV)/.ready-to-run
TEST_READY := $(VENV)/.ready-to-test
TOOLS := $(VENV)/tools
TOOLS_READY := $(TOOLS)/.ready
PIP := -m pip install --quiet --disable-pip-version-check --no-input --require-hashes
LOCK := $(TOOLS)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
  --custom-compile-command 'make lock' $(UPGRADE)
DEMO_DATABASE := sqlite:///instance/demo.db
DEMO_ASSESSMENTS ?= 200
# One more than a machine of two cores has: a fifth of their time is spent waiting for disks, servers and browsers.
TEST_WORKERS ?= 3

export PYTHONUTF8 := 1
# Tests start the program two hundred times: it is compiled once, whatever the machine says.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test check long test-firefox test-proxies bench fuzz mutate demo lock bom audit lint

help:
	@echo 'make run     set up, then serve the application and print its address (HOST, PORT and the other settings: README.md)'
	@echo 'make test    set up, then every check and every test, browser included'
	@echo 'make long    the proofs to their end: all sets of answers, a thousand examples, two hundred kills'
	@echo 'make test-firefox   the frame in Firefox too, where one is installed'
	@echo 'make check   the fast part: format, lint, types, imports, tests without a browser'
	@echo 'make test-proxies   the program behind real nginx and Caddy, installed by apt where missing'
	@echo 'make bench   the benchmarks, as ratios to their references'
	@echo 'make lock    pin again what the .in files ask for, with hashes (UPGRADE=--upgrade takes newer ones of what comes along)'
	@echo 'make bom     write the software bill of materials, instance/bom.json (CycloneDX)'
	@echo 'make audit   ask the package index about known flaws of what is pinned'
	@echo 'make fuzz    the long fuzzing run'
	@echo 'make mutate  small faults put into the rules, the store, access and limits, and which no test sees (MUTANTS=400 of each, WHERE=models/rules)'
	@echo 'make demo    serve a separate database filled with invented assessments'

run: $(RUN_READY)
	@exec $(PYTHON) app.py

demo: export DATABASE_URL := $(DEMO_DATABASE)
demo: $(RUN_READY)
	@$(PYTHON) -m flask --app app demo --assessments $(DEMO_ASSESSMENTS)
	@exec $(PYTHON) app.py

# The style is checked beside the tests: its longest part is one process's. It speaks where it has something to say; the
# last line printed is the tests' own summary.
BESIDE_LINT = $(MAKE) --no-print-directory lint >$(VENV)/lint.log 2>&1 & linting=$$!; \
  $(PYTHON) -m pytest -n $(TEST_WORKERS) --dist loadgroup $(1) </dev/null; tested=$$?; \
  wait $$linting || { cat $(VENV)/lint.log >&2; exit 1; }; exit $$tested

test: $(TEST_READY)
	@tests/browser/ensure_chromium
	@$(call BESIDE_LINT,-m 'not firefox' --cov --cov-report=term)

check: $(TEST_READY)
	@$(call BESIDE_LINT,-m 'not browser and not slow and not fault and not fuzz and not proxies and not postgresql')

long: export LONG_PROOFS := yes
long: $(TEST_READY)
	@$(PYTHON) -m pytest -n $(TEST_WORKERS) tests/rules tests/content tests/contact tests/store/test_encoding.py \
	  tests/faults/test_kill.py </dev/null

test-firefox: $(TEST_READY)
	@$(PYTHON) -m pytest -m firefox </dev/null

test-proxies: $(TEST_READY)
	@tests/proxies/ensure_proxies
	@$(PYTHON) -m pytest -m proxies </dev/null

lint: $(TEST_READY)
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy
	@$(VENV)/bin/lint-imports
	@$(PYTHON) -m bandit --quiet --configfile pyproject.toml --recursive app.py models views
	@$(PYTHON) -m pip check >/dev/null

bench: $(TEST_READY)
	@$(PYTHON) -m tests.bench

fuzz: export FUZZ_REQUESTS ?= 1000000
fuzz: $(TEST_READY)
	@$(PYTHON) -m pytest -n $(TEST_WORKERS) -m fuzz </dev/null

# Hours for all of it; MUTANTS=400 tries as many of each group, always the same ones.
mutate: export MUTANTS ?= 0
mutate: $(TEST_READY)
	@nice $(PYTHON) -m tests.mutation $(WHERE) </dev/null

lock: $(TOOLS_READY)
	@$(LOCK) requirements.in --output-file requirements.txt
	@$(LOCK) requirements-postgresql.in --output-file requirements-postgresql.txt
	@$(LOCK) tests/requirements.in --output-file tests/requirements.txt
	@$(LOCK) tests/tools.in --output-file tests/tools.txt

bom: $(TEST_READY)
	@mkdir -p instance
	@$(PYTHON) -m tests.supply instance/bom.json

audit: $(TOOLS_READY)
	@$(TOOLS)/bin/pip-audit --strict --require-hashes --disable-pip --requirement requirements.txt
	@$(TOOLS)/bin/pip-audit --strict --require-hashes --disable-pip --requirement requirements-postgresql.txt
	@$(TOOLS)/bin/pip-audit --strict --require-hashes --disable-pip --requirement tests/requirements.txt

# A stamp is newer than the requirements it was made from, so a second `make run` installs nothing.
$(RUN_READY): requirements.txt
	@test -x $(PYTHON) || $(MAKE) --no-print-directory $(VENV)
	@echo 'Installing requirements.txt…'
	@$(PYTHON) $(PIP) -r requirements.txt
	@touch $@

$(TEST_READY): tests/requirements.txt $(RUN_READY)
	@echo 'Installing tests/requirements.txt…'
	@$(PYTHON) $(PIP) -r tests/requirements.txt
	@touch $@

$(TOOLS_READY): tests/tools.txt
	@test -x $(PYTHON) || $(MAKE) --no-print-directory $(VENV)
	@$(PYTHON) -m venv $(TOOLS)
	@echo 'Installing tests/tools.txt…'
	@$(TOOLS)/bin/python $(PIP) -r tests/tools.txt
	@touch $@

# The first Python that is recent enough; `python3` itself is preferred.
.PHONY: $(VENV)
$(VENV):
	@for python in $${PYTHON3:-python3} python3.14 python3.13 python3.12 python3.11; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Creating $(VENV) with $$("$$python" --version)…"; \
	    "$$python" -m venv $(VENV) && exit 0; \
	    echo "$$python has no working venv module: on Debian, install python3-venv." >&2; exit 1; \
	  fi; \
	done; \
	echo 'Python 3.11 or newer is needed and was not found (python3, python3.11…3.14).' >&2; exit 1
