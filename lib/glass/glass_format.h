// SPDX-License-Identifier: GPL-2.0-or-later
//
// How keys and numbers stand in the tables of a Xapian glass database. What is known of the format was read
// in Xapian's sources (xapian-core/common/pack.h, backends/glass/glass_table.h, glass_postlist.cc,
// glass_values.cc, glass_values.h, glass_termlisttable.cc, glass_version.cc, glass_freelist.cc) and compared
// with the bytes of databases that Xapian 1.4.22 makes. It is that of all of 1.4: format 2016-03-14.
//
// Numbers without order are those of util/base128.h. Thread-safety: all functions may be called from many
// threads.
#ifndef NEWSEARCH_LIB_GLASS_GLASS_FORMAT_H_
#define NEWSEARCH_LIB_GLASS_GLASS_FORMAT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace newsearch {

// Whether a Xapian of this version ("1.4.22") reads and changes what lib/glass writes. Others are written
// through their API alone.
bool WritesGlassOf(std::string_view xapian_version);

inline constexpr size_t kGlassBlockBytes = 8192;
// Of a term as it is, and as it stands in a key, where a zero byte takes two.
inline constexpr size_t kMaxGlassTermBytes = 245;
inline constexpr size_t kMaxGlassTermKeyBytes = 249;
inline constexpr size_t kMaxGlassKeyBytes = 255;
// Chunks of posting lists and of values end with the entry that reaches this.
inline constexpr size_t kGlassChunkBytes = 2000;

// Appends the number so that the order of the bytes is that of the numbers.
void AppendSortable(uint32_t number, std::string* out);
// Two and four bytes, high byte first.
void PutBig16(uint32_t number, char* at);
void PutBig32(uint32_t number, char* at);

// Keys of the table "postlist"; this is their order.
std::string MetadataKey(std::string_view name);
std::string ValueStatisticsKey(uint32_t slot);
std::string ValueChunkKey(uint32_t slot, uint32_t first_doc);
std::string LengthsKey();                    // the first chunk of the lengths of documents
std::string LengthsKey(uint32_t first_doc);  // a further one
std::string TermKey(std::string_view term);  // the first chunk of a posting list
std::string TermKey(std::string_view term, uint32_t first_doc);

// Keys of the tables "docdata" and "termlist".
std::string DocumentKey(uint32_t doc);
std::string UsedSlotsKey(uint32_t doc);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_GLASS_GLASS_FORMAT_H_
