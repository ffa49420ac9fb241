#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Compares c.h with the version script, the built library and the tests.

usage: abi_test.py C_H MAP LIBRARY TEST_SOURCE...
"""

import re
import subprocess
import sys

C_H, MAP, LIBRARY, *TESTS = sys.argv[1:]
errors = []


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def expect_same(what_a, a, what_b, b):
    for name in sorted(a - b):
        errors.append(f"{name} is in {what_a} but not in {what_b}")
    for name in sorted(b - a):
        errors.append(f"{name} is in {what_b} but not in {what_a}")


header = read(C_H)

# Functions and their @since. Every declaration follows its own comment.
since = {}
for match in re.finditer(r"(/\*(?:(?!\*/).)*\*/\n)?NEWSEARCH_API\s+[\w\s*]*?\b(newsearch_\w+)\s*\(", header, re.S):
    comment, name = match.groups()
    found = re.search(r"@since (\d+\.\d+)", comment or "")
    if found is None:
        errors.append(f"{name} has no comment with @since before it")
    since[name] = found.group(1) if found else None
if header.count("\nNEWSEARCH_API ") != len(since):
    errors.append("a declaration with NEWSEARCH_API was not understood")

# The version script: node -> names.
nodes = {}
for version, body in re.findall(r"^NEWSEARCH_(\d+\.\d+) \{(.*?)^\}", read(MAP), re.S | re.M):
    nodes[version] = re.findall(r"\b(newsearch_\w+);", body)
mapped = {name: version for version, names in nodes.items() for name in names}
if sum(map(len, nodes.values())) != len(mapped):
    errors.append("a function stands twice in the version script")
expect_same("c.h", set(since), "the version script", set(mapped))
for name, version in mapped.items():
    if since.get(name, version) != version:
        errors.append(f"{name} is @since {since[name]} but in the node NEWSEARCH_{version}")

# The library: "0000 T newsearch_version@@NEWSEARCH_0.1"; the nodes themselves are of type A.
exported = {}
listing = subprocess.run(["nm", "-D", "--defined-only", LIBRARY], check=True, capture_output=True, text=True).stdout
for line in listing.splitlines():
    kind, symbol = line.split()[-2:]
    name, _, version = symbol.partition("@@")
    if kind != "A":
        exported[name] = version
expect_same("c.h", set(since), "the library", set(exported))
for name, version in exported.items():
    if name in mapped and version != f"NEWSEARCH_{mapped[name]}":
        errors.append(f"{name} has the version {version} in the library")

# Structs that cross the line have an INIT macro (but for those that the library alone makes) and a test.
tests = "".join(read(path) for path in TESTS)
made_by_the_library = {"newsearch_explained_block", "newsearch_progress"}
structs = re.findall(r"typedef struct (newsearch_\w+) \{\s*size_t struct_size;", header)
for name in structs:
    if name not in made_by_the_library and f"#define {name.upper()}_INIT" not in header:
        errors.append(f"{name} has no INIT macro")
    if not re.search(rf"^LAYOUT\({name},", tests, re.M):
        errors.append(f"{name} is missing in struct_test.c")
frozen = {"newsearch_string", "newsearch_span", "newsearch_day"}
expect_same("the structs without struct_size", set(re.findall(r"typedef struct (newsearch_\w+) \{", header)) - set(structs),
            "the frozen ones", frozen)

# Every function is called by a test.
for name in since:
    if not re.search(rf"\b{name}\(", tests):
        errors.append(f"{name} is called by no test")

if errors or not since or not structs:
    sys.exit("\n".join(errors) or "nothing found in c.h")
print(f"{len(since)} functions, {len(structs)} structs")
