# make        set up .venv, build the graph of the shipped texts, print a summary
# make test   install what the tests need and run them all
# make test-fast  without servers, browsers, reference engines and exports of the whole graph
# make lint   ruff, mypy, and the layout of the vocabulary files
# make graph  build data/graph, the published graph and its core, anew
# make self-test  spoil the graph triple by triple and count what the shapes catch
# make bench  time the program beside its peers
# make fuzz  mutated inputs, seeded, and what the program makes of them (docs/reliability.md)
# make interop  what consumers that are installed for it make of our files (docs/interop.md)
# make engines  what engines of SPARQL answer to small queries, into docs/engines.md
# make clean  take away what the above made (not data/graph)

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: all test test-fast lint graph self-test bench fuzz interop engines clean
all: $(VENV)/.installed
	$(BIN)/policygraph build --out build

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "policygraph needs Python 3.11 or newer: make PYTHON=python3.11" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python pyproject.toml requirements/base.txt requirements/runtime.txt
	$(PIP) install -r requirements/runtime.txt
	$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/.test-installed: $(VENV)/.installed requirements/test.txt
	$(PIP) install -r requirements/test.txt
	@touch $@

test: $(VENV)/.test-installed
	@sh tests/system_packages.sh
	@sh tests/npm_packages.sh
	$(BIN)/python -m pytest --numprocesses auto --dist loadscope --no-loadscope-reorder

test-fast: $(VENV)/.test-installed
	$(BIN)/python -m pytest --numprocesses auto --dist loadscope --no-loadscope-reorder -m "not heavy"

lint: $(VENV)/.test-installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/policygraph vocabulary format --check

graph: $(VENV)/.installed
	$(BIN)/policygraph build --out build --jobs 1
	mkdir -p data/graph
	cp build/policygraph.trig build/policygraph-core.ttl data/graph/

self-test: $(VENV)/.installed
	$(BIN)/python -m tools.self_test --sample 5 --share 0.03

bench: $(VENV)/.test-installed
	$(PIP) install -r requirements/bench.txt
	$(BIN)/python -m benchmarks

fuzz: $(VENV)/.installed
	$(BIN)/python -m tools.fuzz --count 100 --seed 1

interop: $(VENV)/.installed
	@sh tools/interop/run.sh $(BIN)

engines: $(VENV)/.installed
	$(BIN)/python -m tools.engines

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
