# Everything that people and CI do here, by name. `make run` and `make test` need nothing but a
# Debian machine with Swift: they install what is missing first.

SWIFT ?= swift
PORT ?= 8080
PYTHON ?= python3
VENV := .venv

# Debian packages: what the build links, and what the tests call.
BUILD_PACKAGES := ca-certificates git make pkg-config libnghttp2-dev zlib1g-dev
TEST_PACKAGES := curl python3 python3-venv

.PHONY: help setup setup-test build debug run test check unit integration heavy fit fit-check clean

help:
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 16

setup:
	@scripts/install-packages $(BUILD_PACKAGES)

setup-test: setup $(VENV)/installed
	@scripts/install-packages $(TEST_PACKAGES)

$(VENV)/installed: Tests/Integration/requirements.txt
	@scripts/install-packages $(TEST_PACKAGES)
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

build: setup ## the program, optimised: .build/release/opmeter
	$(SWIFT) build -c release --product opmeter

debug: setup
	$(SWIFT) build --build-tests

run: build ## starts the service on port 8080 and prints a request that works
	@scripts/run-service .build/release/opmeter $(PORT)

test: check unit integration ## what every change must pass: format, unit and integration tests

check: setup ## layout of the code
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Examples Benchmarks

unit: debug
	$(SWIFT) test --skip-build --parallel

integration: setup-test debug
	OPMETER=$(abspath .build/debug/opmeter) $(VENV)/bin/python -m pytest -q Tests/Integration

fit: build ## fits every kernel library again from Profiles/counts
	scripts/fit-kernels .build/release/opmeter

fit-check: build ## whether the kernel files are what the fit makes
	scripts/fit-kernels .build/release/opmeter --check

heavy: fit-check ## what takes longer: every fit

clean:
	rm -rf .build .build-* $(VENV) dist
