// SPDX-License-Identifier: GPL-2.0-or-later
//
// FacetColumns: the facet values, days and lengths of all documents of a commit, as columns of numbers that
// are used where they lie. They are derived: they can always be built again from the value slots.
#ifndef NEWSEARCH_LIB_INDEX_FACET_COLUMNS_H_
#define NEWSEARCH_LIB_INDEX_FACET_COLUMNS_H_

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "index/doc_set.h"
#include "newsearch/status.h"

namespace newsearch {

// Of a document without a date.
inline constexpr int32_t kNoDay = std::numeric_limits<int32_t>::min();

// The values of one facet. A value is known by its ordinal: its place, from 1 on, in the order of bytes; 0
// is none. Valid as long as its FacetColumns.
class FacetColumn {
 public:
  struct DocNumber {
    uint32_t doc;
    uint32_t number;
  };

  const std::string& name() const { return name_; }
  // Whether the values are those of the facet and of place, as far as the facet has them at all.
  bool rolled_up() const { return rolled_up_; }
  // The number of values, which is the greatest ordinal.
  uint32_t size() const { return size_; }
  // Empty for 0 and beyond the last.
  std::string_view value(uint32_t ordinal) const;
  // The ordinal of the first value that is not less than `value`; size() + 1 if there is none.
  uint32_t LowerBound(std::string_view value) const;
  // Of all documents: how many have the value, and how many have any. REQUIRES: a value.
  uint32_t total(uint32_t ordinal) const { return totals_[ordinal]; }
  uint32_t documents() const { return documents_; }

  // Values that differ in case and marks only have the same group, a number from 1 on; 0 is the group of
  // those that are alone. REQUIRES: a value.
  uint32_t group(uint32_t ordinal) const { return groups_[ordinal]; }
  bool has_groups() const { return has_groups_; }
  // What a document has beyond one of each value and group: an entry (document, ordinal) for each time that
  // it has a value of a group again, and one (document, group) for each further value of a group. By
  // document; documents may be out of range where the file is damaged.
  std::span<const DocNumber> repeated() const { return repeated_; }
  std::span<const DocNumber> surplus() const { return surplus_; }

  // The first ordinal of a document; all of a document with one value. REQUIRES: below the limit.
  uint32_t First(uint32_t doc) const {
    uint32_t ordinal = 0;
    WithRows([&](auto rows) { ordinal = Checked(rows[doc * size_t{width_}]); });
    return ordinal;
  }

  // Each ordinal of a document once, in the order of its values. REQUIRES: below the limit.
  std::vector<uint32_t> OrdinalsOf(uint32_t doc) const;

  // The documents with an ordinal of [first, last].
  DocSet WithOrdinals(uint32_t first, uint32_t last) const;

  // Calls take(ordinal) for each ordinal of each document, and any number of times with 0, which saves
  // branches. Returns how many of the documents have a value. REQUIRES: `docs` are those of `set`.
  template <typename Take>
  uint32_t ForEach(std::span<const uint32_t> docs, const DocSet& set, const Take& take) const {
    uint32_t documents = 0;
    WithRows([&](auto rows) { documents = Walk(rows, docs, take); });
    for (const DocNumber& more : more_) {
      if (more.doc < limit_ && set.Has(more.doc)) take(Checked(more.number));
    }
    return documents;
  }

 private:
  friend class FacetColumns;

  // Damaged numbers are none.
  uint32_t Checked(uint32_t ordinal) const { return ordinal <= size_ ? ordinal : 0; }

  template <typename Use>
  void WithRows(const Use& use) const {
    if (ordinal_bytes_ == 1) {
      use(static_cast<const uint8_t*>(rows_));
    } else if (ordinal_bytes_ == 2) {
      use(static_cast<const uint16_t*>(rows_));
    } else {
      use(static_cast<const uint32_t*>(rows_));
    }
  }

