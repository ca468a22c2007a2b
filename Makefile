# Two commands on a fresh machine: `make check` runs the checklist, `make test` runs talkqa's own tests.

PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
UV := uv pip compile --universal --generate-hashes --no-header --quiet --python-version 3.11

.PHONY: check exhaustive merge test clients lint types features mutants replays seeds fuzz bench lock clean browser

check: .venv/core ## run the first document's checklist against the reference and write the reports
	$(BIN)/talkqa check $(ARGS)

exhaustive: .venv/core ## the same with every kill point and every doubtful write, where `make check` tries a sample
	$(BIN)/talkqa check --exhaustive --workers 2 --no-allure --out reports/exhaustive $(ARGS)

merge: .venv/core ## put the shards of a checklist's run together: make merge ARGS="shard-*/results.ndjson"
	$(BIN)/talkqa report merge $(ARGS)

test: .venv/dev ## run talkqa's own tests
	$(BIN)/python -m pytest --numprocesses=2 --dist=loadfile $(ARGS)

browser: .venv/allure ## the pages in headless Chromium: axe-core, keyboard, widths, requests; without Chromium they are skipped
	$(BIN)/python -m pytest -rs tests/report/test_accessible.py tests/report/test_keyboard.py tests/report/test_widths.py tests/report/test_allure_page.py $(ARGS)

clients: .venv/clients ## run clients written by others against the fake
	$(BIN)/python -m pytest tests/clients $(ARGS)

lint: .venv/dev ## style and import order
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev ## strict types
	$(BIN)/mypy

features: .venv/core ## the example rows of the features agree with the checklist, in both directions
	$(BIN)/talkqa features verify

mutants: .venv/core ## every planted fault is caught by the scenarios that it names; a few of them: ARGS=--smoke
	$(BIN)/talkqa mutants run $(ARGS)

replays: .venv/core ## every mutant's failure is reproduced on 20 of 20 tries
	$(BIN)/talkqa mutants replay $(ARGS)

seeds: .venv/core ## the reference passes everything on consecutive seeds: make seeds ARGS="--count 20"
	$(BIN)/talkqa seeds $(ARGS)

fuzz: .venv/fuzz ## Schemathesis against the fake: all checks, every operation, random and stateful
	$(BIN)/python -m tests.fake.fuzz --seconds $(or $(SECONDS),600) $(ARGS)

bench: .venv/dev ## runnable comparisons; prints ratios, judges nothing
	for script in bench/*.py; do $(BIN)/python $$script; done

lock: ## pin every dependency anew (needs uv)
	$(UV) pyproject.toml -o lock/core.txt
	$(UV) --extra dev -c lock/core.txt pyproject.toml -o lock/dev.txt
	$(UV) --extra allure -c lock/core.txt pyproject.toml -o lock/allure.txt
	$(UV) --extra bundle -c lock/core.txt pyproject.toml -o lock/bundle.txt
	$(UV) --extra pdf -c lock/dev.txt pyproject.toml -o lock/pdf.txt
	$(UV) --extra clients -c lock/dev.txt pyproject.toml -o lock/clients.txt
	$(UV) --extra fuzz -c lock/dev.txt pyproject.toml -o lock/fuzz.txt
	printf 'hatchling==1.27.0\neditables\n' | $(UV) - -o lock/build.txt

clean: ## remove the environment and what runs wrote
	rm -rf .venv
	git clean -fdXq reports

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit("talkqa needs Python 3.11 or newer, $(PYTHON) is " + sys.version.split()[0] + ": make PYTHON=python3.12 …" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/core: .venv/made lock/core.txt lock/build.txt pyproject.toml
	$(INSTALL) -r lock/core.txt -r lock/build.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: .venv/core lock/dev.txt
	$(INSTALL) -r lock/dev.txt
	@touch $@

.venv/allure: .venv/dev lock/allure.txt
	$(INSTALL) -r lock/allure.txt
	@touch $@

.venv/clients: .venv/dev lock/clients.txt
	$(INSTALL) -r lock/clients.txt
	@touch $@

.venv/fuzz: .venv/dev lock/fuzz.txt
	$(INSTALL) -r lock/fuzz.txt
	@touch $@
