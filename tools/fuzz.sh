#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Builds the fuzzers (preset "fuzz": Clang) and runs them one after another.
#   tools/fuzz.sh                      all, a minute each
#   tools/fuzz.sh 600                  ten minutes each
#   tools/fuzz.sh 600 feed charset     only these
#   tools/fuzz.sh --merge              keeps of what earlier runs found what is new, small, as seeds in tests/fuzz/corpora
# What they find is kept in build/fuzz/corpora, from run to run; an input that stops one in build/fuzz/crashes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() { sed -n '3,9p' "${BASH_SOURCE[0]}" | cut -c3- >&2; exit 2; }

merge=
seconds=60
case "${1:-}" in
  --merge) merge=1; shift ;;
  -*) usage ;;
  [0-9]*) [[ $1 =~ ^[0-9]+$ ]] || usage; seconds=$1; shift ;;
esac
names=("$@")
if ((${#names[@]} == 0)); then
  for file in tests/fuzz/*_fuzzer.cc; do names+=("$(basename "$file" _fuzzer.cc)"); done
fi
for name in "${names[@]}"; do
  [ -f "tests/fuzz/${name}_fuzzer.cc" ] || { echo "tools/fuzz.sh: no fuzzer $name" >&2; exit 2; }
done

cmake --preset fuzz >/dev/null
cmake --build --preset fuzz
root=$PWD
mkdir -p build/fuzz/corpora build/fuzz/crashes
failed=()
for name in "${names[@]}"; do
  fuzzer=$root/build/fuzz/tests/fuzz/${name}_fuzzer
  found=$root/build/fuzz/corpora/$name
  seeds=$root/tests/fuzz/corpora/$name
  mkdir -p "$found" "$seeds"
  if [ -n "$merge" ]; then
    # libFuzzer keeps the smallest files that reach all there is to reach; of these, the smallest hundred or 200 KB.
    kept=$(mktemp -d)
    "$fuzzer" -merge=1 "$kept" "$seeds" "$found" >/dev/null 2>&1
    bytes=$(du -cb "$seeds"/* | tail -n 1 | cut -f1)
    count=$(find "$seeds" -type f | wc -l)
    # Files are named by the SHA-1 of their content, but for those of hand.
    known=$(sha1sum "$seeds"/* | cut -d' ' -f1)
    while read -r size file && ((count < 100 && bytes + size <= 200000)); do
      grep -q "$(basename "$file")" <<<"$known" && continue
      cp "$file" "$seeds/"
      ((count += 1, bytes += size))
    done < <(find "$kept" -type f -printf '%s %p\n' | sort -n | awk '{ sizes[NR] = $0 } END { step = NR > 80 ? NR / 80 : 1; for (i = 1; i <= NR; i += step) print sizes[int(i)] }')
    rm -rf "$kept"
    echo "$name: $count seeds, $bytes bytes"
    continue
  fi
  log=$root/build/fuzz/$name.log
  if "$fuzzer" "$found" "$seeds" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=25 -max_len=4096 \
      -artifact_prefix="$root/build/fuzz/crashes/$name-" -print_final_stats=1 >"$log" 2>&1; then
    echo "$name: $(awk '/number_of_executed_units/ { print $2 }' "$log") inputs in $seconds s, nothing found"
  else
    grep -v '^#' "$log" | tail -n 40
    failed+=("$name")
  fi
done
if ((${#failed[@]})); then
  echo "tools/fuzz.sh: found by ${failed[*]}; inputs are in build/fuzz/crashes" >&2
  exit 1
fi