  template <typename Ordinal, typename Take>
  uint32_t Walk(const Ordinal* rows, std::span<const uint32_t> docs, const Take& take) const {
    switch (width_) {
      case 1:
        return WalkWide<1>(rows, docs, take);
      case 2:
        return WalkWide<2>(rows, docs, take);
      case 3:
        return WalkWide<3>(rows, docs, take);
      case 4:
        return WalkWide<4>(rows, docs, take);
      default:
        return WalkWide<0>(rows, docs, take);
    }
  }

  // kWidth 0: as wide as the column is.
  template <uint32_t kWidth, typename Ordinal, typename Take>
  uint32_t WalkWide(const Ordinal* rows, std::span<const uint32_t> docs, const Take& take) const {
    const size_t width = kWidth == 0 ? width_ : kWidth;
    uint32_t documents = 0;
    for (uint32_t doc : docs) {
      const Ordinal* row = rows + doc * width;
      documents += row[0] != 0;
      for (size_t i = 0; i < width; ++i) take(Checked(row[i]));
    }
    return documents;
  }

  std::string name_;
  bool rolled_up_ = false;
  bool has_groups_ = false;
  uint32_t size_ = 0;
  uint32_t documents_ = 0;
  size_t limit_ = 0;
  uint32_t width_ = 0;                // ordinals in a row
  uint32_t ordinal_bytes_ = 0;        // 1, 2 or 4
  std::span<const uint32_t> starts_;  // where each value starts in text_, and its end
  std::span<const char> text_;
  std::span<const uint32_t> totals_;
  std::span<const uint32_t> groups_;
  const void* rows_ = nullptr;       // limit_ times width_ ordinals
  std::span<const DocNumber> more_;  // what has no room in the row, by document
  std::span<const DocNumber> repeated_;
  std::span<const DocNumber> surplus_;
};

class FacetColumns {
 public:
  // What columns are built from.
  struct Facet {
    std::string name;
    bool rolled_up = false;
    std::vector<std::string> values;             // distinct, by their bytes
    std::vector<FacetColumn::DocNumber> rows{};  // ordinals of each document, by document
  };
  struct Input {
    size_t limit = 0;  // above all numbers of documents
    DocSet docs;
    std::vector<uint32_t> lengths;  // by number of the document, here and below
    std::vector<int32_t> first_days;
    std::vector<int32_t> last_days;
    std::vector<Facet> facets;
  };

  // The bytes of columns. The same input gives the same bytes.
  static std::string Build(const Input& input);

  FacetColumns() = default;  // of an index without documents

  // Reads what Build made; `owner` keeps the bytes alive. Damaged bytes give kCorruption or other answers,
  // never a crash. `name` names them in the message. Errors: kCorruption, kVersionMismatch.
  static Result<FacetColumns> Read(std::string_view bytes, std::shared_ptr<const void> owner,
                                   const std::string& name);

  size_t limit() const { return lengths_.size(); }  // one more than the greatest document number
  uint32_t documents() const { return documents_; }
  DocSet Docs() const { return DocSet(limit(), docs_); }
  // Xapian's lengths of the documents.
  std::span<const uint32_t> lengths() const { return lengths_; }
  // The sum of the lengths of documents with the value number `number`, from 0 on, of the facet lang.
  uint64_t LengthOfLang(size_t number) const {
    return number < lang_lengths_.size() ? lang_lengths_[number] : 0;
  }
  // Days since 1970-01-01 or kNoDay, by number of the document.
  std::span<const int32_t> first_days() const { return first_days_; }
  std::span<const int32_t> last_days() const { return last_days_; }

  std::span<const FacetColumn> columns() const { return columns_; }
  // nullptr if there is none.
  const FacetColumn* Find(std::string_view name, bool rolled_up = false) const;

 private:
  std::shared_ptr<const void> owner_;
  uint32_t documents_ = 0;
  std::span<const uint64_t> docs_;
  std::span<const uint32_t> lengths_;
  std::span<const uint64_t> lang_lengths_;
  std::span<const int32_t> first_days_;
  std::span<const int32_t> last_days_;
  std::vector<FacetColumn> columns_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_FACET_COLUMNS_H_
