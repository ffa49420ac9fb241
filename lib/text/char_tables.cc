// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/char_tables.h"

#include <unicode/uversion.h>

namespace newsearch {

std::string CharTablesMark() {
  UVersionInfo version;
  u_getVersion(version);
  char text[U_MAX_VERSION_STRING_LENGTH];
  u_versionToString(version, text);
  std::string mark(text);
  mark.resize(kCharTablesMarkBytes);
  return mark;
}

}  // namespace newsearch
