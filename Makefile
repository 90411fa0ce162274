# The short commands; CMakePresets.json has the long ones. Each works alone, on a fresh Debian 12 too.

.PHONY: demo program test sanitize bench build format packages

demo: program
	@mkdir -p out/demo
	@echo
	@build/release/cli/shenbao extract samples/chaoyang/poor.pdf -o out/demo --lang en || [ $$? -eq 1 ]
	@echo
	@echo "Results: out/demo/poor.json, index: out/demo/batch.json. Add \"--dump DIR\" to see what was found where."

test: build
	ctest --preset release

# The program alone, without tests and benchmarks.
program: build/release/build.ninja
	@cmake --build --preset release --target shenbao

build: build/release/build.ninja
	@cmake --build --preset release

sanitize: packages
	cmake --preset sanitizers
	cmake --build --preset sanitizers
	LSAN_OPTIONS=suppressions=$(CURDIR)/tests/leaks-of-others.txt:print_suppressions=0 ctest --preset sanitizers

bench: build
	OMP_THREAD_LIMIT=1 build/release/bench/shenbao_bench

format:
	@cmake/install-packages.sh .ci/packages.txt
	clang-format -i $$(git ls-files '*.cpp' '*.h')

packages:
	@cmake/install-packages.sh

build/release/build.ninja: CMakeLists.txt CMakePresets.json | packages
	cmake --preset release
