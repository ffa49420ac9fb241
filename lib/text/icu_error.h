// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_TEXT_ICU_ERROR_H_
#define NEWSEARCH_LIB_TEXT_ICU_ERROR_H_

#include <unicode/utypes.h>

#include <stdexcept>
#include <string_view>

namespace newsearch {

// An ICU call failed that input cannot make fail: its data is missing or memory ran out. Caught where the
// library is entered and reported as kInternal.
class IcuFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Throws IcuFailure naming the call and u_errorName(error) if `error` is a failure.
void CheckIcu(UErrorCode error, std::string_view call);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_ICU_ERROR_H_
