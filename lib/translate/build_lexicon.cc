// SPDX-License-Identifier: GPL-2.0-or-later
//
// newsearch-lexicon DICTD_FOLDER OUT_FOLDER FROM TO: makes of the dictd dictionaries FROM-TO and TO-FROM,
// both directions in one, the file that translate/lexicon.h looks up. FROM and TO are ISO 639-1: "en de". A
// program in C++ and not a script, so that one parser reads the entries.
#include <cstdio>
#include <fstream>
#include <string>

#include "translate/dictd_file.h"
#include "translate/dictionary.h"
#include "translate/lexicon.h"

namespace newsearch {
namespace {

int Fail(const Status& status) {
  std::fprintf(stderr, "newsearch-lexicon: %s\n", status.ToString().c_str());
  return 2;
}

int Run(const std::string& dictd, const std::string& out, const std::string& from, const std::string& to) {
  LexiconBuilder builder;
  bool found = false;
  for (const bool forward : {true, false}) {
    Result<DictdFile> file =
        DictdFile::Open(dictd + "/freedict-" + std::string(Iso639Part3(forward ? from : to)) + "-" +
                        std::string(Iso639Part3(forward ? to : from)));
    if (!file.ok()) {
      if (file.status().code() == StatusCode::kNotFound) continue;
      return Fail(file.status());
    }
    found = true;
    const Status status = forward ? builder.AddForward(&*file) : builder.AddInverse(&*file);
    if (!status.ok()) return Fail(status);
  }
  if (!found)
    return Fail(Status(StatusCode::kNotFound, "no dictionary of " + from + " and " + to + " in " + dictd));
  const Lexicon lexicon = builder.Build();
  const std::string path = out + "/" + LexiconName(from, to);
  std::ofstream file(path, std::ios::binary);
  file.write(lexicon.bytes().data(), static_cast<std::streamsize>(lexicon.bytes().size()));
  file.close();
  if (!file) return Fail(Status(StatusCode::kIo, "cannot write " + path));
  std::printf("%s: %zu phrases, %zu bytes\n", path.c_str(), lexicon.size(), lexicon.bytes().size());
  return 0;
}

}  // namespace
}  // namespace newsearch

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "usage: newsearch-lexicon DICTD_FOLDER OUT_FOLDER FROM TO\n");
    return 2;
  }
  return newsearch::Run(argv[1], argv[2], argv[3], argv[4]);
}
