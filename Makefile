# `make demo` and `make test` need rustup's stable Rust, gcc, make and python3; tools/setup adds what PROJ's build
# wants (cmake, sqlite3) only where it is missing. Everything uses the release profile: PROJ is built once.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
CARGO ?= cargo
export PATH := $(CURDIR)/target/tools/bin:$(PATH)
target := $(or $(CARGO_TARGET_DIR),target)
standoff := $(target)/release/standoff

PREFIX ?= /usr/local
prefix := $(DESTDIR)$(PREFIX)
man := $(prefix)/share/man/man1
bash := $(prefix)/share/bash-completion/completions
zsh := $(prefix)/share/zsh/site-functions
fish := $(prefix)/share/fish/vendor_completions.d

.PHONY: help setup build demo test test-plain test-engine test-features lint docs check bench accuracy torture peers reading picture qgis-plugin test-qgis test-page measure-page data data-osm validation validation-check foreign validate-finer tutorial tutorial-check gallery gallery-check install uninstall clean

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

test: setup ## all tests, and the examples
	$(CARGO) run --release --locked --quiet --example 01-strip-and-overlaps
	$(CARGO) run --release --locked --quiet --example 02-scenario
	$(CARGO) test --release --locked --workspace

test-plain: ## all tests of the build that needs cargo and a C compiler only, without PROJ
	$(CARGO) test --release --locked --no-default-features --features cli

test-features: ## the library without the command, and with one feature at a time; how many packages that takes
	$(CARGO) test --release --locked -p standoff-embed
	@n=$$($(CARGO) tree --locked -p standoff-embed -e normal --prefix none | awk '{print $$1, $$2}' | sort -u | grep -vc standoff-embed); \
	  echo "packages without features: $$n (75 at most)"; test "$$n" -le 75
	for feature in formats gpkg picture rayon; do \
	  $(CARGO) check --release --locked --lib --no-default-features --features "$$feature"; done

test-engine: ## the engine without threads of its own, and whether it compiles for browsers (wasm32)
	$(CARGO) test --release --locked -p standoff-engine --no-default-features --test exact --test sound --test sides
	tools/wasm

test-qgis: build ## the files and the plugin in a real QGIS and GDAL (installed where missing); pictures in target/qgis
	tools/setup-qgis
	QT_QPA_PLATFORM=offscreen /usr/bin/python3 tests/qgis/run.py $(standoff) $(target)/qgis
	QT_QPA_PLATFORM=offscreen /usr/bin/python3 tests/qgis/provider.py $(standoff) $(target)/qgis/provider
	QT_QPA_PLATFORM=offscreen /usr/bin/python3 tests/qgis/loaded.py $(standoff) $(target)/qgis/loaded

qgis-plugin: ## the plugin for QGIS: target/standoff_processing.zip
	tools/qgis-plugin.py $(target)/standoff_processing.zip

lint: setup ## formatting, clippy, ruff for Python, tsc and eslint for scripts; warnings are errors
	$(CARGO) fmt --check
	$(CARGO) clippy --release --locked --workspace --all-targets -- -D warnings
	@tools/lint/run

docs: setup ## the library's documentation, warnings are errors
	RUSTDOCFLAGS="$${RUSTDOCFLAGS:-} -Dwarnings" $(CARGO) doc --release --locked --workspace --no-deps

check: test lint docs test-plain test-engine test-features validation-check tutorial-check gallery-check ## everything that the continuous integration checks

bench: setup ## benches of the engine
	$(CARGO) bench --locked

accuracy: setup ## strips of real borders judged by geographiclib: at 1 m and at 1 cm
	$(CARGO) run --release --locked --quiet --example accuracy -- 1 1000 contact land coast
	$(CARGO) run --release --locked --quiet --example accuracy -- 0.01 1000 contact land coast

