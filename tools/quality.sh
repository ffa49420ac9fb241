#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Measures how well search ranks, on judged sets of queries, beside Lucene, Xapian and SQLite FTS5: installs what is missing,
# builds newsearch and the peers (preset "bench", a Release build) and prints the table. docs/relevance.md explains it.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: tools/quality.sh [OPTION]...

  --short            five small sets, newsearch alone, under a minute; exit status 1 if one is below its floor in
                     bench/quality/floors.tsv
  --across           search across languages, in place of the ordinary sets; newsearch alone
  --mixed            one index of twelve languages, in place of the ordinary sets; newsearch alone
  --only PATTERN     sets to measure, as in a shell: 'ner-*'; several with commas
  --peers LIST       none, or some of lucene,xapian,fts5 (all)
  --markdown FILE    write the tables in Markdown too
  --save DIR         keep runs and scores; bench/quality/compare_runs.py DIR1 DIR2 compares two builds
  --indexes DIR      use newsearch's indexes in DIR and make those that are missing: for trying out changes that
                     concern queries alone
  --index-flags, --query-flags, --across-flags FLAGS
                     further flags of 'newsearch index', 'newsearch query' (across languages: --across on)
  --binary PATH      this newsearch instead of building one
  --data DIR         the judged sets (../shared/data beside the repository)
  --jobs N           processes (2)
  --help             this text
TEXT
}

fail() {
  echo "tools/quality.sh: $*" >&2
  exit 2
}

binary=
peers=lucene,xapian,fts5
alone=
arguments=()
while (($# > 0)); do
  case $1 in
    --short | --across | --mixed)
      alone=yes
      arguments+=("$1")
      ;;
    --binary | --peers | --only | --markdown | --save | --indexes | --index-flags | --query-flags | --across-flags | --data | --jobs)
      (($# > 1)) || fail "$1 needs a value"
      case $1 in
        --binary) binary=$2 ;;
        --peers) peers=$2 ;;
        *) arguments+=("$1=$2") ;;
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
[[ -z $alone ]] || peers=none
[[ $peers =~ ^(none|(lucene|xapian|fts5)(,(lucene|xapian|fts5))*)$ ]] || fail "--peers: there are lucene, xapian, fts5 and none"
[[ -z $binary || -x $binary ]] || fail "--binary: not a program: $binary"

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/newsearch-quality.XXXXXX")
trap 'rm -rf "$work"' EXIT

packages=()
targets=()
[[ -n $binary ]] || targets+=(newsearch_command)
[[ $peers != *xapian* ]] || targets+=(xapian_peer)
((${#targets[@]} == 0)) || packages+=(build bench)
[[ $peers != *lucene* ]] || packages+=(quality)
((${#packages[@]} == 0)) || "$root/tools/setup.sh" "${packages[@]}"

if ((${#targets[@]})); then
  echo "building..." >&2
  (
    cd "$root"
    cmake --preset bench
    cmake --build --preset bench --target "${targets[@]}"
  ) >"$work/build.log" 2>&1 || {
    tail -30 "$work/build.log" >&2
    fail "the build failed"
  }
fi
if [[ -z $binary ]]; then
  arguments+=(--commit="$(git -C "$root" describe --always --dirty --abbrev=8 2>/dev/null || echo unknown)")
fi
if [[ $peers == *xapian* ]]; then
  arguments+=(--xapian="$root/build/bench/bench/xapian_peer")
fi
if [[ $peers == *lucene* ]]; then
  # Debian names them by a version of their own.
  jars=()
  for part in core analyzers-common analyzers-kuromoji analyzers-morfologik analyzers-smartcn analyzers-stempel; do
    found=(/usr/share/java/lucene-"$part"-8.*.jar)
    [[ -e ${found[0]} ]] || fail "liblucene8-java has no lucene-$part"
    jars+=("${found[0]}")
  done
  classpath=$(IFS=:; echo "${jars[*]}:$work/lucene")
  javac -cp "$classpath" -d "$work/lucene" "$root/bench/quality/LucenePeer.java" || fail "LucenePeer.java was not compiled"
  arguments+=(--lucene="$classpath")
fi

python3 -B "$root/bench/quality/search_quality.py" --peers="$peers" "${arguments[@]}" \
  "${binary:-$root/build/bench/tools/newsearch/newsearch}"
