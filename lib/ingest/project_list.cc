// SPDX-License-Identifier: GPL-2.0-or-later
#include <nlohmann/json.hpp>

#include <algorithm>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "facets/project_tagger.h"
#include "facets/scanned_article.h"
#include "ingest/ingest_files.h"
#include "newsearch/ingest.h"
#include "text/normalizer.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

constexpr size_t kMaxExampleBytes = 240;

// A piece of an article, and where it stands.
struct PlacedText {
  std::string text;
  uint32_t line = 0;
  bool is_title = false;
};

// The sentence around [begin, end), without much of a long one.
std::string SentenceAround(std::string_view text, size_t begin, size_t end) {
  const auto ends_sentence = [text](size_t i) {
    return (text[i] == '.' || text[i] == '!' || text[i] == '?') && i + 1 < text.size() && text[i + 1] == ' ';
  };
  size_t first = begin;
  while (first > 0 && begin - first < kMaxExampleBytes / 2 && !ends_sentence(first - 1)) --first;
  while (first < begin && (static_cast<unsigned char>(text[first]) & 0xC0) == 0x80) ++first;
  // Not in the middle of a word.
  if (first > 0 && !ends_sentence(first - 1)) {
    const size_t blank = text.substr(0, begin).find(' ', first);
    if (blank < begin) first = blank;
  }
  size_t last = end;
  const size_t limit = std::min(text.size(), begin + kMaxExampleBytes);
  while (last < limit && !ends_sentence(last)) ++last;
  if (last < text.size()) ++last;
  std::string_view sentence = Utf8Prefix(text.substr(first, last - first), kMaxExampleBytes);
  uint64_t ignored = 0;
  return CollapseSpace(SanitizeUtf8(sentence, &ignored));
}

// Learns the names of an archive, article by article.
class ProjectLister {
 public:
  void Explain(const ExplainedBlock& block) {
    if (block.role == "furniture" || block.role == "group date") return;
    blocks_.push_back({std::string(block.text), block.line, block.role == "title"});
  }

  void Add(const Document& document) {
    std::vector<PlacedText> texts = TextsOf(document);
    ArticleText article;
    article.lang = document.lang;
    for (const PlacedText& text : texts) article.pieces.push_back({text.text, text.is_title});
    const ScannedArticle scanned = ScanArticle(article);
    AddSmallWords(scanned, &small_words_);
    tagger_.Learn(scanned);
    for (const ProjectName& name : std::span(tagger_.names()).subspan(examples_.size())) {
      const PlacedText& text = texts[name.example.piece];
      examples_.push_back({SentenceAround(text.text, name.example.begin, name.example.end), text.line});
      sources_.push_back(document.source);
    }
  }

  std::vector<ProjectCandidate> Take(const AuthorityTagger* authorities) const {
    std::vector<ProjectCandidate> candidates;
    for (size_t i = 0; i < tagger_.names().size(); ++i) {
      const ProjectName& name = tagger_.names()[i];
      ProjectCandidate candidate;
      candidate.name = ProjectTagger::Canonical(name);
      if (candidate.name.size() > ProjectTagger::kMaxNameBytes || !IsValidUtf8(candidate.name)) continue;
      if (authorities != nullptr && authorities->Knows("project", candidate.name)) continue;
      for (const auto& [spelling, counts] : name.spellings) {
        if (spelling != candidate.name && spelling.size() <= ProjectTagger::kMaxNameBytes &&
            IsValidUtf8(spelling))
          candidate.spellings.push_back(spelling);
      }
      candidate.articles = std::max(name.articles, name.cue_articles);
      candidate.introductions = name.cue_articles;
      candidate.grants.assign(name.grants.begin(), name.grants.end());
      candidate.confidence = name.confidence();
      candidate.accepted = tagger_.IsAccepted(name, &small_words_);
      candidate.example = examples_[i].first;
      candidate.line = examples_[i].second;
      candidate.source = sources_[i];
      candidates.push_back(std::move(candidate));
    }
    std::stable_sort(
        candidates.begin(), candidates.end(), [](const ProjectCandidate& a, const ProjectCandidate& b) {
          return std::make_tuple(!a.accepted, -a.confidence, UINT64_MAX - a.articles,
                                 std::string_view(a.name)) < std::make_tuple(!b.accepted, -b.confidence,
                                                                             UINT64_MAX - b.articles,
                                                                             std::string_view(b.name));
        });
    return candidates;
  }

 private:
  // The blocks of the article, which came before it; of data, its title and paragraphs.
  std::vector<PlacedText> TextsOf(const Document& document) {
    while (!blocks_.empty() && blocks_.front().line < document.lines.first) blocks_.pop_front();
    std::vector<PlacedText> texts;
    while (!blocks_.empty() && blocks_.front().line <= document.lines.last) {
      texts.push_back(std::move(blocks_.front()));
      blocks_.pop_front();
    }
    if (!texts.empty()) return texts;
    if (document.title) texts.push_back({*document.title, document.lines.first, true});
    const std::string_view body = document.body;
    for (size_t begin = 0; begin < body.size();) {
      const size_t end = std::min(body.find('\n', begin), body.size());
      texts.push_back({std::string(body.substr(begin, end - begin)), document.lines.first, false});
      begin = end + 1;
    }
    return texts;
  }

  std::deque<PlacedText> blocks_;
  ProjectTagger tagger_;
  WordSet small_words_;
  std::vector<std::pair<std::string, uint32_t>> examples_;  // of the tagger's names: sentence and line
  std::vector<std::string> sources_;
};

}  // namespace

Result<std::vector<ProjectCandidate>> ListProjects(const std::string& path, const IngestOptions& options) {
  IngestOptions read = options;
  if (!read.files && !read.authorities.empty()) {
    auto files = LoadIngestFiles(options);
    if (!files.ok()) return files.status();
    read.files = *std::move(files);
  }
  const std::shared_ptr<const IngestFiles> files = std::exchange(read.files, nullptr);
  read.authorities.clear();
  read.overrides.clear();
  read.facets = false;
  ProjectLister lister;
  read.explain = [&](const ExplainedBlock& block) {
    lister.Explain(block);
    if (options.explain) options.explain(block);
  };
  const Status status = ReadArchive(path, read, [&](const Document& document) {
    lister.Add(document);
    return Status();
  });
  if (!status.ok()) return status;
  return lister.Take(files ? files->authorities().get() : nullptr);
}

std::string ProjectAuthority(const std::vector<ProjectCandidate>& candidates) {
  using Json = nlohmann::ordered_json;
  Json entries = Json::array();
  for (const ProjectCandidate& candidate : candidates) {
    Json entry;
    entry["name"] = candidate.name;
    if (!candidate.spellings.empty()) entry["aliases"] = candidate.spellings;
    entry["accepted"] = candidate.accepted;
    Json& found = entry["found"];
    found["articles"] = candidate.articles;
    found["introductions"] = candidate.introductions;
    found["confidence"] = static_cast<double>(static_cast<int>(candidate.confidence * 100 + 0.5)) / 100;
    if (!candidate.grants.empty()) found["grants"] = candidate.grants;
    found["source"] = candidate.source;
    if (candidate.line != 0) found["line"] = candidate.line;
    found["example"] = candidate.example;
    entries.push_back(std::move(entry));
  }
  Json file;
  file["facet"] = "project";
  file["description"] = "projects that newsearch found; put \"accepted\" to true or false";
  file["entries"] = std::move(entries);
  return file.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace newsearch
