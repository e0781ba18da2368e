# Everything there is to do with the hub. Each target makes the environment first, when there is none.

SHELL := /bin/sh
.DEFAULT_GOAL := help
BIN := .venv/bin

# The first Python on this machine that is new enough.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

# A secret that nobody else knows, for commands that answer no requests from outside.
THROWAWAY = SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(48))')

# A question may hold quotes and dollar signs, so it goes through the environment as it is.
export ASK := $(value Q)
# AS is the assembler as long as nobody sets it.
export ASK_AS := $(if $(filter default,$(origin AS)),,$(value AS))

demo: setup ## Show the hub at work: load seed/, ask three questions, stay on port 8000 until Ctrl-C
	@$(BIN)/python -m nic_hub.demo

ask: setup ## Ask the demo hub a question: make ask Q="How do we ...?" AS=teacher-valley
	@$(BIN)/python -m nic_hub.demo ask "$$ASK" "$$ASK_AS"

chat: setup ## Ask the demo hub one question after the other, as in Slack: make chat AS=teacher-valley
	@token=$$($(BIN)/python -m nic_hub.demo token "$$ASK_AS") && \
	HUB_URL="http://127.0.0.1:$${PORT:-8000}" HUB_TOKEN="$$token" $(BIN)/python -m bot.chat

test: setup ## Run every test, the database tests on SQLite and on PostgreSQL
	@$(BIN)/python -m pytest -n 3 --database both $(ARGS)

check: lint types rules schema ## Lint, types, import rules, and whether the migrations make what the models describe

mutants: setup ## Take every check of who may see what out in its turn, and see that somebody notices
	@$(BIN)/python -m tests.privacy.proving

lint: setup
	@$(BIN)/ruff check --output-format concise . && $(BIN)/ruff format --check .

types: setup
	@$(BIN)/mypy

rules: setup
	@$(BIN)/lint-imports

schema: setup
	@rm -f instance/check.sqlite3*; export DATABASE_URL=sqlite:///instance/check.sqlite3; \
	$(THROWAWAY) $(BIN)/flask --app wsgi db upgrade && $(THROWAWAY) $(BIN)/flask --app wsgi db check

bot: setup ## Start the Slack bot in a process of its own, with the settings of .env
	@$(BIN)/python -m bot.serve

run: setup ## Start the hub on gunicorn, with the settings of .env
	@$(BIN)/gunicorn wsgi:app

migrate: setup ## Bring the database of .env to the newest version
	@$(BIN)/flask --app wsgi db upgrade

bench: setup ## Measure search, suggestions, vocabulary, run_charts, capture, privacy_gate, speed, slack; one of them: make bench PART=search
	@$(BIN)/python -m benchmarks $(PART)

setup: ## Make the environment in .venv, nothing else
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and there is none on the PATH." >&2; exit 1; }
	@$(PYTHON) bootstrap.py

help: ## List all this
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)/\1|\2/' | while IFS='|' read -r target what; do \
		printf '  make %-8s %s\n' "$$target" "$$what"; done

.PHONY: demo ask chat test check mutants lint types rules schema run bot migrate bench setup help
