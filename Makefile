# make demo | test | test-wheel | test-growth | test-stores | test-web | test-forms | test-programs | test-browser | test-ocr | torture | bench | mutants | lint | train | figures | answers | docs | audit | register | venv. Needs Python 3.11 or later; everything goes into .venv.
PYTHON ?= python3
BIN := .venv/bin
# What is installed to use fazhi, to work on it, to drive a browser, to recognise scans, for
# notebooks, and for clusters.
USER_STAMP := .venv/.installed-to-use
STAMP := .venv/.installed
BROWSER_STAMP := .venv/.installed-browser
OCR_STAMP := .venv/.installed-ocr
NOTEBOOK_STAMP := .venv/.installed-notebook
CLUSTER_STAMP := .venv/.installed-cluster
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable
DEMO_STORE := build/demo-store
# The packages of fazhi, beside face/, which is fazhi itself.
ROOMS := ontology extractors queries viz kg web
# Tests that need more than one CPU's worth of time run side by side, those of a file by one worker if they can.
TEST_WORKERS ?= auto

.PHONY: demo test test-wheel test-growth test-stores test-web test-forms test-programs test-browser test-ocr torture bench mutants lint types train figures answers docs audit register venv clean

venv: $(STAMP)

$(USER_STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(INSTALL) '.[validation]'
	touch $@

$(STAMP): $(USER_STAMP)
	$(INSTALL) '.[dev]'
	touch $@

$(BROWSER_STAMP): $(STAMP)
	$(INSTALL) '.[browser]'
	touch $@

$(OCR_STAMP): $(STAMP)
	$(INSTALL) '.[ocr]'
	touch $@

$(NOTEBOOK_STAMP): $(STAMP)
	$(INSTALL) '.[notebook]'
	touch $@

$(CLUSTER_STAMP): $(STAMP)
	$(INSTALL) '.[cluster]'
	touch $@

demo: $(USER_STAMP)
	$(BIN)/fazhi check examples/draft.txt --store $(DEMO_STORE) || test $$? -eq 1
	$(BIN)/fazhi build examples/reports --store $(DEMO_STORE)
	$(BIN)/fazhi query not-in-force --store $(DEMO_STORE)
	$(BIN)/fazhi query enforcement-cases --store $(DEMO_STORE)
	$(BIN)/fazhi query counsel --store $(DEMO_STORE)
	$(BIN)/fazhi view all -o fazhi-demo.html --store $(DEMO_STORE)
	@echo 'Open fazhi-demo.html in a browser. 用浏览器打开 fazhi-demo.html'

test: $(STAMP)
	$(BIN)/python -m pytest -n $(TEST_WORKERS) --dist worksteal

# The wheel, installed into an environment of its own.
test-wheel: $(STAMP)
	$(BIN)/python -m pytest -m wheel tests/wheel

# No pattern may take longer than in proportion to the text: hostile repetitions, timed one after another.
test-growth: $(STAMP)
	$(BIN)/python -m pytest -m growth tests/growth

# What an own register, a broken run and a changed program make of a store, and what is published: each builds
# several.
test-stores: $(STAMP)
	$(BIN)/python -m pytest -m stores -n $(TEST_WORKERS) --dist worksteal tests/kg tests/web

# Pages, linked data and the SPARQL endpoint, asked of servers that are started for it.
test-web: $(STAMP)
	$(BIN)/python -m pytest -m web -n $(TEST_WORKERS) --dist loadfile tests/web

# Reports in every form of file; what LibreOffice or Chromium would make is skipped where they are missing.
test-forms: $(STAMP)
	$(BIN)/python -m pytest -m forms -rs -n $(TEST_WORKERS) --dist loadgroup tests/forms

# The graph in other programs: a SPARQL server (Oxigraph), rdflib, owlready2, a notebook with pandas,
# a Dask cluster, DuckDB.
test-programs: $(NOTEBOOK_STAMP) $(CLUSTER_STAMP)
	$(BIN)/python -m pytest -m programs -rs tests/programs

# The explorer in Chromium, with axe-core; skipped where there is no Chromium.
test-browser: $(BROWSER_STAMP)
	$(BIN)/python -m pytest -m browser -rs tests/browser

# Scanned pages, recognised; and the licences of all packages, those of the extras ocr (250 MB), browser
# (165 MB), notebook (120 MB) and cluster (20 MB) among them.
test-ocr: $(OCR_STAMP) $(BROWSER_STAMP) $(NOTEBOOK_STAMP) $(CLUSTER_STAMP)
	$(BIN)/python -m pytest -m ocr tests/ocr tests/docs/test_licences.py

# Killed runs, damaged stores, hostile files; FAZHI_TORTURE=5 makes five times as many rounds of it.
torture: $(STAMP)
	$(BIN)/python -m pytest -m torture -n $(TEST_WORKERS) tests/torture

# What a report costs, stage by stage and beside tokenising; how a store grows; what questions take beside
# other engines, and the server beside other servers where they are installed. About fifteen minutes.
bench: $(NOTEBOOK_STAMP)
	rm -rf build/bench
	$(BIN)/python benchmarks/stages.py
	$(BIN)/python benchmarks/extraction.py
	$(BIN)/python benchmarks/growth.py $(REPORTS) --keep build/bench -o build/bench/growth.csv
	$(BIN)/python benchmarks/questions.py build/bench/store-100 --rdflib
	$(BIN)/python benchmarks/serving.py build/bench/store-100

# Which changes of the code no test notices: hours; MODULES=extractors/language/dates.py or SAMPLE=5 for some.
mutants: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt cosmic-ray
	SAMPLE=$(SAMPLE) $(BIN)/python benchmarks/mutants.py $(MODULES)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(MAKE) types

# mypy finds the packages where the folders are laid out as the package they make up.
types: $(STAMP)
	rm -rf build/types && mkdir -p build/types/fazhi
	ln -s $(CURDIR)/face/* $(addprefix $(CURDIR)/,$(ROOMS)) build/types/fazhi/
	$(BIN)/mypy

# Train what tells activities and their classes from the annotated reports.
train: $(STAMP)
	$(BIN)/python -m fazhi.extractors.evaluation.training

# Raise the committed quality figures (tests/gold/figures.json) to what extraction reaches now.
figures: $(STAMP)
	$(BIN)/python benchmarks/figures.py

# Write anew what the questions answer on the example reports (tests/kg/data/answers); read the difference.
answers: $(STAMP)
	$(BIN)/python tests/kg/test_questions_on_real_reports.py

# Rewrite the pages of docs/ that are made from the catalogues.
docs: $(OCR_STAMP) $(BROWSER_STAMP) $(NOTEBOOK_STAMP) $(CLUSTER_STAMP)
	$(BIN)/python -m fazhi.queries.document > docs/questions.md
	$(BIN)/python -m fazhi.kg.checks.document > docs/checks.md
	$(BIN)/python -m fazhi.ontology.document > docs/ontology.html
	$(BIN)/python -m fazhi.ontology.records_document > docs/records.md
	$(BIN)/python benchmarks/register.py docs/data.md
	$(BIN)/python docs/licences.py docs/licences.md

# Look for known vulnerabilities of the dependencies; asks the network, from an environment of its own.
audit: build/audit/bin/pip-audit
	build/audit/bin/pip-audit --requirement constraints.txt --no-deps --disable-pip --strict --progress-spinner off

build/audit/bin/pip-audit:
	$(PYTHON) -m venv build/audit
	build/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit

# Build the register of legal instruments from its sources (docs/register.md); read the difference.
register: $(STAMP)
	@test -n '$(SOURCES)' || { echo '用法 usage: make register SOURCES=DIR'; exit 2; }
	$(BIN)/python -m fazhi.kg.register_builder --sources '$(SOURCES)'

clean:
	rm -rf build fazhi-demo.html .mypy_cache .pytest_cache .ruff_cache .hypothesis
