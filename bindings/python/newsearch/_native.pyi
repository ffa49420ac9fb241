# SPDX-License-Identifier: GPL-2.0-or-later
# What cffi makes of newsearch/c.h.
from typing import Any

ffi: Any
lib: Any
