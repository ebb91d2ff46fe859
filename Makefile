# The two commands that do everything are `make traderx` and `make test`.
# Every target installs what it needs, from Debian's packages and PyPI only.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build

RELEASE_FLAGS := -c release --static-swift-stdlib -Xlinker --gc-sections -Xlinker -s
RAD := .build/release/rad
VENV := build/venv
TERRAFORM := build/terraform
CLOUDFORMATION := build/cloudformation
# Outside of the checkout: building it takes some minutes.
KUBERNETES := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/rad/kubernetes-1.20
SAMPLE := samples/traderx
# Tests that take turns on few cores have their time, those of leases and idle connections included.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH := 8
OUTPUT := build/traderx

.PHONY: build release traderx test check format format-check architecture bench docs graph fuzz clean \
	libraries test-tools bench-tools

build: libraries ## Build for development.
	swift build

release: libraries ## Build the release binary.
	swift build $(RELEASE_FLAGS) --product rad

traderx: release ## Deploy the sample into both environments of the embedded default.
	@Scripts/traderx.sh $(RAD) $(SAMPLE) $(OUTPUT)

test: libraries test-tools ## Install what the tests need and run them all.
	RAD_TEST_PYTHON=$(CURDIR)/$(VENV)/bin/python RAD_TEST_DOT=$$(command -v dot) \
		RAD_TEST_REGISTRY=$$(command -v docker-registry) RAD_TEST_SKOPEO=$$(command -v skopeo) \
		RAD_TEST_BROWSER=$$(command -v chromium-headless-shell) \
		RAD_TEST_ARM_SCHEMAS=$$(realpath -q ../shared/reference/schemas/arm || true) \
		RAD_TEST_CRDS=$$(realpath -q ../shared/reference/schemas/crds || true) \
		RAD_TEST_TERRAFORM=$(CURDIR)/$(TERRAFORM)/terraform:$$(command -v terraform || true) \
		RAD_TEST_TERRAFORM_MIRROR=$(CURDIR)/$(TERRAFORM)/mirror \
		RAD_TEST_KUBECTL=$(CURDIR)/$(VENV)/bin/kubectl \
		RAD_TEST_CLOUDFORMATION=$(CURDIR)/$(CLOUDFORMATION)/schemas \
		Scripts/kubernetes.sh $(KUBERNETES) build/kubernetes swift test
	Scripts/kubernetes-node.sh $(KUBERNETES) build/kubernetes-node swift test --skip-build --filter NodeTests

check: format-check architecture test ## Everything that a change must pass.

format: ## Format the sources.
	swift format -i -r Package.swift Sources Snippets Tests Fuzz/Package.swift Fuzz/Sources

format-check: ## Fail if a file is not formatted or breaks a style rule.
	swift format lint --strict -r Package.swift Sources Snippets Tests Fuzz/Package.swift Fuzz/Sources

architecture: libraries ## Fail if a module imports what it must not.
	swift build --explicit-target-dependency-import-check error

bench: release bench-tools ## Measure rad beside its peers in one run; CORPUS=FOLDER adds the Bicep files in it.
	swift build $(RELEASE_FLAGS) --product ParserBenchmark
	build/bench-venv/bin/python Benchmarks/language.py --rad $(RAD) --parser .build/release/ParserBenchmark \
		--work /dev/shm/rad-bench $(if $(CORPUS),--corpus $(CORPUS))
	build/bench-venv/bin/python Benchmarks/graph.py --rad $(RAD) --work /dev/shm/rad-bench
	build/bench-venv/bin/python Benchmarks/bench.py --rad $(RAD) --tools build/peers --work /dev/shm/rad-bench
	swift build $(RELEASE_FLAGS) --product StateBenchmark
	rm -rf build/state-bench && .build/release/StateBenchmark build/state-bench
	Scripts/kubernetes.sh $(KUBERNETES) build/kubernetes build/bench-venv/bin/python Benchmarks/cluster.py --rad $(RAD) \
		--kubectl build/peers/kubectl --helm build/peers/helm

fuzz: libraries ## Feed each reader of files with mutated ones for SECONDS=60; CORPUS=FOLDER adds the files in it.
	@Scripts/install.sh python3
	Scripts/fuzz.sh $(or $(SECONDS),60) $(CORPUS)

docs: libraries ## Build the documentation of the Bicep library; fail if a link leads nowhere.
	Scripts/docs.sh build/docs

graph: release ## Draw the picture of the README.
	Scripts/graph.sh $(RAD) $(SAMPLE) docs/images

libraries: ## Install the libraries that rad is built with, if they are missing.
	@Scripts/install.sh libcurl4-openssl-dev libyaml-dev zlib1g-dev

test-tools:
	@Scripts/install.sh chromium-headless-shell conntrack containerd containernetworking-plugins curl docker-registry \
		etcd-server gcc graphviz iproute2 iptables libc6-dev openssl python3 python3-venv runc skopeo util-linux
	@Scripts/venv.sh $(VENV) Tests/Tools/requirements.txt
	@Scripts/terraform.sh $(TERRAFORM) $(VENV)/bin/python
	@Scripts/cloudformation.sh $(CLOUDFORMATION) $(VENV)/bin/python
	@Scripts/kubernetes-build.sh $(KUBERNETES)

bench-tools:
	@Scripts/install.sh curl etcd-server openssl python3 python3-venv
	@Scripts/kubernetes-build.sh $(KUBERNETES)
	@Scripts/venv.sh build/bench-venv Benchmarks/requirements.txt
	@build/bench-venv/bin/python Benchmarks/peers.py build/peers

clean: ## Remove what was built.
	rm -rf .build Fuzz/.build build
