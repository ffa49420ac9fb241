// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/facet_columns.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <numeric>
#include <utility>

#include "index/file_section.h"
#include "schema/fields.h"
#include "text/normalizer.h"

namespace newsearch {
namespace {

// The file: a header, then a header for each column, then the sections. Numbers are those of the machine;
// the mark at the front tells another one.
constexpr uint64_t kMagic = 0x3230'4C4F'4346'534E;  // "NSFCOL02" on a machine that stores the low byte first

struct Header {
  uint64_t magic = kMagic;
  uint64_t size = 0;  // of the file
  uint64_t limit = 0;
  uint32_t documents = 0;
  uint32_t columns = 0;
  FileSection docs;
  FileSection lengths;
  FileSection lang_lengths;
  FileSection first_days;
  FileSection last_days;
};

struct ColumnHeader {
  char name[40] = {};
  uint32_t rolled_up = 0;
  uint32_t values = 0;
  uint32_t documents = 0;
  uint32_t width = 0;
  uint32_t ordinal_bytes = 0;
  uint32_t groups = 0;
  FileSection starts;
  FileSection text;
  FileSection totals;
  FileSection value_groups;
  FileSection rows;
  FileSection more;
  FileSection repeated;
  FileSection surplus;
};
static_assert(kMaxFacetNameBytes < sizeof(ColumnHeader::name));
static_assert(sizeof(Header) == 112 && sizeof(ColumnHeader) == 192);

// A row has room for all values of all but few documents; the others are visited once more for each count.
constexpr uint32_t kMaxWidth = 8;
constexpr size_t kFewDocuments = 16;  // one of so many

// One facet on its way into bytes.
class ColumnBuilder {
 public:
  ColumnBuilder(const FacetColumns::Facet& facet, size_t limit) : facet_(facet), limit_(limit) {
    MakeGroups();
    MakeLists();
    ChooseWidth();
  }

  ColumnHeader Write(std::string* out) const {
    ColumnHeader header;
    facet_.name.copy(header.name, kMaxFacetNameBytes);
    header.rolled_up = facet_.rolled_up ? 1 : 0;
    header.values = static_cast<uint32_t>(facet_.values.size());
    header.documents = documents_;
    header.width = width_;
    header.groups = group_count_;
    std::vector<uint32_t> starts(1);  // 0 has no value
    std::vector<char> text;
    for (const std::string& value : facet_.values) {
      starts.push_back(static_cast<uint32_t>(text.size()));
      text.insert(text.end(), value.begin(), value.end());
    }
    starts.push_back(static_cast<uint32_t>(text.size()));
    header.starts = AppendSection(starts, out);
    header.text = AppendSection(text, out);
    header.totals = AppendSection(totals_, out);
    header.value_groups = AppendSection(groups_, out);
    std::vector<FacetColumn::DocNumber> more;
    if (header.values <= UINT8_MAX) {
      WriteRows<uint8_t>(&header, &more, out);
    } else if (header.values <= UINT16_MAX) {
      WriteRows<uint16_t>(&header, &more, out);
    } else {
      WriteRows<uint32_t>(&header, &more, out);
    }
    header.more = AppendSection(more, out);
    header.repeated = AppendSection(repeated_, out);
    header.surplus = AppendSection(surplus_, out);
    return header;
  }

 private:
  void MakeGroups() {
    groups_.resize(facet_.values.size() + 1);
    std::map<std::string, uint32_t> first_with;  // ordinal, by the value without case and marks
    for (uint32_t ordinal = 1; ordinal < groups_.size(); ++ordinal) {
      const auto [first, fresh] = first_with.try_emplace(FoldName(facet_.values[ordinal - 1]), ordinal);
      if (fresh) continue;
      uint32_t& group = groups_[first->second];
      if (group == 0) group = ++group_count_;
      groups_[ordinal] = group;
    }
  }

  // Each value of a document once; what that leaves out is noted where it matters to a count.
  void MakeLists() {
    totals_.resize(facet_.values.size() + 1);
    std::vector<uint32_t> own;
    for (size_t at = 0; at < facet_.rows.size();) {
      const uint32_t doc = facet_.rows[at].doc;
      own.clear();
      for (; at < facet_.rows.size() && facet_.rows[at].doc == doc; ++at) {
        const uint32_t ordinal = facet_.rows[at].number;
        const uint32_t group = groups_[ordinal];
        if (std::find(own.begin(), own.end(), ordinal) != own.end()) {
          if (group != 0) repeated_.push_back({doc, ordinal});
          continue;
        }
        const bool further = group != 0 && std::any_of(own.begin(), own.end(), [&](uint32_t other) {
                               return groups_[other] == group;
                             });
        if (further) surplus_.push_back({doc, group});
        own.push_back(ordinal);
        lists_.push_back({doc, ordinal});
        ++totals_[ordinal];
      }
      ++documents_;
      if (own.size() > documents_with_.size()) documents_with_.resize(own.size());
      ++documents_with_[own.size() - 1];
    }
  }

