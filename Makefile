# make run starts the dashboard, make quick checks a change, make test proves everything. Each builds what it needs in
# .venv the first time.

# Where this is set, every server and worker that a test starts compiles all modules again.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -n 2 --dist worksteal
# Only files whose hash stands in the lock are installed, so that every clone is the same to the last byte.
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
# One lock for every supported Python and system; no address of an index is written into it.
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate $(UPGRADE)
CHROMIUM := chromium chromium-browser google-chrome google-chrome-stable

.PHONY: run quick test quick-tests all-tests coverage check lock docs sample screenshots bench statistics reliability \
	mutants import-report office chromium

run: .venv/ready-to-run
	@if [ -n "$$DATABASE_URL" ]; then $(BIN)/python manage.py init; \
	elif [ ! -e var/plumbline.db ]; then $(BIN)/python manage.py init --sample; fi
	@exec $(BIN)/python -m streamlit run app.py --server.port $(PORT)

# The loop while you work: the checks, and the tests that need no browser, no PostgreSQL and not long; properties on
# fewer examples. The checks keep one core busy, so they run beside the tests, here and in make test.
quick: .venv/ready-to-test
	@$(MAKE) --no-print-directory -j 2 check quick-tests

test: .venv/ready-to-test chromium
	@$(MAKE) --no-print-directory -j 2 check all-tests

quick-tests:
	@$(PYTEST) -m "not browser and not postgresql and not slow" --hypothesis-profile=quick --ignore=tests/browser

all-tests:
	@$(PYTEST)

# What the tests never reach of metrics and db; tracing every branch takes as long again as the tests themselves.
coverage: .venv/ready-to-test
	@$(PYTEST) -m "not browser" --cov --cov-report=term

check: .venv/ready-to-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# The reference of the command line, from its commands and the fields of their JSON.
docs: .venv/ready-to-run
	@$(BIN)/python -m docs.make_reference

sample: .venv/ready-to-run
	@$(BIN)/python sample_data/make.py

screenshots: .venv/ready-to-test chromium
	@$(BIN)/python -m tests.browser.screenshots

bench: .venv/ready-to-test
	@$(BIN)/python -m benchmarks.landing_rerun
	@$(BIN)/python -m benchmarks.scorecards
	@$(BIN)/python -m benchmarks.import_speed
	@$(BIN)/python -m benchmarks.packs

# How often claims are wrong in made-up companies, against what docs/STATISTICS.md states.
statistics: .venv/ready-to-test
	@$(BIN)/python -m benchmarks.statistics.effects
	@$(BIN)/python -m benchmarks.statistics.charts
	@$(BIN)/python -m benchmarks.statistics.rare_events
	@$(BIN)/python -m benchmarks.statistics.answers
	@$(BIN)/python -m benchmarks.statistics.places

# Kills, crowds, faults, flips, forgeries, restores and upgrades, counted: the table of docs/RELIABILITY.md.
reliability: .venv/ready-to-test
	@$(BIN)/python -m tests.reliability

# How many small faults in the rules the tests notice, of a sample that is the same each time; some ten minutes.
mutants: .venv/ready-to-test
	@$(BIN)/python -m benchmarks.mutants

import-report: .venv/ready-to-test
	@$(BIN)/python -m benchmarks.import_report

# Slides and workbook are opened by a program that is not ours; it is large, so make test goes without it.
office: .venv/ready-to-test
	@if command -v soffice >/dev/null || command -v libreoffice >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing LibreOffice, which opens the board's slides and workbook."; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
			libreoffice-impress libreoffice-calc; \
	else \
		echo "LibreOffice was not found. Install it (on Debian: sudo apt-get install libreoffice-impress libreoffice-calc), then run make office again." >&2; \
		exit 1; \
	fi
	@$(BIN)/python -m benchmarks.office_check

# Pages are tested in a real browser. It is found, or installed where that is allowed, or asked for.
chromium:
	@for name in $(CHROMIUM); do if command -v $$name >/dev/null; then exit 0; fi; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium, in which the pages are tested."; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; \
	else \
		echo "The pages are tested in Chromium, which was not found. Install it (on Debian: sudo apt-get install chromium), then run make test again." >&2; \
		exit 1; \
	fi

.venv/ready-to-run: requirements.lock | .venv/bin/pip
	@echo "Installing what Plumbline needs into .venv; this happens once."
	@$(INSTALL) -r requirements.lock
	@touch $@

.venv/ready-to-test: requirements.lock requirements-dev.lock | .venv/bin/pip
	@echo "Installing what Plumbline's tests need into .venv; this happens once."
	@$(INSTALL) -r requirements-dev.lock
	@touch .venv/ready-to-run $@

# Run it after a change in requirements.txt or requirements-dev.txt. Versions in the locks stay as they are unless a
# change needs others; make lock UPGRADE=--upgrade takes the newest of what requirements*.txt leave open.
lock: .venv/ready-to-test
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) requirements.txt -o requirements.lock
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) -c requirements.lock requirements-dev.txt -o requirements-dev.lock

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Plumbline needs Python 3.11 or newer; make PYTHON=/path/to/python3.11 chooses another one." >&2; exit 1; }
	@if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing Python's venv module."; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; \
		else \
			echo "Python's venv module is missing. Install it (on Debian: sudo apt-get install python3-venv), then run make again." >&2; \
			exit 1; \
		fi; \
	fi
	@$(PYTHON) -m venv .venv
