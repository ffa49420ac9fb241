// SPDX-License-Identifier: GPL-2.0-or-later
//
// DictdFile: a dictionary as dictd's servers keep it and Debian's dict-freedict packages install it.
// NAME.index has a line for each headword: the word, where its entry starts, how long it is, separated by
// tabs, numbers in base
// 64. NAME.dict.dz has the entries, compressed in chunks that can be read each by itself (dictzip), NAME.dict
// the same uncompressed.
#ifndef NEWSEARCH_LIB_TRANSLATE_DICTD_FILE_H_
#define NEWSEARCH_LIB_TRANSLATE_DICTD_FILE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "newsearch/status.h"
#include "util/file.h"

namespace newsearch {

// Thread-safety: one from one thread at a time.
class DictdFile {
 public:
  // `path` without ".index". Reads the index whole and of the entries the header. Errors: kNotFound,
  // kCorruption (a line of the index that is none, an entry beyond the end, no dictzip header), kIo.
  static Result<DictdFile> Open(const std::string& path);

  size_t size() const { return lines_.size(); }
  // As in the index: lower case, without punctuation.
  std::string_view headword(size_t number) const;
  // The numbers of the headwords that start with `prefix`, half-open. Headwords are in the order of their
  // bytes.
  std::pair<size_t, size_t> WithPrefix(std::string_view prefix) const;
  // Those that are `word`.
  std::pair<size_t, size_t> Equal(std::string_view word) const;

  // The entry of a headword. Errors: kCorruption (damaged or impossible data).
  Result<std::string> Entry(size_t number);

  // Visits every entry once, in the order of the file, whatever the number of its headwords. Decompresses
  // all: a second for 200 MB.
  Status ForEachEntry(const std::function<void(std::string_view entry)>& visit);

  // Where the entry of a headword starts, for reading many without decompressing a chunk twice.
  uint64_t offset(size_t number) const { return lines_[number].offset; }

  // Bytes of all entries, uncompressed.
  uint64_t text_size() const { return text_size_; }

 private:
  struct Line {
    uint32_t begin = 0;  // in the index
    uint32_t word_size = 0;
    uint64_t offset = 0;  // in the text
    uint32_t length = 0;
  };

  explicit DictdFile(std::string path) : path_(std::move(path)) {}
  Status ReadIndex();
  Status ReadHeader();
  Status Damaged(std::string_view what) const;
  Status AppendChunk(size_t chunk, std::string* out) const;
  Result<const std::string*> Chunk(size_t chunk);

  std::string path_;
  std::optional<FileContents> index_;
  std::optional<FileContents> data_;
  bool compressed_ = false;
  uint64_t text_size_ = 0;
  uint32_t chunk_size_ = 0;                        // uncompressed
  std::vector<uint64_t> chunks_;                   // where each starts in data_; one more for the end
  std::vector<Line> lines_;                        // by headword
  std::unordered_map<size_t, std::string> cache_;  // of chunks
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TRANSLATE_DICTD_FILE_H_
