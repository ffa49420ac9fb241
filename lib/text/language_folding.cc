// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/language_folding.h"

#include <map>

#include "text/normalizer.h"
#include "util/utf8.h"

extern "C" const char newsearch_folding[];
extern "C" const char newsearch_folding_end[];

namespace newsearch {
namespace {

// The piece of `rest` in front of `separator`, which goes with it.
std::string_view Cut(std::string_view* rest, char separator) {
  const size_t at = rest->find(separator);
  const std::string_view piece = rest->substr(0, at);
  rest->remove_prefix(at == std::string_view::npos ? rest->size() : at + 1);
  return piece;
}

}  // namespace

class FoldingRows {
 public:
  static const FoldingRows& Get() {
    static const FoldingRows rows;
    return rows;
  }
  const LanguageFolding& Find(std::string_view lang) const {
    const auto found = rows_.find(lang);
    return found == rows_.end() ? rows_.find("*")->second : found->second;
  }

 private:
  FoldingRows() {
    std::string_view rest(newsearch_folding, static_cast<size_t>(newsearch_folding_end - newsearch_folding));
    while (!rest.empty()) {
      std::string_view line = Cut(&rest, '\n');
      if (line.empty() || line[0] == '#') continue;
      std::string_view languages = Cut(&line, '\t');
      const LanguageFolding row = Read(Cut(&line, '\t'), line);
      while (!languages.empty()) rows_.emplace(Cut(&languages, ','), row);
    }
  }

  LanguageFolding Read(std::string_view kept, std::string_view spelt) const {
    LanguageFolding row;
    row.keeps_all_ = kept == "*";
    if (kept != "-" && !row.keeps_all_) {
      while (!kept.empty()) row.kept_.push_back(DecodeUtf8(Cut(&kept, ' '), 0).code_point);
    }
    if (spelt == "-") {
      row.spelt_ = Find("*").spelt_;
      return row;
    }
    while (!spelt.empty()) {
      std::string_view pair = Cut(&spelt, ' ');
      const std::string_view letter = Cut(&pair, '=');
      row.spelt_.emplace_back(DecodeUtf8(letter, 0).code_point, pair);
    }
    return row;
  }

  std::map<std::string, LanguageFolding, std::less<>> rows_;
};

const LanguageFolding& LanguageFolding::Of(std::string_view lang) { return FoldingRows::Get().Find(lang); }

std::string LanguageFolding::Fold(std::string_view folded) const {
  if (keeps_all_) return std::string(folded);
  return FoldMarks(folded, kept_);
}

std::string LanguageFolding::Spell(std::string_view folded) const {
  std::string out;
  bool any = false;
  for (size_t i = 0; i < folded.size();) {
    const Utf8Step step = DecodeUtf8(folded, i);
    const std::string* spelt = nullptr;
    if (step.code_point >= 0x80) {
      for (const auto& [letter, letters] : spelt_) {
        if (letter == step.code_point) spelt = &letters;
      }
    }
    if (spelt != nullptr) {
      out.append(*spelt);
      any = true;
    } else {
      out.append(folded.substr(i, step.length));
    }
    i += step.length;
  }
  return any ? FoldMarks(out) : std::string();
}

}  // namespace newsearch
