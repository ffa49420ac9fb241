// SPDX-License-Identifier: GPL-2.0-or-later
//
// Xapian as a peer: xapian_peer DOCUMENTS QUERIES LANGUAGE DEPTH, run on standard output.
//
// The last line on standard error tells version, language and what was done for the language. What its guide
// shows: TermGenerator and QueryParser with the language's stemmer (STEM_SOME, which both have by default),
// any of the words, BM25 as it comes. Queries are plain text, so no flag of syntax is on; for Chinese and
// Japanese the n-grams are, on both sides, without which their sentences are single words.
#include <xapian.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

namespace {

Xapian::Stem StemmerFor(const std::string& language) {
  try {
    return Xapian::Stem(language);
  } catch (const Xapian::InvalidArgumentError&) {
    return Xapian::Stem();
  }
}

// The parser refuses some texts even without flags ("parse error" where Chinese stands beside other words).
// Such a query finds nothing, as it would for a user.
Xapian::Query Parse(Xapian::QueryParser& parser, const std::string& text, unsigned flags, unsigned& refused) {
  try {
    return parser.parse_query(text, flags);
  } catch (const Xapian::QueryParserError&) {
    ++refused;
    return {};
  }
}

void Run(const char* documents, const char* queries, const std::string& language, unsigned depth) {
  const bool ngrams = language == "zh" || language == "ja";
  const Xapian::Stem stemmer = StemmerFor(language);
  Xapian::WritableDatabase database("", Xapian::DB_BACKEND_INMEMORY);

  Xapian::TermGenerator generator;
  generator.set_stemmer(stemmer);
  if (ngrams) generator.set_flags(Xapian::TermGenerator::FLAG_CJK_NGRAM);
  std::ifstream lines(documents);
  for (std::string line; std::getline(lines, line);) {
    const size_t tab = line.find('\t');
    Xapian::Document document;
    generator.set_document(document);
    generator.index_text(line.substr(tab + 1));
    document.set_data(line.substr(0, tab));
    database.add_document(document);
  }

  Xapian::QueryParser parser;
  parser.set_stemmer(stemmer);
  parser.set_database(database);
  Xapian::Enquire enquire(database);
  const unsigned flags = ngrams ? Xapian::QueryParser::FLAG_CJK_NGRAM : 0;
  unsigned refused = 0;
  std::ifstream topics(queries);
  for (std::string line; std::getline(topics, line);) {
    const size_t tab = line.find('\t');
    enquire.set_query(Parse(parser, line.substr(tab + 1), flags, refused));
    const Xapian::MSet hits = enquire.get_mset(0, depth);
    for (auto hit = hits.begin(); hit != hits.end(); ++hit) {
      std::printf("%s Q0 %s %u %.17g xapian\n", line.substr(0, tab).c_str(),
                  hit.get_document().get_data().c_str(), hit.get_rank() + 1, hit.get_weight());
    }
  }
  if (refused != 0) std::fprintf(stderr, "refused %u queries\n", refused);
  std::fprintf(stderr, "Xapian %s\t%s\t%s\n", Xapian::version_string(), language.c_str(),
               ngrams              ? "n-grams"
               : stemmer.is_none() ? "no stemmer"
                                   : "stemmer of the language");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "usage: xapian_peer DOCUMENTS QUERIES LANGUAGE DEPTH\n");
    return 2;
  }
  try {
    Run(argv[1], argv[2], argv[3], static_cast<unsigned>(std::atoi(argv[4])));
  } catch (const Xapian::Error& error) {
    std::fprintf(stderr, "xapian_peer: %s\n", error.get_description().c_str());
    return 1;
  }
  return 0;
}
