# The short list of things one does here. Every line calls one script or tool; each brings what it needs first.
.DEFAULT_GOAL := help
SHELL := /bin/bash
export PATH := $(or $(CARGO_HOME),$(HOME)/.cargo)/bin:$(PATH)

.PHONY: help demo check test browsers matrix differential bench promises size pkg lint fmt setup clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Without optimization the program is built in a third of the time, and the page is what takes any load here.
demo: pkg ## build all and serve the page with a sandbox: fill in, create, see the case complete
	cargo run --locked --features cli -- serve --sandbox

check: ## format, lints of the core, core tests and the corpus: under a minute after a small change
	scripts/check.sh

test: ## run every check and test; STEPS="rust-tests node-tests" runs only those
	scripts/test.sh $(STEPS)

browsers: pkg ## run every browser test in Chromium, Firefox and WebKit
	cargo build --locked --features cli
	for engine in chromium firefox webkit; do ENGINE=$$engine node --test tests/browser/*.test.mjs || failed=1; done; exit $${failed:-0}

matrix: pkg ## run the package in every tool and host, and write docs/matrix.md; CELLS="vite-8 next-16" runs only those
	node tests/packaging/matrix/run.mjs $(CELLS)

differential: pkg ## compare random requests with the acceptor and without it; COUNT=10000000
	node tests/differential/run.mjs $(or $(COUNT),10000000)

bench: pkg ## measure against zod, valibot, ajv and Node scripts, and write benches/RESULTS.md
	cargo build --release --locked --features cli
	for part in run files growth write-results; do node benches/$$part.mjs || failed=1; done; exit $${failed:-0}

promises: ## kill, fail and measure batches of many requests, account for every line, and measure tables
	cargo bench --features cli --bench promises -- all --lines 2000 --kills 200 --shared-lines 5000 --throughput 10000 --rows 10000 --megabytes 1000 --hold-target

size: pkg ## say how big the wasm and a bundle are; fails when over
	node scripts/size.mjs

pkg: ## build the npm package into pkg/dist
	scripts/setup.sh demo
	node scripts/build-pkg.mjs

lint: ## check format, lints and types, without running anything
	scripts/test.sh setup rust-format rust-lints package types js-lints

fmt: ## format Rust, JavaScript, TypeScript, CSS and JSON
	scripts/setup/rust.sh
	scripts/setup/rustfmt-clippy.sh
	scripts/setup/npm.sh
	cargo fmt
	node_modules/.bin/biome check --write

setup: ## bring what building and testing need to this machine
	scripts/setup.sh test

clean: ## remove what was built (not node_modules)
	cargo clean --quiet
	rm -rf pkg npm/src/generated npm/src/languages npm/src/accept/case.ts
