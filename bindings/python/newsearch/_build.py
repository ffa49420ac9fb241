# SPDX-License-Identifier: GPL-2.0-or-later
"""Builds newsearch._native from newsearch/c.h with cffi. Run by setup.py; not used once the package is built.

The C library is looked for in this order:

1. NEWSEARCH_INCLUDE_DIR and NEWSEARCH_LIB_DIR: folders, more than one separated as in PATH.
2. NEWSEARCH_PREFIX: the prefix it was installed to.
3. pkg-config newsearch.
4. Where the compiler looks anyway.

Libraries found by 1 or 2 are also looked for there when the package is used (rpath).
"""

import os
import pathlib
import re
import subprocess
import sys

from cffi import FFI


class Library:
    """Where the C library is."""

    def __init__(self):
        self.include_dirs = []
        self.library_dirs = []
        self.runtime_library_dirs = []
        include_dir = os.environ.get("NEWSEARCH_INCLUDE_DIR")
        lib_dir = os.environ.get("NEWSEARCH_LIB_DIR")
        prefix = os.environ.get("NEWSEARCH_PREFIX")
        if include_dir and lib_dir:
            self.include_dirs = include_dir.split(os.pathsep)
            self.library_dirs = lib_dir.split(os.pathsep)
            self.runtime_library_dirs = self.library_dirs
        elif include_dir or lib_dir:
            sys.exit("NEWSEARCH_INCLUDE_DIR and NEWSEARCH_LIB_DIR belong together: set both or none")
        elif prefix:
            self.include_dirs = [os.path.join(prefix, "include")]
            found = pathlib.Path(prefix).glob("lib*/**/libnewsearch_c.so")
            self.library_dirs = sorted({str(path.parent) for path in found})
            if not self.library_dirs:
                sys.exit(f"there is no libnewsearch_c.so below NEWSEARCH_PREFIX={prefix}")
            self.runtime_library_dirs = self.library_dirs
        else:
            self.include_dirs = [flag[2:] for flag in self._pkg_config("--cflags-only-I")]
            self.library_dirs = [flag[2:] for flag in self._pkg_config("--libs-only-L")]

    @staticmethod
    def _pkg_config(option):
        try:
            run = subprocess.run(["pkg-config", option, "newsearch"], capture_output=True, text=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            return []
        return run.stdout.split()

    def header(self, name):
        """The text of newsearch/NAME."""
        tried = [*self.include_dirs, "/usr/local/include", "/usr/include"]
        for directory in tried:
            path = pathlib.Path(directory, "newsearch", name)
            if path.is_file():
                return path.read_text(encoding="utf-8")
        sys.exit(f"newsearch/{name} is in none of {', '.join(tried)}; set NEWSEARCH_PREFIX, or install the library")

    def version(self):
        return re.search(r'NEWSEARCH_VERSION_STRING "([^"]+)"', self.header("version.h")).group(1)


def declarations(header):
    """What cffi should know of c.h, taken from c.h itself: there is no second declaration of anything."""
    text = re.sub(r"/\*.*?\*/", "", header, flags=re.S)
    text = re.sub(r"#ifdef __cplusplus\n.*?#endif", "", text, flags=re.S)
    text = text.replace("\\\n", " ")
    # Macros that are numbers; those that start with a brace or an attribute are not.
    constants = re.findall(r"^#define (NEWSEARCH_\w+)[ ]+(?!\s*[{_])\S", text, flags=re.M)
    text = re.sub(r"^\s*#.*$", "", text, flags=re.M).replace("NEWSEARCH_API", "")
    return text + "".join(f"\n#define {name} ..." for name in constants)


CALLBACKS = """
extern "Python" int newsearch_py_document(const newsearch_document* document, void* payload);
extern "Python" int newsearch_py_explain(const newsearch_explained_block* block, void* payload);
extern "Python" int newsearch_py_progress(const newsearch_progress* progress, void* payload);
"""

library = Library()
ffibuilder = FFI()
ffibuilder.cdef(declarations(library.header("c.h")) + CALLBACKS)
ffibuilder.set_source(
    "newsearch._native",
    '#include "newsearch/c.h"',
    include_dirs=library.include_dirs,
    library_dirs=library.library_dirs,
    runtime_library_dirs=library.runtime_library_dirs,
    libraries=["newsearch_c"],
)
