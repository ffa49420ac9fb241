/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the C tests share: checks that count, a small archive, and a folder that goes away again. C11, POSIX.
 */
#ifndef NEWSEARCH_TESTS_CAPI_FIXTURE_H_
#define NEWSEARCH_TESTS_CAPI_FIXTURE_H_

#ifndef _XOPEN_SOURCE
#error "define _XOPEN_SOURCE 700 before all includes"
#endif

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "newsearch/c.h"

static int g_failures = 0;

#define CHECK(condition)                                                        \
  do {                                                                          \
    if (!(condition)) {                                                         \
      fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
      ++g_failures;                                                             \
    }                                                                           \
  } while (0)

/* Checks the status of a call; `error` may be NULL and is freed. */
static inline void check_status(const char* file, int line, const char* call, newsearch_status got,
                                newsearch_status want, newsearch_error* error) {
  if (got != want) {
    fprintf(stderr, "%s:%d: %s: %s (%s), expected %s\n", file, line, call, newsearch_status_name(got),
            newsearch_error_message(error, NULL), newsearch_status_name(want));
    ++g_failures;
  }
  if (error != NULL && newsearch_error_code(error) != got) {
    fprintf(stderr, "%s:%d: %s: the error has code %d, the status is %d\n", file, line, call,
            (int)newsearch_error_code(error), (int)got);
    ++g_failures;
  }
  newsearch_error_free(error);
}

/* EXPECT(STATUS, call): the call names `&error` where its error goes. */
#define EXPECT(want, call)                                                        \
  do {                                                                            \
    newsearch_error* error = NULL;                                                \
    const newsearch_status got = (call);                                          \
    check_status(__FILE__, __LINE__, #call, got, NEWSEARCH_STATUS_##want, error); \
  } while (0)
#define EXPECT_OK(call) EXPECT(OK, call)

static inline int equals(newsearch_string text, const char* want) {
  return text.data != NULL && text.length == strlen(want) && memcmp(text.data, want, text.length) == 0 &&
         text.data[text.length] == '\0';
}

static inline newsearch_string string_of(const char* text) {
  const newsearch_string result = {text, strlen(text)};
  return result;
}

static const char kArchive[] =
    "++ A smart city lab opens its doors in Kista ++\n"
    "\n"
    "14th of November 2017\n"
    "The smart city lab in Kista, Sweden, invites its neighbours to try new ideas for quieter streets. "
    "Visitors can "
    "borrow sensors, count bicycles and discuss what they found with the people who plan the city.\n"
    "\n"
    "The lab stays open until the end of the winter, and entrance is free.\n"
    "\n"
    "++ Open data for buses in Maribor ++\n"
    "\n"
    "October 2017\n"
    "The city of Maribor publishes where its buses are, every ten seconds. A smart phone is enough to see "
    "which one "
    "comes next, and the first programs that use the data were written by pupils.\n"
    "\n"
    "++ Tartu counts its bicycles ++\n"
    "\n"
    "21st June 2016\n"
    "In Tartu a row of small lamps shows how many bicycles have crossed the bridge since the morning. The "
    "counter "
    "was built by students, and its figures are open to everybody.\n"
    "\n"
    "++ Workshop on fair housing in Kista ++\n"
    "\n"
    "4th of February 2016\n"
    "Tenants, builders and town planners meet in Kista to talk about fair housing. The workshop takes one "
    "day, and "
    "its results will be printed in the spring.\n";
enum { kArchiveDocuments = 4 };

/* In English, with a paragraph in German. */
static const char kMixed[] =
    "++ A smart city lab opens its doors in Kista ++\n"
    "\n"
    "14th of November 2017\n"
    "The smart city lab in Kista, Sweden, invites its neighbours to try new ideas for quieter streets. "
    "Visitors can borrow sensors, count bicycles and discuss what they found with the people who plan the "
    "city.\n"
    "\n"
    "Das Labor in Kista bleibt bis zum Ende des Winters offen, und der Eintritt ist frei. Besucherinnen und "
    "Besucher leihen sich Sensoren aus, sie messen, und sie sprechen mit den Leuten, die unsere Stadt "
    "planen.\n";

static char g_dir[] = "/tmp/newsearch-capi-XXXXXX";

static inline int remove_entry(const char* path, const struct stat* info, int type, struct FTW* ftw) {
  (void)info;
  (void)type;
  (void)ftw;
  return remove(path);
}

static inline void remove_dir(void) { (void)nftw(g_dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS); }

static inline void make_dir(void) {
  if (mkdtemp(g_dir) == NULL) {
    perror(g_dir);
    exit(2);
  }
  atexit(remove_dir);
}

/* The path of `name` in the test's folder; good for the next 60 calls. */
static inline const char* in_dir(const char* name) {
  static char paths[60][256];
  static int next = 0;
  char* path = paths[next = (next + 1) % 60];
  snprintf(path, sizeof paths[0], "%s/%s", g_dir, name);
  return path;
}

static inline const char* write_file(const char* name, const char* text) {
  const char* path = in_dir(name);
  FILE* file = fopen(path, "wb");
  if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0) {
    perror(path);
    exit(2);
  }
  return path;
}

/* Makes the index `name` with the documents of kArchive. */
static inline void make_index(const char* name) {
  newsearch_index_writer* writer = NULL;
  EXPECT_OK(newsearch_index_writer_open(&writer, in_dir(name), NULL, &error));
  EXPECT_OK(
      newsearch_index_writer_index_archive(NULL, writer, write_file("news.txt", kArchive), NULL, &error));
  newsearch_index_writer_free(writer);
}

/* The article of tests/support/make_resolved_index.cc, whose values have everything that can be known. */
static inline newsearch_document* get_resolved(void) {
  const char* path = getenv("NEWSEARCH_RESOLVED_INDEX");
  if (path == NULL) {
    fprintf(stderr, "NEWSEARCH_RESOLVED_INDEX names no index: run this test by ctest\n");
    exit(2);
  }
  newsearch_searcher* searcher = NULL;
  newsearch_document* document = NULL;
  EXPECT_OK(newsearch_searcher_open(&searcher, path, NULL, &error));
  EXPECT_OK(newsearch_searcher_get_document(&document, searcher, "paris", NEWSEARCH_STRLEN, &error));
  newsearch_searcher_free(searcher);
  return document;
}

#endif /* NEWSEARCH_TESTS_CAPI_FIXTURE_H_ */
