// SPDX-License-Identifier: GPL-2.0-or-later
//
// For the programs of the build, which run before there are tables.
#include "text/char_tables.h"

namespace newsearch {

const CharTables* BuiltInCharTables() { return nullptr; }

}  // namespace newsearch
