# SPDX-License-Identifier: GPL-2.0-or-later
"""Builds the Python package; newsearch/_build.py says how the C library is found."""

import pathlib
import runpy

from setuptools import setup

HERE = pathlib.Path(__file__).resolve().parent
build = runpy.run_path(str(HERE / "newsearch" / "_build.py"), run_name="newsearch_build")

setup(
    name="newsearch",
    version=build["library"].version(),
    description="Full-text search engine and indexing library for news archives",
    long_description=(HERE / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="GPL-2.0-or-later",
    python_requires=">=3.10",
    packages=["newsearch"],
    package_data={"newsearch": ["py.typed", "*.pyi"]},
    include_package_data=False,
    cffi_modules=["newsearch/_build.py:ffibuilder"],
    install_requires=["cffi>=1.15"],
    zip_safe=False,
)
