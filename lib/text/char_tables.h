// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_TEXT_CHAR_TABLES_H_
#define NEWSEARCH_LIB_TEXT_CHAR_TABLES_H_

#include <cstddef>
#include <cstdint>
#include <string>

namespace newsearch {

// Tables of classes of characters take ICU a millisecond to tell, which is long beside a query. So they are
// worked out when the library is built, and anew only by a program that runs with another ICU.
struct CharTables {
  const uint8_t* break_classes;  // of BreakClasses
  const uint8_t* char_classes;   // of CharClasses
};

// What stands in front of the tables in their file: the version of ICU that they are of, "72.1", filled up
// with zero bytes. Behind it come both tables.
inline constexpr size_t kCharTablesMarkBytes = 16;
std::string CharTablesMark();

// The tables that were built in, if they are of the ICU in use; else, and in the programs that build them,
// nullptr. Valid for good. Thread-safety: may be used from many threads.
const CharTables* BuiltInCharTables();

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_CHAR_TABLES_H_
