#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Installs the Debian packages that are missing. Run by tools/demo.sh, tools/test.sh, tools/quality.sh.
#   tools/setup.sh build        what building the library and the command needs
#   tools/setup.sh build test   and what the tests need
#   tools/setup.sh bench        what the preset bench needs beside build
#   tools/setup.sh engines      the peers of tools/bench.sh
#   tools/setup.sh quality      the peers of tools/quality.sh
set -euo pipefail

build_packages=(g++ cmake ninja-build pkg-config libxapian-dev libicu-dev libstemmer-dev libcld2-dev
                nlohmann-json3-dev libcli11-dev libgumbo-dev libmd4c-dev libexpat1-dev zlib1g-dev libzstd-dev)
test_packages=(libgtest-dev libgmock-dev python3 python3-dev python3-cffi python3-setuptools python3-wheel
               python3-pip python3-venv python3-pytest clang libclang-rt-dev clang-format git man-db xapian-tools)
bench_packages=(libbenchmark-dev python3)
engines_packages=(libsqlite3-dev liblucene++-dev libboost-filesystem-dev xapian-tools liblucene8-java default-jdk-headless)
quality_packages=(liblucene8-java default-jdk-headless)

wanted=()
for set_name in "${@:-build}"; do
  case "$set_name" in
    build) wanted+=("${build_packages[@]}") ;;
    test) wanted+=("${test_packages[@]}") ;;
    bench) wanted+=("${bench_packages[@]}") ;;
    engines) wanted+=("${engines_packages[@]}") ;;
    quality) wanted+=("${quality_packages[@]}") ;;
    *) echo "setup.sh: no package set named $set_name (build, test, bench, engines, quality)" >&2; exit 2 ;;
  esac
done

missing=()
for package in "${wanted[@]}"; do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "setup.sh: run as root, or install: ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
echo "Installing ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
