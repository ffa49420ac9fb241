// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/placed_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "util/utf8.h"

namespace newsearch {
namespace {

constexpr size_t kMaxDepth = 32;

// A text that knows how far it was read.
struct CountedText {
  std::string_view text;
  size_t read = 0;     // bytes
  size_t counted = 0;  // of them, those whose line feeds are in `line`
  uint32_t line = 1;

  // The line of the last byte that was read.
  uint32_t LineOf(size_t end) {
    const size_t last = std::min(end == 0 ? 0 : end - 1, text.size());
    for (; counted < last; ++counted) line += text[counted] == '\n';
    return line;
  }
  uint32_t Line() { return LineOf(read); }
};

class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(CountedText* text, size_t at) : text_(text), at_(at) {}
  reference operator*() const { return text_->text[at_]; }
  CountingIterator& operator++() {
    text_->read = std::max(text_->read, ++at_);
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  CountedText* text_;
  size_t at_;
};

std::string Escaped(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

// Builds the tree from the parser's events.
class Builder {
 public:
  Builder(CountedText* text, const std::string& file) : text_(*text), file_(file) {}

  PlacedJson Take() { return std::move(root_); }
  const Status& status() const { return status_; }

  bool null() { return Add(PlacedJson::Type::kNull) != nullptr; }
  bool boolean(bool value) {
    PlacedJson* added = Add(PlacedJson::Type::kBool);
    if (added != nullptr) added->boolean = value;
    return added != nullptr;
  }
  bool number_integer(int64_t value) { return Number(static_cast<double>(value)); }
  bool number_unsigned(uint64_t value) { return Number(static_cast<double>(value)); }
  bool number_float(double value, const std::string&) { return Number(value); }
  bool string(std::string& value) {
    PlacedJson* added = Add(PlacedJson::Type::kString);
    if (added != nullptr) added->text = std::move(value);
    return added != nullptr;
  }
  bool binary(nlohmann::json::binary_t&) { return false; }
  bool start_object(size_t) { return Open(PlacedJson::Type::kObject); }
  bool start_array(size_t) { return Open(PlacedJson::Type::kArray); }
  bool end_object() { return Close(); }
  bool end_array() { return Close(); }
  bool key(std::string& name) {
    PlacedJson& object = *open_.back();
    key_line_ = text_.Line();
    if (object.Find(name) != nullptr) {
      PlacedJson at;
      at.line = key_line_;
      at.pointer = object.pointer + "/" + Escaped(name);
      status_ = PlacedError(file_, at, "is there twice");
      return false;
    }
    key_ = name;
    return true;
  }
  bool parse_error(size_t position, const std::string&, const nlohmann::json::exception& error) {
    PlacedJson at;
    at.line = text_.LineOf(std::min(position, text_.text.size()));
    if (!open_.empty()) at.pointer = open_.back()->pointer;
    std::string_view why = error.what();
    if (const size_t syntax = why.find("syntax error"); syntax != std::string_view::npos)
      why.remove_prefix(syntax);
    uint64_t ignored = 0;
    status_ = PlacedError(file_, at, "no JSON: " + SanitizeUtf8(why, &ignored));
    return false;
  }

 private:
  PlacedJson* Add(PlacedJson::Type type) {
    PlacedJson* added = &root_;
    if (!open_.empty()) {
      PlacedJson& parent = *open_.back();
      if (parent.type == PlacedJson::Type::kArray) {
        added = &parent.items.emplace_back();
        added->pointer = parent.pointer + "/" + std::to_string(parent.items.size() - 1);
      } else {
        parent.members.push_back({key_, {}});
        added = &parent.members.back().value;
        added->pointer = parent.pointer + "/" + Escaped(key_);
      }
    }
    added->type = type;
    added->line = text_.Line();
    return added;
  }

  bool Number(double value) {
    PlacedJson* added = Add(PlacedJson::Type::kNumber);
    added->number = value;
    return true;
  }

  bool Open(PlacedJson::Type type) {
    PlacedJson* added = Add(type);
    if (open_.size() >= kMaxDepth) {
      status_ = PlacedError(file_, *added, "is too deep");
      return false;
    }
    open_.push_back(added);
    return true;
  }

  bool Close() {
    open_.pop_back();
    return true;
  }

  CountedText& text_;
  const std::string& file_;
  PlacedJson root_;
  // What is open; nothing is added to a container while one of its members is open, so the addresses hold.
  std::vector<PlacedJson*> open_;
  std::string key_;
  uint32_t key_line_ = 0;
  Status status_;
};

}  // namespace

const PlacedJson* PlacedJson::Find(std::string_view name) const {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [name](const Member& member) { return member.name == name; });
  return found == members.end() ? nullptr : &found->value;
}

Status PlacedError(const std::string& file, const PlacedJson& value, const std::string& what) {
  std::string message = file + ":" + std::to_string(value.line) + ": ";
  if (!value.pointer.empty()) message += value.pointer + ": ";
  return Status(StatusCode::kBadInput, message + what);
}

Result<PlacedJson> ParsePlacedJson(std::string_view json, const std::string& file) {
  if (json.starts_with(kByteOrderMark)) json.remove_prefix(kByteOrderMark.size());
  CountedText text{json};
  Builder builder(&text, file);
  const bool done =
      nlohmann::json::sax_parse(CountingIterator(&text, 0), CountingIterator(&text, json.size()), &builder);
  if (done && builder.status().ok()) return builder.Take();
  if (!builder.status().ok()) return builder.status();
  return PlacedError(file, PlacedJson(), "no JSON");
}

}  // namespace newsearch
