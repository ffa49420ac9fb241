// SPDX-License-Identifier: GPL-2.0-or-later
//
// Tables of numbers in a file that is used where it lies: each begins at a multiple of 8 bytes.
#ifndef NEWSEARCH_LIB_INDEX_FILE_SECTION_H_
#define NEWSEARCH_LIB_INDEX_FILE_SECTION_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace newsearch {

// Where a table lies, in bytes. It stands in headers on disk: do not change its form.
struct FileSection {
  uint64_t begin = 0;
  uint64_t size = 0;
};

// `entries`: a vector or string.
template <typename Entries>
FileSection AppendSection(const Entries& entries, std::string* out) {
  static_assert(std::has_unique_object_representations_v<typename Entries::value_type>);
  out->resize((out->size() + 7) / 8 * 8);
  const FileSection section{out->size(), entries.size() * sizeof(typename Entries::value_type)};
  if (!entries.empty()) out->append(reinterpret_cast<const char*>(entries.data()), section.size);
  return section;
}

// Whether the section lies within `bytes` and has whole entries; then *view is it.
template <typename T>
bool TakeSection(std::string_view bytes, const FileSection& section, std::span<const T>* view) {
  if (section.begin % alignof(uint64_t) != 0 || section.size % sizeof(T) != 0 ||
      section.begin > bytes.size() || section.size > bytes.size() - section.begin) {
    return false;
  }
  *view = {reinterpret_cast<const T*>(bytes.data() + section.begin), section.size / sizeof(T)};
  return true;
}

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_FILE_SECTION_H_
