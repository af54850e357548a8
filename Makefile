# `make demo` and `make test` need rustup's stable Rust, gcc, make and python3; tools/setup adds what PROJ's build
# wants (cmake, sqlite3) only where it is missing. Everything uses the release profile: PROJ is built once.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
CARGO ?= cargo
export PATH := $(CURDIR)/target/tools/bin:$(PATH)
target := $(or $(CARGO_TARGET_DIR),target)
standoff := $(target)/release/standoff

.PHONY: help setup build demo test test-plain lint docs check bench data clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## install what is missing for a build with PROJ
	@tools/setup

build: setup ## build the command: target/release/standoff
	$(CARGO) build --release --locked

demo: build ## the main job on the shipped data: table here, geometry in demo/zone.geojson
	@mkdir -p demo
	$(standoff) strip --width 300km --out demo/zone.geojson --force
	@echo "wrote demo/zone.geojson: drop it on QGIS, or on any page that shows GeoJSON" >&2

test: setup ## all tests
	$(CARGO) test --release --locked

test-plain: ## all tests of the build that needs cargo and a C compiler only, without PROJ
	$(CARGO) test --release --locked --no-default-features

lint: setup ## formatting and clippy, warnings are errors
	$(CARGO) fmt --check
	$(CARGO) clippy --release --locked --all-targets -- -D warnings

docs: setup ## the library's documentation, warnings are errors
	RUSTDOCFLAGS="$${RUSTDOCFLAGS:-} -Dwarnings" $(CARGO) doc --release --locked --no-deps

check: test lint docs test-plain ## everything that the continuous integration checks

bench: setup ## benches of the engine
	$(CARGO) bench --locked

data: ## rebuild the shipped data from its sources and compare checksums
	data/build/rebuild.sh

clean: ## remove what was built
	$(CARGO) clean
	rm -rf demo
