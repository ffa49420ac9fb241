// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/icu_error.h"

#include <string>

namespace newsearch {

void CheckIcu(UErrorCode error, std::string_view call) {
  if (U_FAILURE(error))
    throw IcuFailure(std::string("ICU: ").append(call).append(": ").append(u_errorName(error)));
}

}  // namespace newsearch
