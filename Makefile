# Needs Python 3.11 or newer and make; everything else is installed into .venv.
#
#   make run      try it: server, worker and scheduler with the demo world
#   make test     the suite on SQLite, then what differs on PostgreSQL
#   make isolation  nobody meets another school: the full crawl, and docs/isolation.md
#   make check    formatting, lint, imports, migrations, deploy checks, advisories
#   make serve    as in production (docs/operations.md)
#   make screenshots   the pictures of docs/editors.zh.md

PORT ?= 8000
WORKERS ?= 2
PYTHON ?= python3
PY := .venv/bin/python
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help env run test isolation check fmt clean bench upgrade serve messages versitygw screenshots

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
	GOBIN=$(CURDIR)/var/bin go install github.com/versity/versitygw/cmd/versitygw@v1.8.0

screenshots: env
	@$(PY) tools/screenshots

bench: env
	@$(PY) tests/bench/run.py

# Leaves var/ alone: that is data.
clean:
	@rm -rf .venv .uv node_modules .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find . -path ./var -prune -o -name '*.mo' -type f -exec rm -f {} +
