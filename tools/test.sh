#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Installs what is missing, builds with warnings as errors, and runs the tests.
#   tools/test.sh            the default run
#   tools/test.sh --slow     the long suites too
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tools/setup.sh build test
cmake --preset dev
cmake --build --preset dev
if [ "${1:-}" = --slow ]; then
  ctest --test-dir build/dev --output-on-failure --no-tests=error -j 2
else
  ctest --preset dev
fi
