// SPDX-License-Identifier: GPL-2.0-or-later
//
// Reading archives: a file in, documents out, with dates, languages and facets. Touches no index.
//
//   newsearch::ArchiveReport report;
//   auto status = newsearch::ReadArchive("news.txt", {}, [](newsearch::Document doc) {
//     std::cout << doc.title.value_or("(untitled)") << '\n';
//     return newsearch::Status();
//   }, &report);
//
// Thread-safety: the functions may be called from many threads at once, with different arguments.
#ifndef NEWSEARCH_INGEST_H_
#define NEWSEARCH_INGEST_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "newsearch/document.h"
#include "newsearch/export.h"
#include "newsearch/status.h"

namespace newsearch {

// In JSON, project, city, region, country and year are members of a document by themselves; "facets" is an
// object with these and with facets of any other name that Document::facets allows: {"topic": ["energy"]}.
enum class ArchiveFormat {
  kDetect,     // by content, and where that says nothing by the name's ending
  kText,       // articles one after another in plain text
  kJsonLines,  // one document a line: id, title, text, date, lang, project, city, ..., facets (see above)
  kMarkdown,   // CommonMark with tables; articles one after another
  kHtml,       // a page as a browser reads it; articles one after another
  kFeed,       // RSS, Atom, or WordPress's export
  kJsonFeed,   // JSON Feed, or an array of objects with the members of JSON Lines
};

// "text", "jsonl", "markdown", "html", "feed", "jsonfeed"; "detect".
NEWSEARCH_EXPORT std::string_view ArchiveFormatName(ArchiveFormat format);

// A block of an archive (a line, a paragraph, a heading, ...) and what it was taken for.
struct ExplainedBlock {
  uint32_t line = 0;      // 1-based, of its first byte
  ByteSpan bytes;         // in the source
  std::string_view text;  // UTF-8; valid during the call
  // "furniture" (menus, footers: part of no article), "group date" (a dated heading over several articles),
  // "title", "date", "event date", "opening" (beside title and date), "body".
  std::string_view role;
  // At the first block of an article: its confidence, between 0 and 1, and the reasons, with weights.
  double confidence = 0;
  std::string reason;
};

struct IngestProgress {
  uint64_t bytes_done = 0;
  uint64_t bytes_total = 0;
  uint64_t documents = 0;
};

// Authority and override files in memory. Opaque.
class IngestFiles;

struct IngestOptions {
  // Affects behaviour.
  ArchiveFormat format = ArchiveFormat::kDetect;
  // Names the archive for good: documents keep their ids, and vanished ones are removed, by this name.
  // Empty: the absolute path of the file.
  std::string source_name;
  // Longer lines are cut here (plain text) or skipped (JSON Lines), and so are entries of feeds that are
  // longer, with a warning. Bytes.
  uint64_t max_line_bytes = 16u << 20;
  // The archive's character encoding by a name ICU knows ("windows-1250"). Empty: by byte order mark,
  // declaration, or the bytes themselves.
  std::string charset;
  // Affects performance, and what is found. Whether to look for projects, cities and countries, which takes
  // most of the time; the year comes with the date in any case.
  bool facets = true;
  // Affects behaviour. Authority files: what the values of a facet are called, and in which words articles
  // speak of them (docs/authority-files.md). Not looked at without `facets`.
  std::vector<std::string> authorities;
  // A file of corrections to facets, made after everything else (docs/overrides.md); empty: none.
  std::string overrides;
  // What LoadIngestFiles made of these two, for those who read many archives; they are not read again then.
  std::shared_ptr<const IngestFiles> files;
  // Called for every block of an archive that is split into articles, in order, before the articles it is
  // about; may be empty.
  std::function<void(const ExplainedBlock&)> explain;
  // Called now and then while reading; false stops with kCancelled. May be empty.
  std::function<bool(const IngestProgress&)> progress;
};

// Something in the archive that a person should know; reading went on.
struct IngestWarning {
  std::string message;  // names the thing: "line is 314572800 bytes long, cut at 16777216"
  uint64_t line = 0;    // 1-based; 0 if it concerns the whole file
};

struct ArchiveReport {
  static constexpr size_t kMaxWarnings = 100;

