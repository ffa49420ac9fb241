#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# From a fresh Debian machine to an answer: installs what is missing, builds, indexes the sample archive, asks.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tools/setup.sh build
mkdir -p build
cmake --preset release -DNEWSEARCH_BUILD_TESTS=OFF -DNEWSEARCH_BUILD_PYTHON=OFF -B build/demo >build/demo.log 2>&1 ||
  { cat build/demo.log >&2; exit 1; }
cmake --build build/demo

newsearch=build/demo/tools/newsearch/newsearch
export NEWSEARCH_INDEX=build/demo/sample.index
echo
echo "\$ newsearch index tests/corpora/sample/news.txt"
"$newsearch" index tests/corpora/sample/news.txt
echo
echo "\$ newsearch query \"smart city Kista\""
"$newsearch" query "smart city Kista"
echo
echo "The command is $newsearch, its index $NEWSEARCH_INDEX; try: $newsearch help"
