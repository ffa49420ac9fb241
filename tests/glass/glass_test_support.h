// SPDX-License-Identifier: GPL-2.0-or-later
//
// The same documents written in two ways, and what Xapian reads of each.
#ifndef NEWSEARCH_TESTS_GLASS_GLASS_TEST_SUPPORT_H_
#define NEWSEARCH_TESTS_GLASS_GLASS_TEST_SUPPORT_H_

#include <xapian.h>

#include <array>
#include <cstdio>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "glass/glass_database_writer.h"
#include "support/test_support.h"

namespace newsearch {

struct PlainDocument {
  uint32_t doc = 0;
  std::map<std::string, uint32_t> terms;
  std::map<uint32_t, std::string> values;
  std::string data;
};

inline void WriteThroughApi(const std::vector<PlainDocument>& documents,
                            const std::map<std::string, std::string>& metadata,
                            Xapian::WritableDatabase* database) {
  for (const PlainDocument& document : documents) {
    Xapian::Document out;
    for (const auto& [term, wdf] : document.terms) out.add_term(term, wdf);
    for (const auto& [slot, value] : document.values) out.add_value(slot, value);
    out.set_data(document.data);
    database->replace_document(document.doc, out);
  }
  for (const auto& [key, value] : metadata) database->set_metadata(key, value);
  database->commit();
}

// In batches of `batch_size` documents.
inline Status WriteThroughWriter(const std::vector<PlainDocument>& documents,
                                 const std::map<std::string, std::string>& metadata,
                                 const GlassWriterOptions& options, size_t batch_size = 50,
                                 const GlassTermSink& sink = nullptr) {
  auto writer = GlassDatabaseWriter::Create(options);
  if (!writer.ok()) return writer.status();
  GlassBatchBuilder builder;
  size_t in_batch = 0;
  const auto flush = [&]() -> Status {
    Result<GlassBatch> batch = builder.Finish();
    in_batch = 0;
    return batch.ok() ? (*writer)->Append(&*batch) : batch.status();
  };
  for (const PlainDocument& document : documents) {
    builder.BeginDocument(document.doc);
    // The first in two parts, in the order in which no list is.
    for (auto term = document.terms.rbegin(); term != document.terms.rend(); ++term) {
      const uint32_t number = builder.TermNumber(term->first);
      if (term->second > 1) builder.AddTerm(number, 1);
      builder.AddTerm(number, term->second > 1 ? term->second - 1 : term->second);
    }
    for (const auto& [slot, value] : document.values) builder.AddValue(slot, value);
    builder.SetData(document.data);
    if (++in_batch < batch_size) continue;
    if (Status status = flush(); !status.ok()) return status;
  }
  if (Status status = flush(); !status.ok()) return status;
  return (*writer)->Finish(metadata, sink);
}

// All that Xapian tells of a database, line by line.
inline std::string Describe(const Xapian::Database& database) {
  std::ostringstream out;
  out << "documents " << database.get_doccount() << " last " << database.get_lastdocid() << " mean "
      << database.get_avlength() << " lengths " << database.get_doclength_lower_bound() << " to "
      << database.get_doclength_upper_bound() << " positions " << database.has_positions() << "\n";
  for (auto key = database.metadata_keys_begin(); key != database.metadata_keys_end(); ++key) {
    out << "metadata " << *key << " = " << database.get_metadata(*key) << "\n";
  }
  for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
    out << "term " << *term << " " << term.get_termfreq() << " " << database.get_collection_freq(*term)
        << (database.term_exists(*term) ? "" : " (does not exist)") << ":";
    for (auto doc = database.postlist_begin(*term); doc != database.postlist_end(*term); ++doc) {
      out << " " << *doc << "/" << doc.get_wdf();
    }
    // From the middle on, by skipping.
    auto doc = database.postlist_begin(*term);
    doc.skip_to(database.get_lastdocid() / 2);
    out << " then " << (doc == database.postlist_end(*term) ? 0 : *doc) << "\n";
  }
  std::map<Xapian::valueno, bool> slots;
  for (auto doc = database.postlist_begin(""); doc != database.postlist_end(""); ++doc) {
    const Xapian::Document document = database.get_document(*doc);
    out << "document " << *doc << " length " << doc.get_doclength() << " unique "
        << database.get_unique_terms(*doc) << " data " << document.get_data() << " terms";
    for (auto term = database.termlist_begin(*doc); term != database.termlist_end(*doc); ++term) {
      out << " " << *term << "/" << term.get_wdf();
    }
    for (auto value = document.values_begin(); value != document.values_end(); ++value) {
      out << " " << value.get_valueno() << "=" << *value;
      slots[value.get_valueno()] = true;
    }
    out << "\n";
  }
  for (const auto& slot : slots) {
    out << "slot " << slot.first << " " << database.get_value_freq(slot.first) << " from "
        << database.get_value_lower_bound(slot.first) << " to " << database.get_value_upper_bound(slot.first)
        << ":";
    for (auto value = database.valuestream_begin(slot.first); value != database.valuestream_end(slot.first);
         ++value) {
      out << " " << value.get_docid() << "=" << *value;
    }
    out << "\n";
  }
  return out.str();
}

// Empty if xapian-check finds the database whole, or is not there; else what it says.
inline std::string Faults(const std::string& path) {
#ifdef NEWSEARCH_XAPIAN_CHECK
  const std::string command = std::string(NEWSEARCH_XAPIAN_CHECK) + " '" + path + "' 2>&1";
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return "cannot run " + command;
  std::string said;
  std::array<char, 4096> part;
  for (size_t size = 0; (size = std::fread(part.data(), 1, part.size(), pipe)) > 0;) {
    said.append(part.data(), size);
  }
  return ::pclose(pipe) == 0 ? std::string() : said;
#else
  (void)path;
  return std::string();
#endif
}

}  // namespace newsearch

#endif  // NEWSEARCH_TESTS_GLASS_GLASS_TEST_SUPPORT_H_
