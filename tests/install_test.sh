#!/usr/bin/env bash
# Installs the built tree in a temporary folder; builds and runs the examples against it as another project would, by
# find_package and by pkg-config.
#
#     tests/install_test.sh SOURCE BUILD CXX_FLAGS
set -euo pipefail
source=$1 build=$2 flags=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
prefix=$folder/prefix
unset SHENBAO_MODELS

holds() {  # FILE TEXT
  grep -qF -- "$2" "$1" || { echo "$1 does not hold \"$2\":"; head -20 "$1"; exit 1; }
}

cmake --install "$build" --prefix "$prefix" >"$folder/install.log"
"$prefix/bin/shenbao" --version >"$folder/version"
holds "$folder/version" "$prefix/share/shenbao/orientation.onnx"

cmake -S "$source/examples" -B "$folder/examples" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_FLAGS="$flags" \
  >"$folder/configure.log" 2>&1 || { cat "$folder/configure.log"; exit 1; }
cmake --build "$folder/examples" >"$folder/build.log" 2>&1 || { cat "$folder/build.log"; exit 1; }
"$folder/examples/print_values" "$source/samples/chaoyang/clean.pdf" >"$folder/values"
holds "$folder/values" "department_target"
holds "$folder/values" "/income/total: 845.44  [page 1 at (1420, 833), read \"845.44\""

export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
read -r -a shenbao <<<"$(pkg-config --cflags --libs shenbao)"
read -r -a more <<<"$flags"
c++ -std=c++17 "${more[@]}" "$source/examples/judge_results.cpp" -o "$folder/judge_results" "${shenbao[@]}"
mkdir "$folder/scans"
cp "$source/samples/chaoyang/clean.pdf" "$folder/scans/a.pdf"
: >"$folder/scans/b.pdf"
LD_LIBRARY_PATH=$prefix/lib "$folder/judge_results" "$folder/scans" "$folder/out" >"$folder/judged"
holds "$folder/judged" "b.pdf: "
holds "$folder/judged" "a.json: "
holds "$folder/judged" "degenerate_bound"

# Of all headers only the one about pixels needs OpenCV.
echo '#include <shenbao/pixels.h>' >"$folder/pixels.cpp"
read -r -a opencv <<<"$(pkg-config --cflags opencv4)"
c++ -std=c++17 -fsyntax-only "$folder/pixels.cpp" "${shenbao[@]}" "${opencv[@]}"
others=$(grep -rlE '#include <(opencv2|nlohmann|unicode|tesseract|fmt)/' "$prefix/include/shenbao" || true)
[ "$others" = "$prefix/include/shenbao/layout/page/page.h" ] || { echo "third parties in public headers: $others"; exit 1; }
