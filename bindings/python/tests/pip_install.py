# SPDX-License-Identifier: GPL-2.0-or-later
"""Installs the package with pip, without network, and imports what was installed.

usage: pip_install.py SOURCE_FOLDER WORK_FOLDER
"""

import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys

source, work = map(pathlib.Path, sys.argv[1:])
if importlib.util.find_spec("pip") is None:
    print("there is no pip for this interpreter")
    sys.exit(77)
shutil.rmtree(work, ignore_errors=True)
shutil.copytree(source, work / "source", ignore=shutil.ignore_patterns("build", "*.egg-info", "__pycache__"))
pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-build-isolation", "--no-deps"]
subprocess.run([*pip, "--target", work / "installed", work / "source"], check=True)
code = "import newsearch; print(newsearch.__version__, newsearch.__file__)"
environment = {**os.environ, "PYTHONPATH": str(work / "installed")}
run = subprocess.run([sys.executable, "-c", code], cwd=work, env=environment, check=True, capture_output=True, text=True)
version, file = run.stdout.split()
assert pathlib.Path(file).is_relative_to(work / "installed"), file
metadata = list((work / "installed").glob("newsearch-*.dist-info/METADATA"))
assert len(metadata) == 1 and f"\nVersion: {version}\n" in metadata[0].read_text(encoding="utf-8"), metadata
print("newsearch", version)
