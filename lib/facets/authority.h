// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_FACETS_AUTHORITY_H_
#define NEWSEARCH_LIB_FACETS_AUTHORITY_H_

#include <string>
#include <string_view>
#include <vector>

#include "newsearch/status.h"

namespace newsearch {

// One thing that an authority file knows.
struct AuthorityEntry {
  std::string name;                  // what becomes the value
  std::vector<std::string> aliases;  // other names
  bool needs_context = false;        // its names mean other things too
  std::string url;
  std::string id;                      // for machines; the url where this is empty
  std::vector<std::string> cities;     // by their usual English names
  std::vector<std::string> countries;  // ISO 3166-1 alpha-2
  std::vector<std::string> context;    // words that stand in articles about it
  int first_year = 0;                  // when it ran; 0, 0: not known
  int last_year = 0;
};

// What a portal knows of the values of one facet. docs/authority-files.md describes the form.
struct AuthorityFile {
  std::string facet;
  std::string description;
  std::vector<AuthorityEntry> entries;  // without those that are marked as not accepted
};

// nullptr, or what is wrong with the name of an authority file's facet: what other facets may be called, less
// those that newsearch fills by itself, except project.
const char* WhatIsWrongWithAuthorityFacet(std::string_view facet);

// `file` names it in errors. Errors: kBadInput "FILE:12: /entries/3/name: must be a string".
Result<AuthorityFile> ParseAuthority(std::string_view json, const std::string& file);

// Errors: kNotFound, kIo, kBadInput.
Result<AuthorityFile> ReadAuthority(const std::string& path);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_AUTHORITY_H_