  std::string source;
  uint64_t bytes = 0;
  uint64_t documents = 0;
  uint64_t undated = 0;
  uint64_t untitled = 0;
  uint64_t skipped = 0;  // records that are no document
  bool incomplete =
      false;  // a feed that breaks off: what is behind the break is not known; a warning says where
  uint64_t doubtful = 0;  // articles whose boundaries are not sure; each has a warning
  ArchiveFormat format = ArchiveFormat::kDetect;  // as it was read
  std::string charset;                            // the encoding as it was read, ICU's name
  std::string layout;                             // how the archive's articles open; empty if they are given
  std::map<std::string, uint64_t> languages;      // articles by language
  uint64_t ill_formed_bytes = 0;                  // not UTF-8: read as U+FFFD
  // The first kMaxWarnings; `warnings_total` counts all.
  std::vector<IngestWarning> warnings;
  uint64_t warnings_total = 0;
};

// Takes one document; a status that is not ok stops the reading and becomes its result.
using DocumentSink = std::function<Status(Document)>;

// Reads the archive in the file `path`, "-" for standard input, and gives every document to `sink`, in the
// order of the file. The file may be compressed with gzip or Zstandard; its format and character encoding are
// found out unless they are given. Memory does not grow with archives in plain text, feeds and JSON; a page
// of HTML or Markdown is read whole. `report` may be null; it is filled as far as reading came, on failure
// too. Errors: kNotFound, kIo, kBadInput (a directory, binary or damaged data, a page of more than 512 MB, a
// feed of which nothing can be read, no document in JSON Lines), kUnsupported (a Zstandard window of more
// than 128 MB), kInvalidArgument (an unknown charset), kCancelled, and what `sink` returned. A feed that
// breaks off behind some entries is no error: see ArchiveReport::incomplete.
NEWSEARCH_EXPORT Status ReadArchive(const std::string& path, const IngestOptions& options,
                                    const DocumentSink& sink, ArchiveReport* report = nullptr);

// The same for an archive in memory. `options.source_name` names it, "-" if empty.
NEWSEARCH_EXPORT Status ReadText(std::string_view text, const IngestOptions& options,
                                 const DocumentSink& sink, ArchiveReport* report = nullptr);

// Reads the files that `options.authorities` and `options.overrides` name, for IngestOptions::files; several
// threads may use the result at once. ReadArchive does it by itself. Errors: kNotFound, kIo, kBadInput
// ("organisations.json:12: /entries/3/name: must be a string").
NEWSEARCH_EXPORT Result<std::shared_ptr<const IngestFiles>> LoadIngestFiles(const IngestOptions& options);

// A name that an archive may use for a project.
struct ProjectCandidate {
  std::string name;                    // as the archive writes it most
  std::vector<std::string> spellings;  // others
  uint64_t articles = 0;               // that name it
  uint64_t introductions = 0;          // articles that call it a project, or speak of it as of one
  std::vector<std::string> grants;     // numbers of grants beside it
  double confidence = 0;               // between 0 and 1, that it is a project
  bool accepted = false;               // sure enough to be a value of the facet
  std::string example;                 // a sentence that introduces it
  std::string source;                  // where that stands
  uint32_t line = 0;                   // 1-based; 0 if it is not in lines
};

// The names in the archive `path` that may be projects, surest first; without those that
// `options.authorities` know. Errors: those of ReadArchive.
NEWSEARCH_EXPORT Result<std::vector<ProjectCandidate>> ListProjects(const std::string& path,
                                                                    const IngestOptions& options = {});

// The candidates as an authority file of the facet project, for a person to go through: those that are not
// accepted are marked so and have no effect.
NEWSEARCH_EXPORT std::string ProjectAuthority(const std::vector<ProjectCandidate>& candidates);

// The archives that `path` names, as paths for ReadArchive, in the order of their bytes and each once:
//   a file, and "-" for standard input: itself, whatever its name;
//   a directory: the files in it and in the directories below whose names end, in capitals or not, as
//   archives do: .txt .text .md .markdown .html .htm .xhtml .xml .rss .atom .json .jsonl .ndjson, each also
//   with .gz or .zst behind it. Hidden ones, whose names begin with a dot, are left out. Links are followed,
//   but what a link leads to is listed under one path, its own if it has one here, so that no loop of links
//   is endless and nothing is read twice; a pattern, where there is no file of this name: the files that
//   match, whatever they end in, and the archives in the directories that match. * and ? stand for any
//   characters and for one, [a-z] and [!a-z] for one of these or another, none of them for a slash; ** as a
//   whole part of the path stands for any directories, or none. A leading dot must be written: *.txt and **
//   do not find hidden ones. "news/**/*.html", "20??/[a-f]*.gz"
// Errors: kNotFound naming `path` if there is nothing of that kind, kIo for a directory that cannot be read.
NEWSEARCH_EXPORT Result<std::vector<std::string>> ListArchives(const std::string& path);

}  // namespace newsearch

#endif  // NEWSEARCH_INGEST_H_