torture: ## random strips of many classes judged by brute force over GeographicLib: COUNT=20000 SEED=1 ARGS="--class focal"
	$(CARGO) run --release --locked --quiet -p standoff-engine --example torture -- --count $(or $(COUNT),20000) --seed $(or $(SEED),1) $(ARGS)

peers: build ## time of the outline beside Shapely's planar buffer, in one run (installs Shapely in target/peers)
	$(CARGO) build --release --locked --example contour
	test -x $(target)/peers/bin/python || python3 -m venv $(target)/peers
	$(target)/peers/bin/pip install --quiet shapely==2.2.0 pyproj==3.7.2 numpy
	$(target)/peers/bin/python tools/peers.py --binary $(target)/release/examples/contour
	$(target)/peers/bin/python tools/peers.py --binary $(target)/release/examples/contour --line coast --widths 50,100,300 --runs 1

reading: setup ## speed and memory of reading GeoJSON beside GDAL's own reader, in one run (needs python3-gdal; size: MB=1000)
	$(CARGO) build --release --locked --example reading
	tools/reading.sh $(or $(MB),300) $(or $(RUNS),5)

test-page: build ## the report's page in a real Chromium (installs it where it is missing)
	@tools/setup-browser
	STANDOFF=$(abspath $(standoff)) node --test --test-reporter=spec tests/page/page.test.mjs

measure-page: build ## how long the report's page takes to open, and a step of its slider
	@tools/setup-browser
	STANDOFF=$(abspath $(standoff)) node tests/page/measure.mjs

picture: build ## the README's picture
	$(standoff) strip --width 300km --out docs/zone.svg --force --quiet >/dev/null

foreign: build ## public files of npm, PyPI and crates.io tried as they are: writes docs/foreign.md anew (fetches them into target/foreign)
	tools/foreign.py --binary $(standoff) --folder $(target)/foreign

validation: build ## write the tables of docs/validation.md anew from runs of the program
	tools/validation.py --binary $(standoff)

validation-check: build ## fail where docs/validation.md is not what the program gives
	tools/validation.py --binary $(standoff) --check

tutorial: build ## write the outputs in docs/tutorial.md anew from runs of its commands
	tools/tutorial.py --binary $(standoff)

tutorial-check: build ## fail where docs/tutorial.md is not what its commands print
	tools/tutorial.py --binary $(standoff) --check

gallery: build ## draw the pictures of docs/gallery.md anew; all on one page: target/gallery/index.html
	tools/gallery.py --binary $(standoff) --folder $(target)/gallery

gallery-check: build ## fail where docs/gallery is not what the program draws
	tools/gallery.py --binary $(standoff) --folder $(target)/gallery --check

install: ## put the built program, its manual and completions under PREFIX (/usr/local); DESTDIR stands before it
	@test -x $(standoff) || { echo "there is no $(standoff) yet: make build (without root) comes first" >&2; exit 1; }
	install -d $(man) $(bash) $(zsh) $(fish)
	install -Dm755 $(standoff) $(prefix)/bin/standoff
	$(standoff) man --out-dir $(man) --force
	$(standoff) completions bash > $(bash)/standoff
	$(standoff) completions zsh > $(zsh)/_standoff
	$(standoff) completions fish > $(fish)/standoff.fish

uninstall: ## remove what install put there
	rm -f $(prefix)/bin/standoff $(man)/standoff.1 $(man)/standoff-*.1
	rm -f $(bash)/standoff $(zsh)/_standoff $(fish)/standoff.fish

data: ## rebuild the shipped data from its sources and compare checksums
	data/build/rebuild.sh
	data/build/font.sh

data-osm: ## build finer borders from OpenStreetMap (ODbL) in your data folder, for --borders osm
	data/build/osm.sh

validate-finer: build ## the table of shipped and finer borders in docs/validation.md (needs data-osm)
	tools/finer.sh $(standoff)

clean: ## remove what was built
	$(CARGO) clean
	rm -rf demo
