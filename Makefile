# The two that most people want: `make demo` and `make test`. `make help` lists the rest.

PREFIX ?= /usr/local
DESTDIR ?=
# Where libraries are below PREFIX; on Debian also lib/x86_64-linux-gnu.
LIBDIR ?= lib
SWIFT_FLAGS ?=
export SWIFT_FLAGS

# Where the tool chain stands when it was unpacked to its usual place and PATH does not say so.
export PATH := $(PATH):/opt/swift/usr/bin:$(HOME)/.local/share/swiftly/bin

# Swift up to 6.3 hands a package's traits to the compiler in an order drawn anew for each build, and so compiles
# everything anew (swiftlang/swift-package-manager issue 10525).
export SWIFT_DETERMINISTIC_HASHING := 1

.DEFAULT_GOAL := help
.PHONY: help prepare build demo test fuzz accuracy robustness registrations classifiers networks bench reference reference-check pictures report-pictures classifier-picture format format-check static install deb deb-try source-try core-check wheel test-python docs clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 24

prepare: ## Install missing system packages, look for Swift
	@scripts/prepare.sh

# One flavour of build for everything: tests and program share what is compiled. `swift test` on its own would
# compile all of it a second time.
build: prepare ## Build the program: .build/release/rca-cli
	swift build -c release --product rca-cli $(SWIFT_FLAGS)

demo: build ## Score drawn chest X-rays; predicted beside true Dice
	.build/release/rca-cli demo --reference Reference --output demo-output

test: prepare ## Build and run all tests; ends with what was skipped, and why
	@scripts/prepare-tests.sh
	@scripts/prepare-pydicom.sh
	swift build -c release --build-tests $(SWIFT_FLAGS)
	@scripts/test.sh -c release --skip-build $(SWIFT_FLAGS)

# A build of its own, with AddressSanitizer: see CONTRIBUTING.md.
fuzz: export FUZZ_SECONDS ?= 60
fuzz: prepare ## Give every parser random bytes, FUZZ_SECONDS (60) each, or FUZZ_TARGETS alone
	scripts/fuzz.sh $(FUZZ_TARGETS)

accuracy: prepare ## Measure accuracy on real data in ../shared (see docs/accuracy.md)
	swift build -c release --build-tests $(SWIFT_FLAGS)
	RCA_MEASURE=full swift test -c release --skip-build --filter AccuracyTests --skip RegistrationAccuracyTests $(SWIFT_FLAGS)

# RCA_LEARNED names a bundle with networks to take in place of the references alone.
robustness: prepare ## Measure radiographs perturbed, and pictures that are no radiographs (see docs/robustness.md)
	swift build -c release --build-tests $(SWIFT_FLAGS)
	RCA_MEASURE=full swift test -c release --skip-build --filter RobustnessTests $(SWIFT_FLAGS)

registrations: prepare ## Train AC-RegNet and its variants on ../shared, and measure them (see docs/ac-regnet.md; hours)
	swift build -c release --build-tests $(SWIFT_FLAGS)
	RCA_MEASURE=full swift test -c release --skip-build --filter RegistrationAccuracyTests $(SWIFT_FLAGS)

classifiers: prepare ## Measure every reverse classifier on real data in ../shared (see docs/classifiers.md)
	swift build -c release --build-tests $(SWIFT_FLAGS)
	RCA_MEASURE=full swift test -c release --skip-build --filter ClassifierStudyTests $(SWIFT_FLAGS)

networks: export RCA_PICTURES ?= docs/images
networks: prepare ## Measure what networks need on ../shared, and draw it (see docs/learning.md; an hour)
	swift build -c release --build-tests $(SWIFT_FLAGS)
	RCA_MEASURE=full swift test -c release --skip-build --filter NetworkStudyTests $(SWIFT_FLAGS)

bench: build ## Measure speed, with the bars (see Benchmarks/README.md)
	swift build -c release --package-path Benchmarks
	cd Benchmarks && .build/release/rca-bench measure $(BENCH_FLAGS)

reference: build ## Make the phantom references in Reference again, and train their networks (a minute)
	scripts/make-reference.sh .build/release/rca-cli Reference

reference-check: build ## Check that the program still makes what is in Reference (a minute)
	scripts/check-reference.sh .build/release/rca-cli Reference

report-pictures: build ## Make the pictures of docs/report.md again
	scripts/make-report-pictures.sh .build/release/rca-cli docs/images

pictures: build ## Make the pictures in docs/images again
	scripts/make-pictures.sh .build/release/rca-cli docs/images

classifier-picture: build ## Make the picture of docs/classifiers.md again
	scripts/make-classifier-picture.sh .build/release/rca-cli docs/images

format: ## Format the Swift sources in place
	swift format --in-place --parallel --recursive Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

format-check: ## Say which Swift sources are not formatted
	swift format lint --strict --parallel --recursive Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

# The Swift runtime goes into the file, so that it runs on nodes without Swift; the C libraries stay shared.
# What is installed says which commit it is of.
static install deb: export RCA_REVISION ?= $(shell git describe --always --dirty 2>/dev/null)
static: prepare
	swift build -c release --product rca-cli --static-swift-stdlib --scratch-path .build-static $(SWIFT_FLAGS)
	swift build -c release --target CInterface --static-swift-stdlib --scratch-path .build-static $(SWIFT_FLAGS)
	scripts/link-library.sh .build-static/release .build-static/librca.so.1

install: static ## Install program, library for C, man pages, completions and phantom references: PREFIX, DESTDIR, LIBDIR
	LIBDIR="$(LIBDIR)" scripts/install-files.sh .build-static/release/rca-cli "$(DESTDIR)$(PREFIX)" .build-static/librca.so.1
	strip "$(DESTDIR)$(PREFIX)/bin/rca-cli"

deb: static ## Make the Debian package: .build-deb/rca_VERSION_ARCHITECTURE.deb
	scripts/deb/build.sh .build-deb

# Linked from what `make test` has compiled, in seconds.
wheel: build ## Make the Python wheel: .build-wheel/rca-VERSION-….whl
	swift build -c release --product rca $(SWIFT_FLAGS)
	@scripts/prepare-python.sh tools
	scripts/wheel/build.sh .build/release .build-wheel .build/python/tools/bin/python

test-python: wheel ## Install the wheel in a fresh environment without Swift, and run the Python tests
	@scripts/prepare-python.sh tests
	scripts/test-python.sh .build-wheel/rca-*.whl

core-check: ## Build in a clean Debian with libpng, OpenBLAS and libcrypto alone (as root; needs debootstrap)
	scripts/core-check.sh

deb-try: ## Install that package into a clean Debian and run it there (as root; needs debootstrap)
	scripts/deb/try.sh .build-deb/rca_*.deb

source-try: ## Build the last commit in a clean Debian and run the demo there (as root; needs debootstrap)
	scripts/source-try.sh

docs: build ## Make the library's documentation: .build-docs/RCA.doccarchive
	scripts/make-docs.sh .build-docs

clean: ## Remove everything that was built or made
	rm -rf .build .build-static .build-portable .build-deb .build-docs .build-core .build-fuzz .build-wheel Benchmarks/.build demo-output
