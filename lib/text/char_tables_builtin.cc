// SPDX-License-Identifier: GPL-2.0-or-later
#include <cassert>
#include <string_view>

#include "text/break_classes.h"
#include "text/char_class.h"
#include "text/char_tables.h"

extern "C" const char newsearch_char_tables[];
extern "C" const char newsearch_char_tables_end[];

namespace newsearch {

const CharTables* BuiltInCharTables() {
  static const CharTables tables = [] {
    const std::string_view file(newsearch_char_tables,
                                static_cast<size_t>(newsearch_char_tables_end - newsearch_char_tables));
    assert(file.size() == kCharTablesMarkBytes + BreakClasses::kTableBytes + CharClasses::kTableBytes);
    if (!file.starts_with(CharTablesMark())) return CharTables{};
    const auto* bytes = reinterpret_cast<const uint8_t*>(file.data()) + kCharTablesMarkBytes;
    return CharTables{bytes, bytes + BreakClasses::kTableBytes};
  }();
  return tables.break_classes == nullptr ? nullptr : &tables;
}

}  // namespace newsearch
