# Everything a person or a build machine asks of this project starts here.
# The work itself is in scripts/, so that each step can also be run alone.

.DEFAULT_GOAL := help
.PHONY: help setup run test proof bench web

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Install what is missing, build, and start Dukani with a demo business
	@scripts/run.sh

test: ## Format, lints, both builds, unit and database tests, browser tests
	@scripts/test.sh

proof: ## Kill, race and lie to the release build, at full size; takes hours
	@scripts/proof.sh

bench: ## Measure the release build beside what the machine can do; BENCH=pages,rate,… chooses
	@scripts/bench.sh

web: ## Build only the halves that run in the browser, into public/pkg
	@scripts/build.sh web

setup: ## Only install what is missing, for running and for testing
	@scripts/setup.sh tests
