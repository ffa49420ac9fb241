#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Builds the benchmarks (preset "bench"), runs them beside their peers and prints one table of ratios.
#
#   tools/bench.sh                 five rounds over the whole corpus, some minutes
#   tools/bench.sh --quick         three rounds over 1,500 documents, under a minute
#
# In every round each operation is run by newsearch and at once by its peer, in the next round the other way round;
# ratios are taken within a round. Meant for a quiet machine; the table says how busy it was.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: tools/bench.sh [OPTION]...

  --quick           3 rounds, 1,500 documents
  --rounds N        rounds (5)
  --archive-mb N    the largest made archive to cut into articles, in megabytes (100; 10 with --quick); one of
                    more than 100 goes through a pipe, so that no file is written: 2000 takes some minutes a round
  --docs N          documents of the corpus (as many as it has; more are made from its sentences)
  --layer NAME      text, facets, ingest, index or query; can be given several times (all)
  --filter REGEX    only benchmarks whose name matches
  --keep DIR        keep the results of each round (JSON) in DIR
  --help            this text

The corpus is the data in NEWSEARCH_SHARED_DATA (environment; else ../shared) where there are some, else one made
from the sample texts. The table says which.
TEXT
}

fail() {
  echo "tools/bench.sh: $*" >&2
  exit 2
}

rounds=5
docs=0
archive_mb=100
layers=()
filter=.
keep=
min_time=0.1
command="tools/bench.sh${*:+ $*}"
while (($# > 0)); do
  case $1 in
    --quick) rounds=3 docs=1500 archive_mb=10 min_time=0.03 ;;
    --rounds | --docs | --archive-mb | --layer | --filter | --keep)
      (($# > 1)) || fail "$1 needs a value"
      case $1 in
        --rounds) rounds=$2 ;;
        --docs) docs=$2 ;;
        --archive-mb) archive_mb=$2 ;;
        --layer) layers+=("$2") ;;
        --filter) filter=$2 ;;
        --keep) keep=$2 ;;
      esac
      shift
      ;;
    --help | -h)
      usage
      exit 0
      ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
  shift
done
[[ $rounds =~ ^[1-9][0-9]*$ ]] || fail "--rounds: not a number: $rounds"
[[ $docs =~ ^[0-9]+$ ]] || fail "--docs: not a number: $docs"
[[ $archive_mb =~ ^[1-9][0-9]*$ ]] || fail "--archive-mb: not a number: $archive_mb"
((${#layers[@]})) || layers=(text facets ingest index query)
for layer in "${layers[@]}"; do
  [[ $layer =~ ^(text|facets|ingest|index|query)$ ]] || fail "no layer $layer; there are text, facets, ingest, index, query"
done

# Everything that is missing, at once.
missing=()
need() { command -v "$1" >/dev/null || missing+=("$2"); }
need cmake cmake
need ninja ninja-build
need c++ g++
need python3 python3
need gzip gzip
have_header() {
  command -v c++ >/dev/null || return 0
  printf '#if !__has_include(<%s>)\n#error\n#endif\n' "$1" | c++ -x c++ -std=c++20 -fsyntax-only - 2>/dev/null ||
    missing+=("$2")
}
have_header benchmark/benchmark.h libbenchmark-dev
have_header xapian.h libxapian-dev
have_header unicode/brkiter.h libicu-dev
have_header nlohmann/json.hpp nlohmann-json3-dev
have_header libstemmer.h libstemmer-dev
have_header cld2/public/compact_lang_det.h libcld2-dev
if ((${#missing[@]})); then
  fail "missing (names of Debian packages): ${missing[*]}"
fi

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/newsearch-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
results=$work/results
mkdir "$results"

echo "building..." >&2
(
  cd "$root"
  cmake --preset bench
  cmake --build --preset bench --target newsearch_command make_archive text_bench facets_bench ingest_bench index_bench query_bench
) >"$work/build.log" 2>&1 || {
  tail -30 "$work/build.log" >&2
  fail "the build failed"
}

for ((round = 1; round <= rounds; ++round)); do
  for layer in "${layers[@]}"; do
    echo "round $round of $rounds: $layer" >&2
    arguments=(--docs="$docs" --archive_mb="$archive_mb" --work_dir="$work" --benchmark_filter="$filter" --benchmark_min_time="$min_time"
      --benchmark_out="$results/$(printf %03d "$round")-$layer.json" --benchmark_out_format=json)
    ((round % 2)) || arguments+=(--peers_first)
    "$root/build/bench/bench/${layer}_bench" "${arguments[@]}" >/dev/null 2>"$work/$layer.log" || {
      cat "$work/$layer.log" >&2
      fail "${layer}_bench failed"
    }
    grep WARNING: "$work/$layer.log" >&2 || true
  done
done

if [[ -n $keep ]]; then
  mkdir -p "$keep"
  cp "$results"/*.json "$keep"
fi
python3 "$root/bench/report.py" --command "$command" "$results"