  void ChooseWidth() {
    size_t longer = documents_;
    for (width_ = 1; width_ <= documents_with_.size(); ++width_) {
      longer -= documents_with_[width_ - 1];
      if (longer <= documents_ / kFewDocuments || width_ == kMaxWidth) break;
    }
    if (documents_ == 0) width_ = 1;
  }

  template <typename Ordinal>
  void WriteRows(ColumnHeader* header, std::vector<FacetColumn::DocNumber>* more, std::string* out) const {
    header->ordinal_bytes = sizeof(Ordinal);
    std::vector<Ordinal> rows(limit_ * width_);
    uint32_t before = 0;
    size_t used = 0;
    for (size_t i = 0; i < lists_.size(); ++i) {
      const auto& [doc, ordinal] = lists_[i];
      if (i == 0 || doc != before) used = 0;
      before = doc;
      if (used < width_) {
        rows[doc * size_t{width_} + used++] = static_cast<Ordinal>(ordinal);
      } else {
        more->push_back({doc, ordinal});
      }
    }
    header->rows = AppendSection(rows, out);
  }

  const FacetColumns::Facet& facet_;
  size_t limit_;
  std::vector<uint32_t> groups_;
  uint32_t group_count_ = 0;
  std::vector<FacetColumn::DocNumber> lists_;
  std::vector<FacetColumn::DocNumber> repeated_;
  std::vector<FacetColumn::DocNumber> surplus_;
  std::vector<uint32_t> totals_;
  std::vector<size_t> documents_with_;  // one value, two, and so on
  uint32_t documents_ = 0;
  uint32_t width_ = 1;
};

std::vector<uint64_t> LangLengths(const FacetColumns::Input& input) {
  std::vector<uint64_t> lengths;
  for (const FacetColumns::Facet& facet : input.facets) {
    if (facet.name != "lang") continue;
    lengths.resize(facet.values.size());
    for (const FacetColumn::DocNumber& row : facet.rows) lengths[row.number - 1] += input.lengths[row.doc];
  }
  return lengths;
}

}  // namespace

std::string_view FacetColumn::value(uint32_t ordinal) const {
  if (ordinal == 0 || ordinal > size_) return {};
  const uint32_t begin = starts_[ordinal];
  const uint32_t end = starts_[ordinal + 1];
  if (begin > end || end > text_.size()) return {};
  return {text_.data() + begin, end - begin};
}

uint32_t FacetColumn::LowerBound(std::string_view value) const {
  uint32_t low = 1;
  uint32_t high = size_ + 1;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (this->value(middle) < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::vector<uint32_t> FacetColumn::OrdinalsOf(uint32_t doc) const {
  std::vector<uint32_t> ordinals;
  const auto take = [&](uint32_t ordinal) {
    if (ordinal != 0) ordinals.push_back(ordinal);
  };
  WithRows([&](auto rows) { Walk(rows, {&doc, 1}, take); });
  const auto first =
      std::lower_bound(more_.begin(), more_.end(), doc,
                       [](const DocNumber& more, uint32_t number) { return more.doc < number; });
  for (auto more = first; more != more_.end() && more->doc == doc; ++more) take(Checked(more->number));
  return ordinals;
}

DocSet FacetColumn::WithOrdinals(uint32_t first, uint32_t last) const {
  first = std::max(first, 1u);
  last = std::min(last, size_);
  if (first > last) return DocSet(limit_);
  DocSet docs;
  WithRows([&](auto rows) {
    docs = DocSet::Where(limit_, [&](size_t doc) {
      bool any = false;
      // One comparison for both bounds: what is less than `first` wraps around.
      for (size_t i = 0; i < width_; ++i) any |= rows[doc * width_ + i] - first <= last - first;
      return any;
    });
  });
  for (const DocNumber& more : more_) {
    if (more.doc < limit_ && more.number >= first && more.number <= last) docs.Add(more.doc);
  }
  return docs;
}

std::string FacetColumns::Build(const Input& input) {
  std::string bytes(sizeof(Header) + input.facets.size() * sizeof(ColumnHeader), '\0');
  Header header;
  header.limit = input.limit;
  header.documents = static_cast<uint32_t>(input.docs.Count());
  header.columns = static_cast<uint32_t>(input.facets.size());
  header.docs = AppendSection(input.docs.words(), &bytes);
  header.lengths = AppendSection(input.lengths, &bytes);
  header.lang_lengths = AppendSection(LangLengths(input), &bytes);
  header.first_days = AppendSection(input.first_days, &bytes);
  header.last_days = AppendSection(input.last_days, &bytes);
  std::vector<ColumnHeader> columns;
  for (const Facet& facet : input.facets) columns.push_back(ColumnBuilder(facet, input.limit).Write(&bytes));
  header.size = bytes.size();
  std::memcpy(bytes.data(), &header, sizeof header);
  if (!columns.empty()) {
    std::memcpy(bytes.data() + sizeof header, columns.data(), columns.size() * sizeof(ColumnHeader));
  }
  return bytes;
}

Result<FacetColumns> FacetColumns::Read(std::string_view bytes, std::shared_ptr<const void> owner,
                                        const std::string& name) {
  const auto damaged = [&name](const char* what) {
    return Status(StatusCode::kCorruption, "facet columns " + name + " are damaged: " + what);
  };
  Header header;
  if (bytes.size() < sizeof header) return damaged("they are too short");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != kMagic) {
    return Status(StatusCode::kVersionMismatch, name + " has no facet columns that this newsearch reads");
  }
  if (header.size != bytes.size()) return damaged("they have another size than they say");
  if (header.columns > (bytes.size() - sizeof header) / sizeof(ColumnHeader)) {
    return damaged("they are too short for their headers");
  }
  FacetColumns columns;
  columns.owner_ = std::move(owner);
  columns.documents_ = header.documents;
  if (!TakeSection(bytes, header.docs, &columns.docs_) ||
      !TakeSection(bytes, header.lengths, &columns.lengths_) ||
      !TakeSection(bytes, header.lang_lengths, &columns.lang_lengths_) ||
      !TakeSection(bytes, header.first_days, &columns.first_days_) ||
      !TakeSection(bytes, header.last_days, &columns.last_days_)) {
    return damaged("a table lies outside of them");
  }
  const size_t limit = columns.lengths_.size();
  if (header.limit != limit || columns.docs_.size() != (limit + 63) / 64 ||
      columns.first_days_.size() != limit || columns.last_days_.size() != limit) {
    return damaged("they lack documents");
  }
  if (columns.Docs().Count() != header.documents) return damaged("they have other documents than they say");
  for (uint32_t i = 0; i < header.columns; ++i) {
    ColumnHeader row;
    std::memcpy(&row, bytes.data() + sizeof header + i * sizeof row, sizeof row);
    FacetColumn column;
    column.name_.assign(row.name, strnlen(row.name, sizeof row.name));
    column.rolled_up_ = row.rolled_up != 0;
    column.has_groups_ = row.groups != 0;
    column.size_ = row.values;
    column.documents_ = row.documents;
    column.limit_ = limit;
    column.width_ = row.width;
    column.ordinal_bytes_ = row.ordinal_bytes;
    std::span<const char> rows;
    if (!TakeSection(bytes, row.starts, &column.starts_) || !TakeSection(bytes, row.text, &column.text_) ||
        !TakeSection(bytes, row.totals, &column.totals_) ||
        !TakeSection(bytes, row.value_groups, &column.groups_) || !TakeSection(bytes, row.rows, &rows) ||
        !TakeSection(bytes, row.more, &column.more_) ||
        !TakeSection(bytes, row.repeated, &column.repeated_) ||
        !TakeSection(bytes, row.surplus, &column.surplus_)) {
      return damaged("a table lies outside of them");
    }
    column.rows_ = rows.data();
    const uint64_t values = row.values;
    if (column.starts_.size() != values + 2 || column.totals_.size() != values + 1 ||
        column.groups_.size() != values + 1) {
      return damaged("they lack values");
    }
    const bool known = row.ordinal_bytes == 1 || row.ordinal_bytes == 2 || row.ordinal_bytes == 4;
    if (!known || row.width == 0 || row.width > kMaxWidth ||
        rows.size() != uint64_t{limit} * row.width * row.ordinal_bytes) {
      return damaged("they lack rows");
    }
    columns.columns_.push_back(std::move(column));
  }
  return columns;
}

const FacetColumn* FacetColumns::Find(std::string_view name, bool rolled_up) const {
  for (const FacetColumn& column : columns_) {
    if (column.rolled_up_ == rolled_up && column.name_ == name) return &column;
  }
  return nullptr;
}

}  // namespace newsearch
