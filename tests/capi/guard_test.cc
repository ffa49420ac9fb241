// SPDX-License-Identifier: GPL-2.0-or-later
//
// Guard, and the C API when memory runs out: nothing gets past, and freeing what came out is safe.
#include "capi/guard.h"

#include <cstdio>
#include <cstdlib>
#include <new>
#include <stdexcept>
#include <string>

#include "newsearch/c.h"
#include "newsearch/status.h"

namespace {

int g_failures = 0;
long g_allocations_left = -1;  // below 0: no limit

#define CHECK(condition)                                                             \
  do {                                                                               \
    if (!(condition)) {                                                              \
      std::fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
      ++g_failures;                                                                  \
    }                                                                                \
  } while (false)

void* Allocate(std::size_t size) {
  if (g_allocations_left == 0) throw std::bad_alloc();
  if (g_allocations_left > 0) --g_allocations_left;
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) { return Allocate(size); }
void* operator new[](std::size_t size) { return Allocate(size); }
// Replaced too, so that what they give goes back to where it came from: a sanitizer has its own.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return std::malloc(size > 0 ? size : 1);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return std::malloc(size > 0 ? size : 1);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

using newsearch::Status;
using newsearch::StatusCode;
using newsearch::capi::Guard;
using newsearch::capi::Outcome;

template <typename Body>
void ExpectGuard(newsearch_status want, const std::string& message, int64_t offset, Body&& body) {
  char old = 0;
  auto* error = reinterpret_cast<newsearch_error*>(&old);
  CHECK(Guard(&error, body) == want);
  CHECK((error == nullptr) == (want == NEWSEARCH_STATUS_OK));
  if (error != nullptr) {
    CHECK(error->code == want);
    CHECK(error->message == message);
    CHECK(error->offset == offset);
    delete error;
  }
  CHECK(Guard(nullptr, body) == want);
}

void TestGuard() {
  ExpectGuard(NEWSEARCH_STATUS_OK, "", -1, [] { return Status(); });
  ExpectGuard(NEWSEARCH_STATUS_IO, "disk full", -1, [] { return Status(StatusCode::kIo, "disk full"); });
  ExpectGuard(NEWSEARCH_STATUS_BAD_QUERY, "x", 0, [] { return Status(StatusCode::kBadQuery, "x", 0); });
  ExpectGuard(NEWSEARCH_STATUS_BAD_QUERY, "x", 12, [] { return Status(StatusCode::kBadQuery, "x", 12); });
  ExpectGuard(-7, "stopped by the callback", -1, [] { return Outcome::Stopped(-7); });
  ExpectGuard(NEWSEARCH_STATUS_INTERNAL, "why", -1, []() -> Status { throw std::runtime_error("why"); });
  ExpectGuard(NEWSEARCH_STATUS_INTERNAL, "unknown exception", -1, []() -> Status { throw 1; });

  newsearch_error* error = nullptr;
  CHECK(Guard(&error, []() -> Status { throw std::bad_alloc(); }) == NEWSEARCH_STATUS_OUT_OF_MEMORY);
  CHECK(error == newsearch::capi::OutOfMemoryError());
  CHECK(error->code == NEWSEARCH_STATUS_OUT_OF_MEMORY && error->message == "out of memory");
}

// A failure for whose error object there is no memory is an OUT_OF_MEMORY with an error object all the same.
void TestNoMemoryForTheError() {
  for (long left = 0; left < 8; ++left) {
    char old = 0;
    auto* error = reinterpret_cast<newsearch_error*>(&old);
    newsearch_report* report = nullptr;
    g_allocations_left = left;
    const newsearch_status status = newsearch_report_get_warning(nullptr, report, 0, &error);
    g_allocations_left = -1;
    CHECK(status == NEWSEARCH_STATUS_OUT_OF_MEMORY || status == NEWSEARCH_STATUS_INVALID_ARGUMENT);
    CHECK(left > 0 || status == NEWSEARCH_STATUS_OUT_OF_MEMORY);
    CHECK(left < 4 || status == NEWSEARCH_STATUS_INVALID_ARGUMENT);
    CHECK(error != nullptr && newsearch_error_code(error) == status);
    CHECK(newsearch_error_message(error, nullptr)[0] != '\0');
    newsearch_error_free(error);
    newsearch_error_free(nullptr);
  }
}

// However early memory runs out, a handle comes out whole or not at all.
int CopyUnderPressure(const newsearch_document* document, void* payload) {
  bool copied = false;
  for (long left = 0; left < 8; ++left) {
    newsearch_document* copy = nullptr;
    newsearch_error* error = nullptr;
    g_allocations_left = left;
    const newsearch_status status = newsearch_document_copy(&copy, document, &error);
    g_allocations_left = -1;
    CHECK(status == NEWSEARCH_STATUS_OK || status == NEWSEARCH_STATUS_OUT_OF_MEMORY);
    CHECK((copy != nullptr) == (status == NEWSEARCH_STATUS_OK));
    CHECK(newsearch_error_code(error) == status);
    copied = copied || copy != nullptr;
    newsearch_document_free(copy);
    newsearch_error_free(error);
  }
  *static_cast<bool*>(payload) = copied;
  return -1;
}

// An exception from a callback written in C++ breaks the contract, and still stops here.
int Throw(const newsearch_document*, void*) { throw std::runtime_error("from a callback"); }

void TestCallbacks() {
  bool copied = false;
  const char* text = "++ One ++\n\n21st June 2016\nA text about nothing much, but long enough to be one.\n";
  CHECK(newsearch_text_read(nullptr, text, NEWSEARCH_STRLEN, nullptr, CopyUnderPressure, &copied, nullptr) ==
        -1);
  CHECK(copied);
  newsearch_error* error = nullptr;
  CHECK(newsearch_text_read(nullptr, text, NEWSEARCH_STRLEN, nullptr, Throw, nullptr, &error) ==
        NEWSEARCH_STATUS_INTERNAL);
  CHECK(std::string(newsearch_error_message(error, nullptr)).find("from a callback") != std::string::npos);
  newsearch_error_free(error);
}

}  // namespace

int main() {
  TestGuard();
  TestNoMemoryForTheError();
  TestCallbacks();
  if (g_failures != 0) std::fprintf(stderr, "%d checks failed\n", g_failures);
  return g_failures == 0 ? 0 : 1;
}
