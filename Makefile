# The two commands of the README are `make run` and `make test`. `make help` lists the rest.
# Every recipe sources scripts/env, so that the tools in .tools/ and the right Rust toolchain are found.

SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
with := source scripts/env &&
args ?=

.PHONY: help run dev check test crash bench dist setup format

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

setup: ## Install what is missing (the other commands do it themselves)
	@scripts/setup

run: ## Build and start the demo at http://127.0.0.1:3000
	@scripts/run $(args)

dev: setup ## Start the demo and rebuild on every change
	@$(with) cargo leptos watch -- demo $(args)

check: setup ## Formatting and lints for both sides, quickly
	@$(with) scripts/check

test: ## Everything: formatting, lints, unit, integration and browser tests
	@scripts/test

crash: ## Kill the portal at random moments, many times, and prove that nothing is lost or repeated
	@scripts/setup --tests
	@$(with) scripts/crash

bench: setup ## Measure, and print the figures against the budgets
	@$(with) scripts/bench $(args)

dist: setup ## Build one archive that runs from any folder
	@$(with) scripts/dist

format: setup ## Format the code
	@$(with) cargo fmt --all
