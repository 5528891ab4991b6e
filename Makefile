# Needs Python 3.11 or newer and make; everything else is installed into .venv.
#
#   make run          try it: server, worker and scheduler with the demo world (PORT=8000)
#   make test         the suite on SQLite, then what differs on PostgreSQL
#   make isolation    nobody meets another school: the full crawl, and docs/isolation.md
#   make chaos        histories against a model; writers and Elasticsearch killed at work
#   make check        formatting, lint, imports, templates, migrations, deploy checks, advisories
#   make fmt          put the code in order
#   make bench        pages at 10 and 1,000 schools; 100,000 articles (FULL=1: a million)
#   make bench-admin  the screens of each role at 10 and 500 schools
#   make bench-desk   the district's desk at 10 and 500 schools; publishing, withdrawing
#   make bench-audit  what the audit adds to a publish
#   make bench-counting  the league of points at 500 schools, and counting anew
#   make relevance    how well the judged questions are answered, by each engine
#   make bench-search 200,000 articles at 10 and 500 sites: searching, indexing, on each engine
#   make bench-import a Word file with thirty photographs, while somebody else publishes
#   make bench-upload forty photographs into an album: the server's memory
#   make serve        as in production: PORT, WORKERS (docs/operations.md)
#   make upgrade      after new code was checked out: back up, migrate, check, reload
#   make versitygw    an S3-compatible server for the tests of storages; needs Go
#   make elasticsearch  a real Elasticsearch for the tests of search; needs Maven, Java 17
#   make theme-sheet  the demo's home pages in every theme on one sheet; needs chromium
#   make test-visual  every type of page in every theme against kept pictures; KEEP=1 keeps them
#   make accessibility  every theme narrow, enlarged, spaced, still, in forced colours, on paper, by Tab; THEME=plain for one
#   make lighthouse   home, column, article of every theme as a phone gets them; THEME=plain for one
#   make bench-themes what each theme's templates cost beside base's
#   make screenshots  the pictures of docs/editors.zh.md; needs chromium
#   make clean        take away what make made; var/ stays

PORT ?= 8000
WORKERS ?= 2
PYTHON ?= python3
PY := .venv/bin/python
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help env run test isolation chaos check fmt clean bench bench-admin bench-desk bench-audit bench-counting bench-import bench-upload bench-search relevance upgrade serve messages versitygw elasticsearch screenshots theme-sheet test-visual accessibility lighthouse bench-themes

help:
	@sed -n 's/^#   //p' Makefile

env: .venv/.synced messages

.venv/.synced: pyproject.toml uv.lock tools/env
	@PYTHON=$(PYTHON) tools/env
	@touch $@

messages: .venv/.synced
	@$(PY) tools/messages

run: env
	@$(PY) tools/run $(PORT)

test: env
	@$(PY) tools/test

isolation: env
	@$(PY) tools/isolation

# What the suite does in a dozen short histories; then two hundred kills; then Elasticsearch's.
chaos: env
	@HISTORIES=300 HISTORY_STEPS=50 $(PY) -m pytest -q -n 0 tests/sitehub/syndication/test_any_order.py
	@$(PY) tests/chaos/run.py
	@$(PY) tests/chaos/telling.py

check: env
	@$(PY) tools/check

fmt: env
	@ruff check --quiet --fix --exit-zero
	@ruff format --quiet

serve: env
	@tools/serve --port $(PORT) --workers $(WORKERS)

upgrade:
	@PYTHON=$(PYTHON) tools/upgrade

# An S3-compatible server for the tests of storages.
versitygw: var/bin/versitygw
var/bin/versitygw:
	@tools/versitygw

# A real Elasticsearch for the tests of search; nothing where it is there already.
elasticsearch:
	@tools/elasticsearch

screenshots: env
	@$(PY) tools/screenshots

# All themes at a look, in var/.
theme-sheet: env
	@$(PY) manage.py theme_previews --sheet var/theme-sheet.png

bench: env
	@$(PY) tests/bench/run.py

# The screens of each role at 10 and 500 schools.
bench-admin: env
	@$(PY) tests/bench/admin.py

# The district's desk and home page at 10 and 500 schools; publishing and withdrawing.
bench-desk: env
	@$(PY) tests/bench/desk.py

# What the audit adds to a publish.
bench-audit: env
	@$(PY) tests/bench/auditing.py

# The league of points at 500 schools, and counting anew.
bench-counting: env
	@$(PY) tests/bench/counting.py

# A Word file with thirty photographs, imported while somebody else publishes.
bench-import: env
	@$(PY) tests/bench/importing.py

# Forty photographs into an album: the server's memory.
bench-upload: env
	@$(PY) tests/bench/uploading.py

# Leaves var/ alone: that is data.
clean:
	@rm -rf .venv .uv node_modules .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find . -path ./var -prune -o -name '*.mo' -type f -exec rm -f {} +

# The judged collection (tests/relevance), on all engines, beside Wagtail's own search.
relevance: env
	@$(PY) tests/relevance/measure.py $(WHY)

# Searching and indexing 200,000 articles.
bench-search: env
	@$(PY) tests/bench/searching.py

# Home, column and article of every theme as a phone gets them; THEME=plain for one.
lighthouse: env
	@$(PY) tests/lighthouse/run.py

# Every theme, a line for each: narrow, enlarged, spaced, still, in forced colours, on paper, by Tab.
accessibility: env
	@COMFORT=all $(PY) -m pytest -q -n 0 -p no:randomly tests/themes/test_comfort.py

# Every type of page in every theme, as it was when KEEP=1 kept it; THEME=plain for one.
test-visual: env
	@$(PY) tests/visual/run.py

# What each theme's templates cost beside base's.
bench-themes: env
	@$(PY) tests/bench/rendering.py
