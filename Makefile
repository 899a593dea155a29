# Everything one does with Tresen from a checkout; `make` alone lists it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)
BENCHMARKS := relevance known_items german_queries keystrokes writings codes search_speed http_speed instantsearch import_speed ingestion visible learning levels position_bias feedback_loop ranking_speed reranking night load overload slow_clients
# Benchmarks of one size.
SHELVES := sessions baskets for_you gap shelves exploring shelf_speed session_scale segments night_search soak
# What pip cannot bring comes from Debian, where we may install it.
APT := [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq \
	&& DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo serve test coverage test-long check types house bench audit docs browser postgres proxy compiler node lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  \033[1m%-10s\033[0m %s\n", $$1, $$2 }' Makefile

setup: $(VENV)/.dev ## make the virtual environment with everything the gate and the tests need

demo: $(VENV)/.runtime ## open the demo shop on http://127.0.0.1:8080
	$(BIN)/tresen demo

serve: $(VENV)/.runtime ## serve the API and the widgets over the data in ./var
	$(BIN)/tresen serve

test: check browser postgres proxy compiler node ## the gate, then every test at short size
	$(BIN)/pytest -n auto --dist loadfile --ignore=tests/architecture

coverage: browser postgres proxy compiler node ## every test at short size, and which lines they reach: takes twice as long
	$(BIN)/pytest --cov --ignore=tests/architecture

test-long: setup browser postgres proxy compiler ## the tests marked long: kills, power cuts, fuzzing, soak
	$(BIN)/pytest -m long --timeout=3600

check: setup node ## the gate alone: format, lint, types, layers, dependencies, prose, tree
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target types house

types: # takes as long as all the rest of the gate
	$(BIN)/mypy
	PATH="$$PATH:$(BIN)" tests/node_modules/.bin/tsc

house:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry .
	$(BIN)/codespell
	$(BIN)/pytest -q tests/architecture

bench: $(VENV)/.bench ## run the benchmarks behind the claims; LONG=1 at all sizes
	@for name in $(BENCHMARKS); do \
		echo "== $$name"; $(BIN)/python -m benchmarks.$$name $(if $(LONG),--long) || exit 1; \
	done
	@for name in $(SHELVES); do \
		echo "== $$name"; $(BIN)/python -m benchmarks.$$name || exit 1; \
	done

audit: setup ## known holes in what we depend on; asks the advisory service, so needs the network
	@$(PIP) --require-hashes -r requirements-audit.txt
	@$(BIN)/python -m tests.architecture.audit requirements.txt

docs: setup ## see that links in the documents lead somewhere, and that files they name are there
	$(BIN)/pytest -q tests/architecture/test_documents.py

browser: setup # a Chromium for the journeys: the one at hand, Debian's, or Playwright's
	@command -v chromium || command -v chromium-browser || command -v google-chrome \
		|| { $(APT) chromium fonts-liberation; } >/dev/null \
		|| $(BIN)/python -m playwright install chromium

postgres: # a PostgreSQL for the tests marked database: the server named, the one at hand, Debian's
	@test -n "$$TRESEN_TEST_POSTGRES" || command -v initdb || ls /usr/lib/postgresql/*/bin/initdb \
		|| { $(APT) postgresql; } >/dev/null \
		|| { echo "the tests need PostgreSQL (Debian's package postgresql)"; exit 1; }

proxy: # for the replicas the tests restart behind it
	@command -v nginx || ls /usr/sbin/nginx || { $(APT) nginx-light; } >/dev/null \
		|| { echo "the tests need nginx (Debian's package nginx-light)"; exit 1; }

compiler: # for the disk that fails when the tests want it to (tests/rigs/shadow.c)
	@command -v cc || { $(APT) gcc libc6-dev; } >/dev/null \
		|| { echo "the tests need a C compiler (Debian's package gcc)"; exit 1; }

node: tests/node_modules/.package-lock.json # the type checker of the widgets, and what journeys run in the browser

tests/node_modules/.package-lock.json: tests/package-lock.json tests/.npmrc | setup
	@command -v npm >/dev/null || $(PIP) --require-hashes -r requirements-node.txt
	PATH="$$PATH:$(abspath $(BIN))" npm ci --prefix tests --silent
	@touch $@

lock: setup ## resolve the requirement files anew; UPGRADE=1 takes the latest of everything
	$(LOCK) pyproject.toml --extra otel --group dev -o requirements-dev.txt
	$(LOCK) pyproject.toml --constraint requirements-dev.txt -o requirements.txt
	$(LOCK) --group pyproject.toml:build --constraint requirements-dev.txt -o requirements-build.txt
	$(LOCK) --group pyproject.toml:audit --constraint requirements-dev.txt -o requirements-audit.txt
	$(LOCK) --group pyproject.toml:node -o requirements-node.txt
	$(LOCK) --group pyproject.toml:bench --constraint requirements-dev.txt -o requirements-bench.txt

clean: ## remove what the tools left behind; the data in ./var stays
	rm -rf $(VENV) dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.runtime: requirements.txt requirements-build.txt
	@$(PYTHON) -c 'import sys; sys.exit("Tresen needs Python 3.11 or later: make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.txt -r requirements-build.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -c 'import implicit.als' 2>/dev/null || { $(APT) libgomp1; } \
		|| { echo "implicit needs libgomp.so.1 (Debian's package libgomp1)"; exit 1; }
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.bench: requirements-bench.txt $(VENV)/.dev
	@$(PIP) --only-binary :all: --require-hashes -r $< 2>/dev/null \
		|| echo "not every engine to compare with is there for this machine; the rest is measured"
	@touch $@
