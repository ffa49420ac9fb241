#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Builds the benchmarks (preset "bench"), runs them beside their peers and prints tables of ratios.
#
#   tools/bench.sh                 searching and indexing beside other engines, 10,000 documents, some minutes
#   tools/bench.sh --search 120k   the same with more of them
#   tools/bench.sh --layers        the layers of the library beside raw Xapian, ICU and others, some minutes
#
# In every round each operation is run by newsearch and at once by its peers, in the next round in another order;
# ratios are taken within a round. Meant for a quiet machine; the tables say how busy it was.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: tools/bench.sh [OPTION]...

  --search SIZE     newsearch beside Xapian, SQLite FTS5, Lucene and Lucene++ over SIZE made documents: 10k (default),
                    120k, 1m; the latter two take hours, and disk space of some 25 times their text
  --layers          the layers in place of this; so does any option about them
  --quick           3 rounds; 2,000 documents, of the layers 1,500
  --rounds N        rounds (5)
  --keep DIR        keep the results of each round (JSON) in DIR

About other engines:
  --peers LIST      some of xapian,fts5,lucene,lucene++ (those whose packages are there; tools/setup.sh build bench engines
                    installs them)
  --markdown FILE   write the tables to FILE too
  --work DIR        where corpus and indexes are made, and removed (TMPDIR)

About layers:
  --archive-mb N    the largest made archive to cut into articles, in megabytes (100; 10 with --quick); one of
                    more than 100 goes through a pipe, so that no file is written: 2000 takes some minutes a round
  --docs N          documents of the corpus (as many as it has; more are made from its sentences)
  --layer NAME      text, facets, ingest, index or query; can be given several times (all)
  --filter REGEX    only benchmarks whose name matches

  --help            this text

The corpora come from the data in NEWSEARCH_SHARED_DATA (environment; else ../shared) where there are some, else from
the sample texts. The tables say which.
TEXT
}

fail() {
  echo "tools/bench.sh: $*" >&2
  exit 2
}

rounds=5
search=
peers=
markdown=
work_parent=${TMPDIR:-/tmp}
quick=
docs=0
archive_mb=100
layers=()
filter=.
keep=
of_layers=
of_engines=
min_time=0.1
command="tools/bench.sh${*:+ $*}"
while (($# > 0)); do
  case $1 in
    --quick) rounds=3 docs=1500 archive_mb=10 min_time=0.03 quick=yes ;;
    --layers) of_layers=yes ;;
    --rounds | --docs | --archive-mb | --layer | --filter | --keep | --search | --peers | --markdown | --work)
      (($# > 1)) || fail "$1 needs a value"
      case $1 in
        --docs | --archive-mb | --layer | --filter) of_layers=yes ;;
        --search | --peers | --markdown | --work) of_engines=yes ;;
      esac
      case $1 in
        --rounds) rounds=$2 ;;
        --docs) docs=$2 ;;
        --archive-mb) archive_mb=$2 ;;
        --layer) layers+=("$2") ;;
        --filter) filter=$2 ;;
        --keep) keep=$2 ;;
        --search) search=$2 ;;
        --peers) peers=$2 ;;
        --markdown) markdown=$2 ;;
        --work) work_parent=$2 ;;
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
[[ -z $of_layers || -z $of_engines ]] || fail "options about layers and about engines exclude each other"
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
work=$(mktemp -d "$work_parent/newsearch-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
results=$work/results
mkdir "$results"

if [[ -n $of_layers ]]; then
  targets=(newsearch_command make_archive text_bench facets_bench ingest_bench index_bench query_bench)
else
  targets=(newsearch_command engines)
fi
echo "building..." >&2
(
  cd "$root"
  cmake --preset bench
  cmake --build --preset bench --target "${targets[@]}"
) >"$work/build.log" 2>&1 || {
  tail -30 "$work/build.log" >&2
  fail "the build failed"
}

if [[ -z $of_layers ]]; then
  [[ -n $search ]] || search=$([[ -n $quick ]] && echo 2k || echo 10k)
  arguments=(--docs="$search" --rounds="$rounds" --work="$work" --command="$command"
    --programs="$root/build/bench/bench" --newsearch="$root/build/bench/tools/newsearch/newsearch"
    --data="${NEWSEARCH_SHARED_DATA:-$root/../shared}/data")
  [[ -z $peers ]] || arguments+=(--engines="$peers")
  [[ -z $markdown ]] || arguments+=(--markdown="$markdown")
  [[ -z $keep ]] || arguments+=(--keep="$keep")
  jars=()
  for part in core analyzers-common facet queryparser queries highlighter memory; do
    for jar in /usr/share/java/lucene-"$part"-8.*.jar; do
      [[ ! -e $jar ]] || jars+=("$jar")
    done
  done
  if command -v javac >/dev/null && ((${#jars[@]} == 7)); then
    mkdir "$work/lucene"
    classpath=$(IFS=:; echo "${jars[*]}:$work/lucene")
    javac -cp "$classpath" -d "$work/lucene" "$root/bench/engines/LuceneEngine.java" || fail "LuceneEngine.java was not compiled"
    arguments+=(--lucene="$classpath")
  fi
  python3 -B "$root/bench/engines/engine_bench.py" "${arguments[@]}" || fail "the comparison failed"
  exit
fi

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
