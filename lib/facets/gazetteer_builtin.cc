// SPDX-License-Identifier: GPL-2.0-or-later
#include <cassert>

#include "facets/gazetteer.h"

extern "C" const char newsearch_gazetteer[];
extern "C" const char newsearch_gazetteer_end[];

namespace newsearch {

const Gazetteer& Gazetteer::Builtin() {
  static const Gazetteer gazetteer = [] {
    auto opened = FromBytes(
        {newsearch_gazetteer, static_cast<size_t>(newsearch_gazetteer_end - newsearch_gazetteer)}, false);
    assert(opened.ok());
    return *opened;
  }();
  return gazetteer;
}

}  // namespace newsearch
