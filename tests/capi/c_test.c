/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The C API as a C program uses it, and as it misuses it.
 */
#define _XOPEN_SOURCE 700
#include <math.h>
#include <sys/stat.h>

#include "fixture.h"

/* ---- Statuses and errors ----------------------------------------------------------------------------- */

static void test_names(void) {
  CHECK(strcmp(newsearch_status_name(NEWSEARCH_STATUS_OK), "ok") == 0);
  CHECK(strcmp(newsearch_status_name(NEWSEARCH_STATUS_BAD_QUERY), "bad query") == 0);
  for (newsearch_status a = NEWSEARCH_STATUS_OK; a <= NEWSEARCH_STATUS_INTERNAL; ++a) {
    CHECK(newsearch_status_name(a)[0] != '\0');
    for (newsearch_status b = NEWSEARCH_STATUS_OK; b < a; ++b) {
      CHECK(strcmp(newsearch_status_name(a), newsearch_status_name(b)) != 0);
    }
  }
  CHECK(strcmp(newsearch_status_name(-1), "unknown status") == 0);
  CHECK(strcmp(newsearch_status_name(NEWSEARCH_STATUS_INTERNAL + 1), "unknown status") == 0);
  CHECK(strcmp(newsearch_status_name(INT32_MAX), "unknown status") == 0);
  CHECK(strcmp(newsearch_date_precision_name(NEWSEARCH_DATE_PRECISION_DAY), "day") == 0);
  CHECK(strcmp(newsearch_date_precision_name(NEWSEARCH_DATE_PRECISION_MONTH), "month") == 0);
  CHECK(strcmp(newsearch_date_precision_name(NEWSEARCH_DATE_PRECISION_YEAR), "year") == 0);
  CHECK(strcmp(newsearch_date_precision_name(-1), "unknown precision") == 0);
  CHECK(strcmp(newsearch_date_precision_name(3), "unknown precision") == 0);
}

static void test_version(void) {
  CHECK(strcmp(newsearch_version(), NEWSEARCH_VERSION_STRING) == 0);
  CHECK(newsearch_version_number() == NEWSEARCH_VERSION_NUMBER);
  CHECK(NEWSEARCH_VERSION_AT_LEAST(0, 1, 0));
  CHECK(!NEWSEARCH_VERSION_AT_LEAST(99, 0, 0));
}

static void test_errors(void) {
  CHECK(newsearch_error_code(NULL) == NEWSEARCH_STATUS_OK);
  CHECK(newsearch_error_offset(NULL) == -1);
  size_t length = 99;
  CHECK(strcmp(newsearch_error_message(NULL, &length), "") == 0 && length == 0);
  CHECK(newsearch_error_message(NULL, NULL) != NULL);
  newsearch_error_free(NULL);

  newsearch_searcher* searcher = (newsearch_searcher*)&length;
  newsearch_error* failure = NULL;
  const char* path = in_dir("nowhere.index");
  CHECK(newsearch_searcher_open(&searcher, path, NULL, &failure) == NEWSEARCH_STATUS_NOT_FOUND);
  CHECK(searcher == NULL);
  CHECK(failure != NULL && newsearch_error_code(failure) == NEWSEARCH_STATUS_NOT_FOUND);
  CHECK(newsearch_error_offset(failure) == -1);
  const char* message = newsearch_error_message(failure, &length);
  CHECK(strlen(message) == length && strstr(message, "nowhere.index") != NULL);
  newsearch_error_free(failure);
  /* Who does not want the words need not take them. */
  CHECK(newsearch_searcher_open(&searcher, path, NULL, NULL) == NEWSEARCH_STATUS_NOT_FOUND);
  /* Success overwrites what was there with NULL. */
  failure = (newsearch_error*)&length;
  newsearch_facet_info info = NEWSEARCH_FACET_INFO_INIT;
  CHECK(newsearch_facet_schema_get(&info, 0, &failure) == NEWSEARCH_STATUS_OK && failure == NULL);
}

/* ---- Facets ------------------------------------------------------------------------------------------ */

static void test_facet_schema(void) {
  int found = 0;
  const size_t count = newsearch_facet_schema_count();
  for (size_t i = 0; i < count; ++i) {
    newsearch_facet_info info = NEWSEARCH_FACET_INFO_INIT;
    EXPECT_OK(newsearch_facet_schema_get(&info, i, &error));
    CHECK(info.name.length > 0 && info.description.length > 0);
    if (equals(info.name, "project") || equals(info.name, "city") || equals(info.name, "country")) {
      ++found;
      CHECK(info.multi_valued == 1 && info.shown_by_default == 1);
    }
    if (equals(info.name, "year")) {
      ++found;
      CHECK(info.multi_valued == 0);
    }
  }
  CHECK(found == 4);
  newsearch_facet_info info = NEWSEARCH_FACET_INFO_INIT;
  info.multi_valued = 7;
  EXPECT(INVALID_ARGUMENT, newsearch_facet_schema_get(&info, count, &error));
  CHECK(info.multi_valued == 0 && info.name.data == NULL && info.struct_size == sizeof info);
}

static void test_facet_label(void) {
  char label[32];
  size_t length = 0;
  EXPECT_OK(newsearch_facet_get_label(label, sizeof label, &length, "country", NEWSEARCH_STRLEN, "SE",
                                      NEWSEARCH_STRLEN, &error));
  CHECK(strcmp(label, "Sweden") == 0 && length == 6);
  EXPECT_OK(newsearch_facet_get_label(label, sizeof label, NULL, "country", 7, "SExy", 2, &error));
  CHECK(strcmp(label, "Sweden") == 0);
  EXPECT_OK(newsearch_facet_get_label(label, sizeof label, &length, "city", 4, "Kista", 5, &error));
  CHECK(strcmp(label, "Kista") == 0);
  EXPECT_OK(newsearch_facet_get_label(NULL, 0, &length, "country", 7, "SE", 2, &error));
  CHECK(length == 6);
  EXPECT_OK(newsearch_facet_get_label(label, 4, &length, "country", 7, "SE", 2, &error));
  CHECK(strcmp(label, "Swe") == 0 && length == 6);
  EXPECT_OK(newsearch_facet_get_label(label, 1, &length, "country", 7, "SE", 2, &error));
  CHECK(strcmp(label, "") == 0 && length == 6);
  /* A character is kept whole or left out: "Kö" is three bytes. */
  EXPECT_OK(newsearch_facet_get_label(label, 3, &length, "city", 4, "K\xC3\xB6ln", 5, &error));
  CHECK(strcmp(label, "K") == 0 && length == 5);
  EXPECT_OK(newsearch_facet_get_label(label, 4, &length, "city", 4, "K\xC3\xB6ln", 5, &error));
  CHECK(strcmp(label, "K\xC3\xB6") == 0);
  length = 9;
  EXPECT(INVALID_ARGUMENT, newsearch_facet_get_label(NULL, 5, &length, "city", 4, "Kista", 5, &error));
  CHECK(length == 0);
  EXPECT(INVALID_ARGUMENT,
         newsearch_facet_get_label(label, sizeof label, &length, NULL, 4, "Kista", 5, &error));
  CHECK(label[0] == '\0');
  EXPECT(INVALID_ARGUMENT,
         newsearch_facet_get_label(label, sizeof label, &length, "city", 4, NULL, NEWSEARCH_STRLEN, &error));
}

/* ---- Reading ----------------------------------------------------------------------------------------- */

struct collected {
  size_t count;
  size_t stop_after; /* 0: never */
  int stop_value;
  newsearch_document* documents[16];
};

static int collect(const newsearch_document* document, void* payload) {
  struct collected* to = payload;
  if (to->count < 16) EXPECT_OK(newsearch_document_copy(&to->documents[to->count], document, &error));
  ++to->count;
  return to->count == to->stop_after ? to->stop_value : 0;
}

static void free_collected(struct collected* what) {
  for (size_t i = 0; i < what->count && i < 16; ++i) newsearch_document_free(what->documents[i]);
}

static void check_documents(const struct collected* documents, const char* source) {
  CHECK(documents->count == kArchiveDocuments);
  if (documents->count != kArchiveDocuments) return;
  const newsearch_document* first = documents->documents[0];
  newsearch_document_info info = NEWSEARCH_DOCUMENT_INFO_INIT;
  EXPECT_OK(newsearch_document_get_info(&info, first, &error));
  CHECK(equals(info.title, "A smart city lab opens its doors in Kista"));
  CHECK(equals(info.source, source));
  CHECK(equals(info.lang, "en"));
  CHECK(info.id.length > 0 && strlen(info.id.data) == info.id.length);
  CHECK(info.body.length > 0 && strstr(info.body.data, "quieter streets") != NULL);
  CHECK(info.first_line == 1 && info.last_line == 6);
  CHECK(info.bytes.begin == 0 && info.bytes.end > 100 && info.bytes.end < sizeof kArchive);
  CHECK(info.confidence > 0 && info.confidence <= 1);

  newsearch_date date = NEWSEARCH_DATE_INIT;
  EXPECT_OK(newsearch_document_get_date(&date, first, NEWSEARCH_DATE_KIND_PUBLICATION, &error));
  CHECK(date.present == 1 && date.inferred == 0 && date.precision == NEWSEARCH_DATE_PRECISION_DAY);
  CHECK(date.start.year == 2017 && date.start.month == 11 && date.start.day == 14);
  CHECK(date.end.year == 2017 && date.end.month == 11 && date.end.day == 14);
  CHECK(equals(date.raw, "14th of November 2017"));
  CHECK(date.rule.length > 0);
  CHECK(date.span.end - date.span.begin == date.raw.length &&
        memcmp(kArchive + date.span.begin, date.raw.data, date.raw.length) == 0);
  EXPECT_OK(newsearch_document_get_date(&date, first, NEWSEARCH_DATE_KIND_EVENT, &error));
  CHECK(date.present == 0 && date.start.year == 0 && date.raw.data == NULL);

  EXPECT_OK(
      newsearch_document_get_date(&date, documents->documents[1], NEWSEARCH_DATE_KIND_PUBLICATION, &error));
  CHECK(date.present == 1 && date.precision == NEWSEARCH_DATE_PRECISION_MONTH);
  CHECK(date.start.year == 2017 && date.start.month == 10 && date.start.day == 1);
  CHECK(date.end.year == 2017 && date.end.month == 10 && date.end.day == 31);

  int city = 0;
  int year = 0;
  for (size_t i = 0; i < info.facet_count; ++i) {
    newsearch_facet_values values = NEWSEARCH_FACET_VALUES_INIT;
    EXPECT_OK(newsearch_document_get_facet(&values, first, i, &error));
    CHECK(values.value_count > 0);
    if (equals(values.facet, "city")) city = values.value_count == 1 && equals(values.values[0], "Kista");
    if (equals(values.facet, "year")) year = values.value_count == 1 && equals(values.values[0], "2017");
  }
  CHECK(city && year);

  int words = 0;
  for (size_t i = 0; i < info.evidence_count; ++i) {
    newsearch_evidence evidence = NEWSEARCH_EVIDENCE_INIT;
    EXPECT_OK(newsearch_document_get_evidence(&evidence, first, i, &error));
    CHECK(evidence.span.end <= sizeof kArchive && evidence.span.begin <= evidence.span.end);
    if (equals(evidence.facet, "city") && equals(evidence.value, "Kista")) {
      ++words;
      CHECK(equals(evidence.text, "Kista"));
      CHECK(memcmp(kArchive + evidence.span.begin, "Kista", 5) == 0);
      CHECK(evidence.field.length == 0 && evidence.rule.length > 0);
    }
  }
  CHECK(words > 0);

  newsearch_facet_values values = NEWSEARCH_FACET_VALUES_INIT;
  newsearch_evidence evidence = NEWSEARCH_EVIDENCE_INIT;
  EXPECT(INVALID_ARGUMENT, newsearch_document_get_facet(&values, first, info.facet_count, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_document_get_facet(&values, first, SIZE_MAX, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_document_get_evidence(&evidence, first, info.evidence_count, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_document_get_date(&date, first, 3, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_document_get_date(&date, first, -1, &error));
}

static void test_read_text(void) {
  newsearch_report* report = NULL;
  struct collected documents = {0};
  EXPECT_OK(newsearch_text_read(&report, kArchive, NEWSEARCH_STRLEN, NULL, collect, &documents, &error));
  check_documents(&documents, "-");
  free_collected(&documents);

  newsearch_report_info info = NEWSEARCH_REPORT_INFO_INIT;
  EXPECT_OK(newsearch_report_get_info(&info, report, &error));
  CHECK(equals(info.source, "-"));
  CHECK(info.bytes == strlen(kArchive) && info.documents == kArchiveDocuments);
  CHECK(info.undated == 0 && info.untitled == 0 && info.skipped == 0 && info.ill_formed_bytes == 0);
  CHECK(info.warning_count == 0 && info.warnings_total == 0);
  CHECK(info.added == 0 && info.removed == 0);
  newsearch_report_free(report);

  /* A name, a length, and no report. */
  newsearch_ingest_options options = NEWSEARCH_INGEST_OPTIONS_INIT;
  options.source_name = string_of("the portal");
  memset(&documents, 0, sizeof documents);
  EXPECT_OK(newsearch_text_read(NULL, kArchive, strlen(kArchive), &options, collect, &documents, &error));
  check_documents(&documents, "the portal");
  free_collected(&documents);

  /* No text is no error. */
  memset(&documents, 0, sizeof documents);
  EXPECT_OK(newsearch_text_read(NULL, "", 0, NULL, collect, &documents, &error));
  EXPECT_OK(newsearch_text_read(NULL, NULL, 0, NULL, collect, &documents, &error));
  CHECK(documents.count == 0);
}

static void test_read_warnings(void) {
  newsearch_ingest_options options = NEWSEARCH_INGEST_OPTIONS_INIT;
  options.max_line_bytes = 64;
  newsearch_report* report = NULL;
  struct collected documents = {0};
  EXPECT_OK(newsearch_text_read(&report, kArchive, NEWSEARCH_STRLEN, &options, collect, &documents, &error));
  free_collected(&documents);
  newsearch_report_info info = NEWSEARCH_REPORT_INFO_INIT;
  EXPECT_OK(newsearch_report_get_info(&info, report, &error));
  CHECK(info.warnings_total > 0 && info.warning_count > 0);
  newsearch_ingest_warning warning = NEWSEARCH_INGEST_WARNING_INIT;
  EXPECT_OK(newsearch_report_get_warning(&warning, report, 0, &error));
  CHECK(warning.message.length > 0 && warning.line == 4);
  EXPECT(INVALID_ARGUMENT, newsearch_report_get_warning(&warning, report, info.warning_count, &error));
  CHECK(warning.message.data == NULL && warning.line == 0);
  newsearch_report_free(report);
}

static int stop_progress(const newsearch_progress* progress, void* payload) {
  CHECK(progress->struct_size >= sizeof *progress);
  CHECK(progress->bytes_done <= progress->bytes_total);
  return *(int*)payload;
}

static void test_stop(void) {
  static const int kValues[] = {-7, -1, 1, NEWSEARCH_STATUS_CANCELLED, 4711};
  for (size_t i = 0; i < sizeof kValues / sizeof kValues[0]; ++i) {
    struct collected documents = {0};
    documents.stop_after = 2;
    documents.stop_value = kValues[i];
    newsearch_report* report = (newsearch_report*)&documents;
    newsearch_error* failure = NULL;
    CHECK(newsearch_text_read(&report, kArchive, NEWSEARCH_STRLEN, NULL, collect, &documents, &failure) ==
          kValues[i]);
    CHECK(report == NULL);
    CHECK(newsearch_error_code(failure) == kValues[i]);
    CHECK(documents.count == 2);
    newsearch_error_free(failure);
    free_collected(&documents);
  }
}

static void test_read_archive(void) {
  const char* path = write_file("read.txt", kArchive);
  char absolute[4096];
  CHECK(realpath(path, absolute) != NULL);
  struct collected documents = {0};
  EXPECT_OK(newsearch_archive_read(NULL, path, NULL, collect, &documents, &error));
  CHECK(documents.count == kArchiveDocuments);
  newsearch_document_info info = NEWSEARCH_DOCUMENT_INFO_INIT;
  EXPECT_OK(newsearch_document_get_info(&info, documents.documents[0], &error));
  CHECK(equals(info.source, path) || equals(info.source, absolute));
  free_collected(&documents);

  newsearch_ingest_options options = NEWSEARCH_INGEST_OPTIONS_INIT;
  options.format = NEWSEARCH_ARCHIVE_FORMAT_TEXT;
  options.source_name = string_of("named");
  memset(&documents, 0, sizeof documents);
  EXPECT_OK(newsearch_archive_read(NULL, path, &options, collect, &documents, &error));
  check_documents(&documents, "named");
  free_collected(&documents);

  memset(&documents, 0, sizeof documents);
  EXPECT(NOT_FOUND, newsearch_archive_read(NULL, in_dir("nothing"), NULL, collect, &documents, &error));
  EXPECT(BAD_INPUT, newsearch_archive_read(NULL, g_dir, NULL, collect, &documents, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_archive_read(NULL, path, NULL, NULL, NULL, &error));
  options.format = 77;
  EXPECT(INVALID_ARGUMENT, newsearch_archive_read(NULL, path, &options, collect, &documents, &error));
  options.format = NEWSEARCH_ARCHIVE_FORMAT_TEXT;
  options.source_name.data = NULL;
  EXPECT(INVALID_ARGUMENT, newsearch_archive_read(NULL, path, &options, collect, &documents, &error));
  CHECK(documents.count == 0);
}

/* What the formats, the charset and the facets flag of the options do, and what the report says of it. */
static void test_formats(void) {
  static const struct {
    const char* name;
    const char* content;
    newsearch_archive_format format;
    const char* charset;
  } kFiles[] = {
      {"page.html",
       "<html><head><meta charset='windows-1252'></head><body><h2>Caf\xe9 in Malm\xf6</h2><p>3 May 2016</p>"
       "<p>The caf\xe9 opens again.</p></body></html>",
       NEWSEARCH_ARCHIVE_FORMAT_HTML, "windows-1252"},
      {"feed.xml",
       "<rss version='2.0'><channel><item><title>Caf\xc3\xa9 in Malm\xc3\xb6</title>"
       "<pubDate>Tue, 03 May 2016 08:00:00 GMT</pubDate>"
       "<description>It opens again.</description></item></channel></rss>",
       NEWSEARCH_ARCHIVE_FORMAT_FEED, "UTF-8"},
      {"feed.json",
       "[{\"id\": \"a\", \"title\": \"Caf\xc3\xa9 in Malm\xc3\xb6\", \"text\": \"Open.\", "
       "\"date\": \"2016-05-03\"}]",
       NEWSEARCH_ARCHIVE_FORMAT_JSON_FEED, "UTF-8"},
  };
  for (size_t i = 0; i < sizeof kFiles / sizeof kFiles[0]; ++i) {
    const char* path = write_file(kFiles[i].name, kFiles[i].content);
    for (int given = 0; given < 2; ++given) {
      newsearch_ingest_options options = NEWSEARCH_INGEST_OPTIONS_INIT;
      if (given) options.format = kFiles[i].format;
      options.no_facets = 1;
      struct collected documents = {0};
      newsearch_report* report = NULL;
      newsearch_report_info info = NEWSEARCH_REPORT_INFO_INIT;
      EXPECT_OK(newsearch_archive_read(&report, path, &options, collect, &documents, &error));
      EXPECT_OK(newsearch_report_get_info(&info, report, &error));
      CHECK(info.format == kFiles[i].format);
      CHECK(equals(info.charset, kFiles[i].charset));
      CHECK(info.incomplete == 0 && info.doubtful == 0);
      CHECK(documents.count == 1);
      if (documents.count == 1) {
        newsearch_document_info document = NEWSEARCH_DOCUMENT_INFO_INIT;
        newsearch_date date = NEWSEARCH_DATE_INIT;
        EXPECT_OK(newsearch_document_get_info(&document, documents.documents[0], &error));
        CHECK(equals(document.title, "Caf\xc3\xa9 in Malm\xc3\xb6"));
        EXPECT_OK(newsearch_document_get_date(&date, documents.documents[0], NEWSEARCH_DATE_KIND_PUBLICATION,
                                              &error));
        CHECK(date.start.year == 2016 && date.start.month == 5 && date.start.day == 3);
        CHECK(date.kind == NEWSEARCH_DATE_KIND_PUBLICATION);
      }
      newsearch_report_free(report);
      free_collected(&documents);
    }
  }
  newsearch_ingest_options options = NEWSEARCH_INGEST_OPTIONS_INIT;
  struct collected documents = {0};
  options.charset = string_of("windows-1252");
  EXPECT_OK(newsearch_archive_read(NULL, in_dir("feed.xml"), &options, collect, &documents, &error));
  newsearch_document_info info = NEWSEARCH_DOCUMENT_INFO_INIT;
  if (documents.count == 1) EXPECT_OK(newsearch_document_get_info(&info, documents.documents[0], &error));
  CHECK(equals(info.title, "Caf\xc3\x83\xc2\xa9 in Malm\xc3\x83\xc2\xb6"));
  free_collected(&documents);
  memset(&documents, 0, sizeof documents);
  options.charset = string_of("klingon");
  EXPECT(INVALID_ARGUMENT,
         newsearch_archive_read(NULL, in_dir("feed.xml"), &options, collect, &documents, &error));
  options.charset = string_of("");
  options.no_facets = 2;
  EXPECT(INVALID_ARGUMENT,
         newsearch_archive_read(NULL, in_dir("feed.xml"), &options, collect, &documents, &error));
  CHECK(strcmp(newsearch_archive_format_name(NEWSEARCH_ARCHIVE_FORMAT_HTML), "html") == 0);
  CHECK(strcmp(newsearch_archive_format_name(NEWSEARCH_ARCHIVE_FORMAT_JSON_FEED), "jsonfeed") == 0);
  CHECK(strcmp(newsearch_archive_format_name(7), "unknown format") == 0);
  CHECK(strcmp(newsearch_archive_format_name(-1), "unknown format") == 0);
}

struct explained {
  size_t blocks;
  size_t titles;
  size_t articles;
  size_t stop_after; /* blocks; 0: never */
};

static int explain(const newsearch_explained_block* block, void* payload) {
  struct explained* seen = payload;
  CHECK(block->struct_size == sizeof *block);
  CHECK(block->line >= 1 && block->bytes.begin < block->bytes.end);
  CHECK(block->text.length > 0 && block->text.data[block->text.length] == '\0');
  if (equals(block->role, "title")) ++seen->titles;
  if (block->reason.length > 0) {
    ++seen->articles;
    CHECK(block->confidence > 0 && block->confidence <= 1);
  }
  return ++seen->blocks == seen->stop_after ? -5 : 0;
}

static void test_explain(void) {
  newsearch_ingest_options options = NEWSEARCH_INGEST_OPTIONS_INIT;
  struct explained seen = {0};
  struct collected documents = {0};
  options.explain = explain;
  options.explain_payload = &seen;
  EXPECT_OK(newsearch_text_read(NULL, kArchive, NEWSEARCH_STRLEN, &options, collect, &documents, &error));
  CHECK(seen.titles == kArchiveDocuments && seen.articles == kArchiveDocuments);
  CHECK(seen.blocks > 2 * kArchiveDocuments);
  for (size_t i = 0; i < documents.count; ++i) {
    newsearch_document_info info = NEWSEARCH_DOCUMENT_INFO_INIT;
    EXPECT_OK(newsearch_document_get_info(&info, documents.documents[i], &error));
    CHECK(info.boundary_reason.length > 0 && info.other_language_count == 0);
  }
  free_collected(&documents);

  memset(&documents, 0, sizeof documents);
  memset(&seen, 0, sizeof seen);
  seen.stop_after = 3;
  CHECK(newsearch_text_read(NULL, kArchive, NEWSEARCH_STRLEN, &options, collect, &documents, NULL) == -5);
  CHECK(seen.blocks == 3 && documents.count == 0);

  /* What a callback stops changes no index. */
  newsearch_index_writer* writer = NULL;
  newsearch_report* report = NULL;
  memset(&seen, 0, sizeof seen);
  seen.stop_after = 3;
  EXPECT_OK(newsearch_index_writer_open(&writer, in_dir("explain.index"), NULL, &error));
  CHECK(newsearch_index_writer_index_archive(&report, writer, write_file("explain.txt", kArchive), &options,
                                             NULL) == -5);
  CHECK(report == NULL);
  EXPECT_OK(newsearch_index_writer_commit(writer, &error));
  newsearch_index_writer_free(writer);
}

static void test_languages_and_bounds(void) {
  struct collected documents = {0};
  EXPECT_OK(newsearch_text_read(NULL, kMixed, NEWSEARCH_STRLEN, NULL, collect, &documents, &error));
  CHECK(documents.count == 1);
  newsearch_document_info info = NEWSEARCH_DOCUMENT_INFO_INIT;
  newsearch_language_span part = NEWSEARCH_LANGUAGE_SPAN_INIT;
  newsearch_date date = NEWSEARCH_DATE_INIT;
  EXPECT_OK(newsearch_document_get_info(&info, documents.documents[0], &error));
  CHECK(equals(info.lang, "en") && info.other_language_count == 1);
  EXPECT_OK(newsearch_document_get_other_language(&part, documents.documents[0], 0, &error));
  CHECK(equals(part.lang, "de"));
  CHECK(part.span.end <= info.body.length && strncmp(info.body.data + part.span.begin, "Das Labor", 9) == 0);
  EXPECT(INVALID_ARGUMENT, newsearch_document_get_other_language(&part, documents.documents[0], 1, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_document_get_other_language(&part, NULL, 0, &error));
  EXPECT_OK(newsearch_document_get_date(&date, documents.documents[0], NEWSEARCH_DATE_KIND_BOUNDS, &error));
  CHECK(date.present == 0);
  EXPECT(INVALID_ARGUMENT, newsearch_document_get_date(&date, documents.documents[0], 3, &error));
  free_collected(&documents);
}

static void test_resolved(void) {
  newsearch_document* document = get_resolved();
  newsearch_document_info info = NEWSEARCH_DOCUMENT_INFO_INIT;
  EXPECT_OK(newsearch_document_get_info(&info, document, &error));
  CHECK(info.resolved_count == 2);
  newsearch_resolved_value value = NEWSEARCH_RESOLVED_VALUE_INIT;
  newsearch_facet_candidate candidate = NEWSEARCH_FACET_CANDIDATE_INIT;
  EXPECT_OK(newsearch_document_get_resolved(&value, document, 0, &error));
  CHECK(equals(value.facet, "city") && equals(value.value, "Paris"));
  CHECK(equals(value.id, "geonames:4717560") && equals(value.rule, "named"));
  CHECK(value.confidence == 0.91249 && value.has_point == 1 && value.reserved == 0);
  CHECK(value.latitude == 33.660937 && value.longitude == -95.555513);
  CHECK(value.within_count == 2 && equals(value.within[0], "Texas") &&
        equals(value.within[1], "United States"));
  CHECK(value.candidate_count == 2);
  EXPECT_OK(newsearch_document_get_candidate(&candidate, document, 0, 0, &error));
  CHECK(equals(candidate.value, "Paris") && equals(candidate.id, "geonames:2988507"));
  CHECK(equals(candidate.description, "\xC3\x8Ele-de-France, France, 2138551 people"));
  CHECK(candidate.confidence == 0.08);
  EXPECT_OK(newsearch_document_get_candidate(&candidate, document, 0, 1, &error));
  CHECK(candidate.id.length == 0 && candidate.description.length == 0);
  EXPECT(INVALID_ARGUMENT, newsearch_document_get_candidate(&candidate, document, 0, 2, &error));
  CHECK(candidate.value.data == NULL && candidate.confidence == 0);
  EXPECT(INVALID_ARGUMENT, newsearch_document_get_candidate(&candidate, document, 1, 0, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_document_get_candidate(&candidate, document, 2, 0, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_document_get_candidate(&candidate, NULL, 0, 0, &error));

  EXPECT_OK(newsearch_document_get_resolved(&value, document, 1, &error));
  CHECK(equals(value.facet, "country") && equals(value.value, "US") && equals(value.id, "iso:US"));
  CHECK(value.within_count == 0 && value.candidate_count == 0);
  CHECK(value.has_point == 0 && value.latitude == 0 && value.longitude == 0);
  EXPECT(INVALID_ARGUMENT, newsearch_document_get_resolved(&value, document, 2, &error));
  CHECK(value.facet.data == NULL && value.within == NULL && value.struct_size == sizeof value);
  EXPECT(INVALID_ARGUMENT, newsearch_document_get_resolved(&value, NULL, 0, &error));

  /* From a piece of evidence to what is known of its value. */
  newsearch_evidence evidence = NEWSEARCH_EVIDENCE_INIT;
  size_t index = 99;
  EXPECT_OK(newsearch_document_get_evidence(&evidence, document, info.evidence_count - 1, &error));
  EXPECT_OK(newsearch_document_find_resolved(&index, document, evidence.facet.data, evidence.facet.length,
                                             evidence.value.data, evidence.value.length, &error));
  CHECK(index == 1);
  EXPECT(NOT_FOUND, newsearch_document_find_resolved(&index, document, "city", 4, "US", 2, &error));
  CHECK(index == 0);
  EXPECT(INVALID_ARGUMENT, newsearch_document_find_resolved(NULL, document, "city", 4, "US", 2, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_document_find_resolved(&index, NULL, "city", 4, "US", 2, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_document_find_resolved(&index, document, NULL, 4, "US", 2, &error));

  /* A copy has the same, also when the first is gone. */
  newsearch_document* copy = NULL;
  EXPECT_OK(newsearch_document_copy(&copy, document, &error));
  newsearch_document_free(document);
  EXPECT_OK(newsearch_document_get_resolved(&value, copy, 0, &error));
  CHECK(equals(value.within[1], "United States"));

  /* And it can be put into an index. */
  newsearch_index_writer* writer = NULL;
  EXPECT_OK(newsearch_index_writer_open(&writer, in_dir("resolved.index"), NULL, &error));
  EXPECT_OK(newsearch_index_writer_put(writer, copy, &error));
  EXPECT_OK(newsearch_index_writer_commit(writer, &error));
  newsearch_index_writer_free(writer);
  newsearch_document_free(copy);
}

static int first_facets(const newsearch_document* document, void* payload) {
  (void)payload;
  newsearch_resolved_value value = NEWSEARCH_RESOLVED_VALUE_INIT;
  newsearch_document_info info = NEWSEARCH_DOCUMENT_INFO_INIT;
  EXPECT_OK(newsearch_document_get_info(&info, document, &error));
  CHECK(info.resolved_count == 2);
  EXPECT_OK(newsearch_document_get_resolved(&value, document, 0, &error));
  CHECK(equals(value.facet, "project") && equals(value.value, "TAILWIND") && equals(value.rule, "authority"));
  EXPECT_OK(newsearch_document_get_resolved(&value, document, 1, &error));
  CHECK(equals(value.facet, "city") && equals(value.value, "Riga") && equals(value.rule, "override"));
  return 0;
}

static void test_projects_authorities_and_overrides(void) {
  char archive[4096], authority[4096], overrides[4096];
  snprintf(archive, sizeof archive, "%s",
           write_file("p.txt", "News\n\n3 May 2016\n\nThe TAILWIND project began.\n"));
  newsearch_project_list* list = NULL;
  EXPECT_OK(newsearch_list_projects(&list, archive, NULL, &error));
  CHECK(newsearch_project_list_count(list) == 1);
  newsearch_project project = NEWSEARCH_PROJECT_INIT;
  EXPECT_OK(newsearch_project_list_get(&project, list, 0, &error));
  CHECK(equals(project.name, "TAILWIND") && project.accepted == 1 && project.articles == 1 &&
        project.line == 5);
  CHECK(equals(project.example, "The TAILWIND project began.") && project.spelling_count == 0);
  EXPECT(INVALID_ARGUMENT, newsearch_project_list_get(&project, list, 1, &error));
  snprintf(authority, sizeof authority, "%s", write_file("p.json", newsearch_project_list_json(list)));
  newsearch_project_list_free(list);
  newsearch_project_list_free(NULL);
  CHECK(newsearch_project_list_count(NULL) == 0 && newsearch_project_list_json(NULL) == NULL);

  snprintf(overrides, sizeof overrides, "%s", write_file("o.tsv", "title:News\tcity\tset\tRiga\n"));
  const newsearch_string path = string_of(authority);
  newsearch_ingest_options options = NEWSEARCH_INGEST_OPTIONS_INIT;
  options.authorities = &path;
  options.authority_count = 1;
  options.overrides = string_of(overrides);
  EXPECT_OK(newsearch_archive_read(NULL, archive, &options, first_facets, NULL, &error));
  EXPECT_OK(newsearch_list_projects(&list, archive, &options, &error));
  CHECK(newsearch_project_list_count(list) == 0);
  newsearch_project_list_free(list);
  options.overrides = string_of(authority);
  EXPECT(BAD_INPUT, newsearch_archive_read(NULL, archive, &options, first_facets, NULL, &error));
  options.authorities = NULL;
  EXPECT(INVALID_ARGUMENT, newsearch_archive_read(NULL, archive, &options, first_facets, NULL, &error));
  EXPECT(NOT_FOUND, newsearch_list_projects(&list, "/nonexistent", NULL, &error));
  CHECK(list == NULL);
}

static void test_list_archives(void) {
  newsearch_path_list* list = NULL;
  CHECK(mkdir(in_dir("folder"), 0700) == 0);
  write_file("folder/b.txt", kArchive);
  write_file("folder/a.html", "<p>none</p>");
  write_file("folder/c.png", "none");
  EXPECT_OK(newsearch_list_archives(&list, in_dir("folder"), &error));
  CHECK(newsearch_path_list_count(list) == 2);
  CHECK(strcmp(newsearch_path_list_get(list, 0), in_dir("folder/a.html")) == 0);
  CHECK(strcmp(newsearch_path_list_get(list, 1), in_dir("folder/b.txt")) == 0);
  CHECK(newsearch_path_list_get(list, 2) == NULL);
  newsearch_path_list_free(list);
  EXPECT_OK(newsearch_list_archives(&list, "-", &error));
  CHECK(newsearch_path_list_count(list) == 1 && strcmp(newsearch_path_list_get(list, 0), "-") == 0);
  newsearch_path_list_free(list);
  EXPECT(NOT_FOUND, newsearch_list_archives(&list, in_dir("folder/*.xml"), &error));
  CHECK(list == NULL);
  EXPECT(INVALID_ARGUMENT, newsearch_list_archives(&list, NULL, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_list_archives(NULL, "-", &error));
  CHECK(newsearch_path_list_count(NULL) == 0 && newsearch_path_list_get(NULL, 0) == NULL);
  newsearch_path_list_free(NULL);
}

/* ---- Writing ----------------------------------------------------------------------------------------- */

static uint64_t count_documents(const char* index) {
  newsearch_searcher* searcher = NULL;
  newsearch_stats* stats = NULL;
  newsearch_stats_info info = NEWSEARCH_STATS_INFO_INIT;
  EXPECT_OK(newsearch_searcher_open(&searcher, in_dir(index), NULL, &error));
  EXPECT_OK(newsearch_searcher_get_stats(&stats, searcher, &error));
  EXPECT_OK(newsearch_stats_get_info(&info, stats, &error));
  newsearch_stats_free(stats);
  newsearch_searcher_free(searcher);
  return info.documents;
}

static void test_index_archive(void) {
  const char* archive = write_file("index.txt", kArchive);
  newsearch_index_writer* writer = NULL;
  newsearch_index_writer_options options = NEWSEARCH_INDEX_WRITER_OPTIONS_INIT;
  options.must_exist = 1;
  EXPECT(NOT_FOUND, newsearch_index_writer_open(&writer, in_dir("w.index"), &options, &error));
  CHECK(writer == NULL);
  options.must_exist = 0;
  options.threads = 2;
  options.memory_mb = 1;
  EXPECT_OK(newsearch_index_writer_open(&writer, in_dir("w.index"), &options, &error));

  newsearch_index_writer* second = writer;
  EXPECT(LOCKED, newsearch_index_writer_open(&second, in_dir("w.index"), NULL, &error));
  CHECK(second == NULL);

  newsearch_report* report = NULL;
  newsearch_report_info info = NEWSEARCH_REPORT_INFO_INIT;
  EXPECT_OK(newsearch_index_writer_index_archive(&report, writer, archive, NULL, &error));
  EXPECT_OK(newsearch_report_get_info(&info, report, &error));
  CHECK(info.added == kArchiveDocuments && info.replaced == 0 && info.unchanged == 0 && info.removed == 0);
  CHECK(info.documents == kArchiveDocuments && info.bytes == strlen(kArchive));
  newsearch_report_free(report);
  CHECK(count_documents("w.index") == kArchiveDocuments);

  EXPECT_OK(newsearch_index_writer_index_archive(&report, writer, archive, NULL, &error));
  EXPECT_OK(newsearch_report_get_info(&info, report, &error));
  CHECK(info.added == 0 && info.replaced == 0 && info.unchanged == kArchiveDocuments && info.removed == 0);
  newsearch_report_free(report);

  /* A progress callback that stops leaves the index as it was. */
  newsearch_ingest_options ingest = NEWSEARCH_INGEST_OPTIONS_INIT;
  int stop = -5;
  ingest.progress = stop_progress;
  ingest.progress_payload = &stop;
  newsearch_error* stopped = NULL;
  report = (newsearch_report*)&stop;
  const newsearch_status status = newsearch_index_writer_index_archive(
      &report, writer, write_file("other.txt", kArchive), &ingest, &stopped);
  CHECK(status == -5 || status == NEWSEARCH_STATUS_OK); /* a small archive may be read between two reports */
  if (status == -5) CHECK(report == NULL && newsearch_error_code(stopped) == -5);
  newsearch_error_free(stopped);
  newsearch_report_free(report);
  stop = 0;
  EXPECT_OK(newsearch_index_writer_index_archive(NULL, writer, archive, &ingest, &error));

  EXPECT(NOT_FOUND, newsearch_index_writer_index_archive(NULL, writer, in_dir("nothing"), NULL, &error));
  EXPECT(BAD_INPUT, newsearch_index_writer_index_archive(NULL, writer, g_dir, NULL, &error));
  newsearch_index_writer_free(writer);

  /* Free again, and there. */
  EXPECT_OK(newsearch_index_writer_open(&writer, in_dir("w.index"), &options, &error));
  newsearch_index_writer_free(writer);

  EXPECT(CORRUPTION, newsearch_index_writer_open(&writer, archive, NULL, &error));
  newsearch_searcher* searcher = NULL;
  EXPECT(CORRUPTION, newsearch_searcher_open(&searcher, archive, NULL, &error));
}

static void test_put_and_remove(void) {
  struct collected documents = {0};
  EXPECT_OK(newsearch_text_read(NULL, kArchive, NEWSEARCH_STRLEN, NULL, collect, &documents, &error));
  newsearch_document_info info = NEWSEARCH_DOCUMENT_INFO_INIT;
  EXPECT_OK(newsearch_document_get_info(&info, documents.documents[0], &error));

  newsearch_index_writer* writer = NULL;
  EXPECT_OK(newsearch_index_writer_open(&writer, in_dir("p.index"), NULL, &error));
  for (size_t i = 0; i < documents.count; ++i) {
    EXPECT_OK(newsearch_index_writer_put(writer, documents.documents[i], &error));
  }
  EXPECT_OK(newsearch_index_writer_commit(writer, &error));
  EXPECT_OK(newsearch_index_writer_commit(writer, &error));
  CHECK(count_documents("p.index") == kArchiveDocuments);
  EXPECT_OK(newsearch_index_writer_remove(writer, info.id.data, info.id.length, &error));
  EXPECT_OK(newsearch_index_writer_commit(writer, &error));
  EXPECT(NOT_FOUND, newsearch_index_writer_remove(writer, info.id.data, info.id.length, &error));
  EXPECT(NOT_FOUND, newsearch_index_writer_remove(writer, "nobody", NEWSEARCH_STRLEN, &error));
  CHECK(count_documents("p.index") == kArchiveDocuments - 1);

  /* Archives by hand: what is not put again goes. */
  newsearch_report* report = NULL;
  EXPECT(INVALID_ARGUMENT, newsearch_index_writer_end_archive(&report, writer, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_index_writer_abort_archive(writer, &error));
  EXPECT_OK(newsearch_index_writer_begin_archive(writer, "-", 1, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_index_writer_begin_archive(writer, "-", 1, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_index_writer_commit(writer, &error));
  EXPECT_OK(newsearch_index_writer_put(writer, documents.documents[0], &error));
  EXPECT_OK(newsearch_index_writer_put(writer, documents.documents[1], &error));
  EXPECT_OK(newsearch_index_writer_end_archive(&report, writer, &error));
  newsearch_report_info counts = NEWSEARCH_REPORT_INFO_INIT;
  EXPECT_OK(newsearch_report_get_info(&counts, report, &error));
  CHECK(counts.added == 1 && counts.unchanged == 1 && counts.replaced == 0 && counts.removed == 2);
  newsearch_report_free(report);
  CHECK(count_documents("p.index") == 2);

  EXPECT_OK(newsearch_index_writer_begin_archive(writer, "-", 1, &error));
  EXPECT_OK(newsearch_index_writer_abort_archive(writer, &error));
  EXPECT_OK(newsearch_index_writer_commit(writer, &error));
  CHECK(count_documents("p.index") == 2);

  /* Without a commit nothing happened. */
  EXPECT_OK(newsearch_index_writer_put(writer, documents.documents[2], &error));
  newsearch_index_writer_free(writer);
  CHECK(count_documents("p.index") == 2);
  free_collected(&documents);
}

/* ---- Searching --------------------------------------------------------------------------------------- */

static void check_highlights(newsearch_string text, const newsearch_span* spans, size_t count) {
  uint64_t end = 0;
  for (size_t i = 0; i < count; ++i) {
    CHECK(spans[i].begin >= end && spans[i].begin < spans[i].end && spans[i].end <= text.length);
    end = spans[i].end;
  }
}

static void test_search(newsearch_searcher* searcher) {
  newsearch_facet_request facets[3] = {NEWSEARCH_FACET_REQUEST_INIT, NEWSEARCH_FACET_REQUEST_INIT,
                                       NEWSEARCH_FACET_REQUEST_INIT};
  facets[0].facet = string_of("city");
  facets[1].facet = string_of("country");
  facets[1].max_values = 1;
  facets[2].facet = string_of("year");
  facets[2].max_values = NEWSEARCH_ALL;
  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  request.text = string_of("smart city Kista");
  request.facets = facets;
  request.facet_count = 3;
  newsearch_search_response* response = NULL;
  EXPECT_OK(newsearch_searcher_search(&response, searcher, &request, &error));

  newsearch_search_response_info info = NEWSEARCH_SEARCH_RESPONSE_INFO_INIT;
  EXPECT_OK(newsearch_search_response_get_info(&info, response, &error));
  CHECK(info.total == 3 && info.hit_count == 3 && info.facet_count == 3 && info.warning_count == 0);
  CHECK(info.understood.length > 0);

  newsearch_hit hit = NEWSEARCH_HIT_INIT;
  double last_score = 1e300;
  for (size_t i = 0; i < info.hit_count; ++i) {
    EXPECT_OK(newsearch_search_response_get_hit(&hit, response, i, &error));
    CHECK(hit.score > 0 && hit.score <= last_score);
    last_score = hit.score;
    newsearch_document_info document = NEWSEARCH_DOCUMENT_INFO_INIT;
    EXPECT_OK(newsearch_document_get_info(&document, hit.document, &error));
    CHECK(document.title.length > 0 && document.body.length == 0);
    CHECK(hit.snippet.length > 0 && memchr(hit.snippet.data, '\n', hit.snippet.length) == NULL);
    check_highlights(hit.snippet, hit.snippet_highlights, hit.snippet_highlight_count);
    check_highlights(document.title, hit.title_highlights, hit.title_highlight_count);
    CHECK(hit.snippet_highlight_count + hit.title_highlight_count > 0);
    if (i == 0) {
      CHECK(equals(document.title, "A smart city lab opens its doors in Kista"));
      CHECK(hit.title_highlight_count == 3);
      newsearch_span last = hit.title_highlights[2];
      CHECK(last.end - last.begin == 5 && memcmp(document.title.data + last.begin, "Kista", 5) == 0);
    }
  }
  EXPECT(INVALID_ARGUMENT, newsearch_search_response_get_hit(&hit, response, info.hit_count, &error));
  CHECK(hit.document == NULL && hit.snippet.data == NULL && hit.struct_size == sizeof hit);

  const newsearch_facet_result* facet = NULL;
  newsearch_facet_result_info facet_info = NEWSEARCH_FACET_RESULT_INFO_INIT;
  newsearch_facet_count count = NEWSEARCH_FACET_COUNT_INIT;
  EXPECT_OK(newsearch_search_response_get_facet(&facet, response, 0, &error));
  EXPECT_OK(newsearch_facet_result_get_info(&facet_info, facet, &error));
  CHECK(equals(facet_info.facet, "city"));
  CHECK(facet_info.documents == 3 && facet_info.distinct_values == 2 && facet_info.value_count == 2);
  EXPECT_OK(newsearch_facet_result_get_value(&count, facet, 0, &error));
  CHECK(equals(count.value, "Kista") && count.count == 2);
  EXPECT_OK(newsearch_facet_result_get_value(&count, facet, 1, &error));
  CHECK(equals(count.value, "Maribor") && count.count == 1);
  EXPECT(INVALID_ARGUMENT, newsearch_facet_result_get_value(&count, facet, 2, &error));
  EXPECT_OK(newsearch_search_response_get_facet(&facet, response, 1, &error));
  EXPECT_OK(newsearch_facet_result_get_info(&facet_info, facet, &error));
  CHECK(equals(facet_info.facet, "country") && facet_info.distinct_values == 2 &&
        facet_info.value_count == 1);
  EXPECT_OK(newsearch_facet_result_get_value(&count, facet, 0, &error));
  CHECK(equals(count.value, "SE") && equals(count.label, "Sweden") && count.count == 2);
  EXPECT_OK(newsearch_search_response_get_facet(&facet, response, 2, &error));
  EXPECT_OK(newsearch_facet_result_get_value(&count, facet, 0, &error));
  CHECK(equals(count.value, "2017") && count.count == 2);
  EXPECT(INVALID_ARGUMENT, newsearch_search_response_get_facet(&facet, response, 3, &error));
  CHECK(facet == NULL);
  newsearch_search_response_free(response);
}

/* Labels follow the locale, values and filters do not. */
static void test_locales(newsearch_searcher* searcher) {
  static const struct {
    const char* locale;
    const char* label;
  } kRows[] = {{"en", "Sweden"},
               {"sv", "Sverige"},
               {"pt-BR",
                "Su\xC3\xA9"
                "cia"},
               {"pt_BR",
                "Su\xC3\xA9"
                "cia"}};
  newsearch_facet_request facet = NEWSEARCH_FACET_REQUEST_INIT;
  facet.facet = string_of("country");
  newsearch_facet_filter filter = NEWSEARCH_FACET_FILTER_INIT;
  filter.facet = string_of("country");
  filter.value = string_of("SE");
  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  request.facets = &facet;
  request.facet_count = 1;
  request.filters = &filter;
  request.filter_count = 1;
  newsearch_search_response* response = NULL;
  newsearch_stats* stats = NULL;
  char label[32];
  for (size_t i = 0; i < sizeof kRows / sizeof kRows[0]; ++i) {
    const newsearch_facet_result* result = NULL;
    newsearch_facet_count count = NEWSEARCH_FACET_COUNT_INIT;
    request.locale = string_of(kRows[i].locale);
    EXPECT_OK(newsearch_searcher_search(&response, searcher, &request, &error));
    EXPECT_OK(newsearch_search_response_get_facet(&result, response, 0, &error));
    EXPECT_OK(newsearch_facet_result_get_value(&count, result, 0, &error));
    CHECK(equals(count.value, "SE") && equals(count.label, kRows[i].label) && count.count == 2);
    newsearch_search_response_free(response);

    EXPECT_OK(newsearch_searcher_get_stats_in(&stats, searcher, kRows[i].locale, NEWSEARCH_STRLEN, &error));
    EXPECT_OK(newsearch_stats_get_facet(&result, stats, 3, &error));
    EXPECT_OK(newsearch_facet_result_get_value(&count, result, 0, &error));
    CHECK(equals(count.value, "SE") && equals(count.label, kRows[i].label));
    newsearch_stats_free(stats);

    EXPECT_OK(newsearch_facet_get_label_in(label, sizeof label, NULL, "country", 7, "SE", 2, kRows[i].locale,
                                           NEWSEARCH_STRLEN, &error));
    CHECK(strcmp(label, kRows[i].label) == 0);
  }
  static const char* kBad[] = {"C", "en_US.UTF-8", "tlh", "not a locale"};
  for (size_t i = 0; i < sizeof kBad / sizeof kBad[0]; ++i) {
    size_t length = 9;
    request.locale = string_of(kBad[i]);
    EXPECT(INVALID_ARGUMENT, newsearch_searcher_search(&response, searcher, &request, &error));
    EXPECT(INVALID_ARGUMENT,
           newsearch_searcher_get_stats_in(&stats, searcher, kBad[i], NEWSEARCH_STRLEN, &error));
    EXPECT(INVALID_ARGUMENT, newsearch_facet_get_label_in(label, sizeof label, &length, "country", 7, "SE", 2,
                                                          kBad[i], NEWSEARCH_STRLEN, &error));
    CHECK(response == NULL && stats == NULL && label[0] == '\0' && length == 0);
  }
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_get_stats_in(&stats, searcher, "", 0, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_get_stats_in(&stats, searcher, NULL, 2, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_get_stats_in(NULL, searcher, "en", 2, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_get_stats_in(&stats, NULL, "en", 2, &error));
}

/* Searches and returns the total; *hits is the number of hits. */
static uint64_t total_of(newsearch_searcher* searcher, const newsearch_search_request* request,
                         size_t* hits) {
  newsearch_search_response* response = NULL;
  newsearch_search_response_info info = NEWSEARCH_SEARCH_RESPONSE_INFO_INIT;
  EXPECT_OK(newsearch_searcher_search(&response, searcher, request, &error));
  EXPECT_OK(newsearch_search_response_get_info(&info, response, &error));
  newsearch_search_response_free(response);
  if (hits != NULL) *hits = info.hit_count;
  return info.total;
}

/* An index has facets of its own; the list outlives its searcher. */
static void test_facets_of_an_index(void) {
  static const char kLine[] =
      "{\"id\": \"a\", \"text\": \"Wind.\", \"lang\": \"en\", \"city\": \"Kista\", "
      "\"facets\": {\"topic\": [\"energy\"]}}\n";
  const char* archive = in_dir("facets.jsonl");
  FILE* file = fopen(archive, "wb");
  CHECK(file != NULL && fputs(kLine, file) >= 0 && fclose(file) == 0);
  newsearch_index_writer* writer = NULL;
  EXPECT_OK(newsearch_index_writer_open(&writer, in_dir("facets.index"), NULL, &error));
  EXPECT_OK(newsearch_index_writer_index_archive(NULL, writer, in_dir("facets.jsonl"), NULL, &error));
  newsearch_index_writer_free(writer);
  newsearch_searcher* searcher = NULL;
  newsearch_facet_list* list = NULL;
  EXPECT_OK(newsearch_searcher_open(&searcher, in_dir("facets.index"), NULL, &error));
  EXPECT_OK(newsearch_searcher_get_facets(&list, searcher, &error));

  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  request.text = string_of("topic:energy");
  CHECK(total_of(searcher, &request, NULL) == 1);
  request.text = string_of("city:Sweden");
  CHECK(total_of(searcher, &request, NULL) == 0);
  request.text = string_of("place:Kista");
  request.roll_up = 1;
  CHECK(total_of(searcher, &request, NULL) == 1);
  newsearch_search_response* response = NULL;
  request.roll_up = 2;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_search(&response, searcher, &request, &error));
  newsearch_searcher_free(searcher);

  const size_t count = newsearch_facet_list_count(list);
  CHECK(count == newsearch_facet_schema_count() + 1);
  newsearch_facet_info info = NEWSEARCH_FACET_INFO_INIT;
  EXPECT_OK(newsearch_facet_list_get(&info, list, count - 1, &error));
  CHECK(equals(info.name, "topic") && info.description.length > 0);
  CHECK(info.multi_valued == 1 && info.shown_by_default == 1);
  EXPECT_OK(newsearch_facet_list_get(&info, list, 0, &error));
  CHECK(equals(info.name, "project"));
  EXPECT(INVALID_ARGUMENT, newsearch_facet_list_get(&info, list, count, &error));
  CHECK(info.name.data == NULL);
  EXPECT(INVALID_ARGUMENT, newsearch_facet_list_get(&info, NULL, 0, &error));
  CHECK(newsearch_facet_list_count(NULL) == 0);
  newsearch_facet_list_free(list);
  newsearch_facet_list_free(NULL);
}

static void test_requests(newsearch_searcher* searcher) {
  size_t hits = 0;
  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  CHECK(total_of(searcher, &request, &hits) == kArchiveDocuments && hits == kArchiveDocuments);
  request.text.data = "Kista"; /* length by the NUL */
  request.text.length = NEWSEARCH_STRLEN;
  CHECK(total_of(searcher, &request, NULL) == 2);
  request.text.data = "Kista and nothing else";
  request.text.length = 5;
  CHECK(total_of(searcher, &request, NULL) == 2);
  request.text = string_of("Kista housing");
  request.match = NEWSEARCH_MATCH_MODE_ALL;
  CHECK(total_of(searcher, &request, NULL) == 1);
  request.match = NEWSEARCH_MATCH_MODE_ANY;
  CHECK(total_of(searcher, &request, NULL) == 2);

  request.max_hits = 1;
  CHECK(total_of(searcher, &request, &hits) == 2 && hits == 1);
  request.max_hits = NEWSEARCH_NONE;
  CHECK(total_of(searcher, &request, &hits) == 2 && hits == 0);
  request.max_hits = NEWSEARCH_ALL;
  CHECK(total_of(searcher, &request, &hits) == 2 && hits == 2);
  request.offset = 1;
  CHECK(total_of(searcher, &request, &hits) == 2 && hits == 1);
  request.offset = 1000;
  CHECK(total_of(searcher, &request, &hits) == 2 && hits == 0);

  /* Values of one facet are alternatives, different facets must all hold. */
  newsearch_facet_filter filters[3] = {NEWSEARCH_FACET_FILTER_INIT, NEWSEARCH_FACET_FILTER_INIT,
                                       NEWSEARCH_FACET_FILTER_INIT};
  filters[0].facet = string_of("city");
  filters[0].value = string_of("kista");
  filters[1].facet = string_of("city");
  filters[1].value = string_of("Tartu");
  filters[2].facet = string_of("year");
  filters[2].value = string_of("2016");
  memset(&request, 0, sizeof request);
  request.struct_size = sizeof request;
  request.filters = filters;
  request.filter_count = 1;
  CHECK(total_of(searcher, &request, NULL) == 2);
  request.filter_count = 2;
  CHECK(total_of(searcher, &request, NULL) == 3);
  request.filter_count = 3;
  CHECK(total_of(searcher, &request, NULL) == 2);

  /* By date, without snippets. */
  newsearch_search_response* response = NULL;
  newsearch_hit hit = NEWSEARCH_HIT_INIT;
  newsearch_date date = NEWSEARCH_DATE_INIT;
  request.filter_count = 0;
  request.sort = NEWSEARCH_SORT_ORDER_DATE;
  request.snippet_chars = NEWSEARCH_NONE;
  EXPECT_OK(newsearch_searcher_search(&response, searcher, &request, &error));
  int32_t last = INT32_MAX;
  for (size_t i = 0; i < kArchiveDocuments; ++i) {
    EXPECT_OK(newsearch_search_response_get_hit(&hit, response, i, &error));
    CHECK(hit.snippet.data == NULL && hit.snippet_highlight_count == 0);
    EXPECT_OK(newsearch_document_get_date(&date, hit.document, NEWSEARCH_DATE_KIND_PUBLICATION, &error));
    const int32_t day = date.start.year * 10000 + date.start.month * 100 + date.start.day;
    CHECK(day <= last);
    last = day;
  }
  newsearch_search_response_free(response);
}

static void test_bad_requests(newsearch_searcher* searcher) {
  newsearch_search_response* response = NULL;
  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  request.text = string_of("Kista year:2017..2015");
  newsearch_error* failure = NULL;
  CHECK(newsearch_searcher_search(&response, searcher, &request, &failure) == NEWSEARCH_STATUS_BAD_QUERY);
  CHECK(response == NULL);
  CHECK(newsearch_error_offset(failure) >= 6 && newsearch_error_offset(failure) < 21);
  newsearch_error_free(failure);
  request.syntax = NEWSEARCH_QUERY_SYNTAX_PLAIN;
  CHECK(total_of(searcher, &request, NULL) >= 2);

  newsearch_search_request clean = NEWSEARCH_SEARCH_REQUEST_INIT;
  request = clean;
  request.text = string_of("\"smart city");
  EXPECT_OK(newsearch_searcher_search(&response, searcher, &request, &error));
  newsearch_query_warning warning = NEWSEARCH_QUERY_WARNING_INIT;
  EXPECT_OK(newsearch_search_response_get_warning(&warning, response, 0, &error));
  CHECK(warning.message.length > 0 && warning.offset == 0);
  EXPECT(INVALID_ARGUMENT, newsearch_search_response_get_warning(&warning, response, 1, &error));
  newsearch_search_response_free(response);

  newsearch_facet_request facet = NEWSEARCH_FACET_REQUEST_INIT;
  facet.facet = string_of("colour");
  request = clean;
  request.facets = &facet;
  request.facet_count = 1;
  CHECK(newsearch_searcher_search(&response, searcher, &request, &failure) ==
        NEWSEARCH_STATUS_INVALID_ARGUMENT);
  CHECK(strstr(newsearch_error_message(failure, NULL), "city") != NULL);
  newsearch_error_free(failure);
  facet.facet = string_of("city");
  facet.max_values = NEWSEARCH_NONE;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_search(&response, searcher, &request, &error));
  facet.max_values = 0;
  request.facets = NULL;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_search(&response, searcher, &request, &error));
  request.facets = &facet;
  request.facet_count = SIZE_MAX;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_search(&response, searcher, &request, &error));

  newsearch_facet_filter filter = NEWSEARCH_FACET_FILTER_INIT;
  filter.facet = string_of("colour");
  filter.value = string_of("blue");
  request = clean;
  request.filters = &filter;
  request.filter_count = 1;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_search(&response, searcher, &request, &error));
  filter.facet.data = NULL;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_search(&response, searcher, &request, &error));

  request = clean;
  request.syntax = 9;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_search(&response, searcher, &request, &error));
  request = clean;
  request.match = -1;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_search(&response, searcher, &request, &error));
  request = clean;
  request.sort = 2;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_search(&response, searcher, &request, &error));
  request = clean;
  request.text.length = 5;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_search(&response, searcher, &request, &error));
  request.text.data = "x";
  request.text.length = SIZE_MAX - 1;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_search(&response, searcher, &request, &error));
}

/* ---- Ranking, other languages, explanations ---------------------------------------------------------- */

/* The score of the best hit; *similar_only is that of the last. */
static double best_score(newsearch_searcher* searcher, const newsearch_search_request* request,
                         int* similar_only) {
  newsearch_search_response* response = NULL;
  newsearch_search_response_info info = NEWSEARCH_SEARCH_RESPONSE_INFO_INIT;
  newsearch_hit hit = NEWSEARCH_HIT_INIT;
  double best = 0;
  if (similar_only != NULL) *similar_only = 0;
  EXPECT_OK(newsearch_searcher_search(&response, searcher, request, &error));
  EXPECT_OK(newsearch_search_response_get_info(&info, response, &error));
  for (size_t i = 0; i < info.hit_count; ++i) {
    EXPECT_OK(newsearch_search_response_get_hit(&hit, response, i, &error));
    if (i == 0) best = hit.score;
    CHECK(hit.similar_only == 0 || hit.similar_only == 1);
    if (similar_only != NULL) *similar_only = hit.similar_only;
  }
  newsearch_search_response_free(response);
  return best;
}

static void test_ranking(newsearch_searcher* searcher) {
  const newsearch_ranking_options clean = NEWSEARCH_RANKING_OPTIONS_INIT;
  newsearch_ranking_options ranking = clean;
  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  request.text = string_of("the smart city of Kista");
  const double score = best_score(searcher, &request, NULL);

  /* Zero means default, and this is what the defaults are. */
  request.ranking = &ranking;
  CHECK(best_score(searcher, &request, NULL) == score);
  const newsearch_ranking_options defaults = {
      sizeof defaults, 0.95, 0.65, 1.1, 0.15, 1.15, 0.5, 1, 0.33, 0.15, 80, 100, 15, 0};
  ranking = defaults;
  CHECK(best_score(searcher, &request, NULL) == score);

  /* Every step can be left out, or be given another weight. */
  static const struct {
    size_t offset;
    double most;
    int changes; /* the score of this query */
  } kNumbers[] = {{offsetof(newsearch_ranking_options, k1), 1e6, 1},
                  {offsetof(newsearch_ranking_options, b), 1, 1},
                  {offsetof(newsearch_ranking_options, similar_weight), 1e6, 0},
                  {offsetof(newsearch_ranking_options, min_likeness), 1, 0},
                  {offsetof(newsearch_ranking_options, capital_weight), 1e6, 1},
                  {offsetof(newsearch_ranking_options, part_weight), 1e6, 0},
                  {offsetof(newsearch_ranking_options, passage_weight), 1e6, 1},
                  {offsetof(newsearch_ranking_options, neighbour_weight), 1e6, 1},
                  {offsetof(newsearch_ranking_options, stop_word_weight), 1e6, 1}};
  newsearch_search_response* response = NULL;
  for (size_t i = 0; i < sizeof kNumbers / sizeof kNumbers[0]; ++i) {
    ranking = clean;
    double* number = (double*)(void*)((char*)&ranking + kNumbers[i].offset);
    *number = NEWSEARCH_ZERO;
    const double without = best_score(searcher, &request, NULL);
    *number = kNumbers[i].most;
    const double most = best_score(searcher, &request, NULL);
    if (kNumbers[i].changes) CHECK(without != score && most != score && without != most);
    const double refused[] = {kNumbers[i].most * 1.001, -0.5, -2, 1e300, HUGE_VAL, -HUGE_VAL, NAN};
    for (size_t k = 0; k < sizeof refused / sizeof refused[0]; ++k) {
      *number = refused[k];
      EXPECT(INVALID_ARGUMENT, newsearch_searcher_search(&response, searcher, &request, &error));
      CHECK(response == NULL);
    }
  }
  ranking = clean;
  ranking.reordered = NEWSEARCH_NONE;
  CHECK(best_score(searcher, &request, NULL) < score);
  ranking.reordered = NEWSEARCH_ALL;
  CHECK(best_score(searcher, &request, NULL) == score);
  ranking = clean;
  ranking.passage_words = 1;
  CHECK(best_score(searcher, &request, NULL) < score);
  ranking.passage_words = 1000000;
  CHECK(best_score(searcher, &request, NULL) >= score);
  ranking.passage_words = 1000001;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_search(&response, searcher, &request, &error));
  ranking.passage_words = NEWSEARCH_NONE;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_search(&response, searcher, &request, &error));
}

/* Hits that have only words like those of the query come besides the total. */
static void test_similar_only(newsearch_searcher* searcher) {
  newsearch_ranking_options ranking = NEWSEARCH_RANKING_OPTIONS_INIT;
  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  size_t hits = 0;
  int similar_only = 0;
  request.ranking = &ranking;
  request.text = string_of("Kista");
  best_score(searcher, &request, &similar_only);
  CHECK(similar_only == 0);
  request.text = string_of("neighbourhood"); /* the archive has neighbours */
  CHECK(total_of(searcher, &request, &hits) == 0 && hits == 1);
  CHECK(best_score(searcher, &request, &similar_only) > 0);
  CHECK(similar_only == 1);
  ranking.similar_words = NEWSEARCH_ALL;
  CHECK(total_of(searcher, &request, &hits) == 0 && hits == 1);
  ranking.similar_words = NEWSEARCH_NONE;
  CHECK(total_of(searcher, &request, &hits) == 0 && hits == 0);
  ranking.similar_words = 0;
  ranking.similar_weight = NEWSEARCH_ZERO;
  CHECK(total_of(searcher, &request, &hits) == 0 && hits == 0);
  ranking.similar_weight = 0;
  ranking.min_likeness = 1;
  CHECK(total_of(searcher, &request, &hits) == 0 && hits == 0);
}

/* Without asking for them there are none. */
static void test_nothing_across_and_nothing_explained(newsearch_searcher* searcher) {
  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  newsearch_search_response* response = NULL;
  newsearch_search_response_info info = NEWSEARCH_SEARCH_RESPONSE_INFO_INIT;
  newsearch_hit hit = NEWSEARCH_HIT_INIT;
  newsearch_expansion expansion = NEWSEARCH_EXPANSION_INIT;
  newsearch_score_part part = NEWSEARCH_SCORE_PART_INIT;
  request.text = string_of("bicycle");
  EXPECT_OK(newsearch_searcher_search(&response, searcher, &request, &error));
  EXPECT_OK(newsearch_search_response_get_info(&info, response, &error));
  CHECK(info.hit_count == 2 && info.expansion_count == 0 && equals(info.query_lang, ""));
  EXPECT(INVALID_ARGUMENT, newsearch_search_response_get_expansion(&expansion, response, 0, &error));
  CHECK(expansion.text.data == NULL && expansion.struct_size == sizeof expansion);
  EXPECT_OK(newsearch_search_response_get_hit(&hit, response, 0, &error));
  CHECK(hit.score_part_count == 0 && hit.reserved == 0);
  for (size_t i = 0; i < hit.matched_lang_count; ++i) CHECK(hit.matched_langs[i].length >= 2);
  EXPECT(INVALID_ARGUMENT, newsearch_search_response_get_score_part(&part, response, 0, 0, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_search_response_get_score_part(&part, response, 2, 0, &error));
  CHECK(part.kind.data == NULL && part.forms == NULL && part.struct_size == sizeof part);
  newsearch_search_response_free(response);

  /* A query without words matches in no language. */
  request.text = string_of("city:Kista");
  EXPECT_OK(newsearch_searcher_search(&response, searcher, &request, &error));
  EXPECT_OK(newsearch_search_response_get_hit(&hit, response, 0, &error));
  CHECK(hit.matched_lang_count == 0 && hit.similar_only == 0);
  newsearch_search_response_free(response);
}

static void test_across_requests(newsearch_searcher* searcher) {
  newsearch_search_response* response = NULL;
  const newsearch_search_request clean = NEWSEARCH_SEARCH_REQUEST_INIT;
  const newsearch_expansion clean_expansion = NEWSEARCH_EXPANSION_INIT;
  newsearch_expansion expansions[2] = {NEWSEARCH_EXPANSION_INIT, NEWSEARCH_EXPANSION_INIT};
  newsearch_search_request request = clean;
  request.text = string_of("bicycle");
  for (int32_t mode = NEWSEARCH_ACROSS_MODE_OFF; mode <= NEWSEARCH_ACROSS_MODE_ON; ++mode) {
    request.across = mode;
    CHECK(total_of(searcher, &request, NULL) >= 2);
    request.query_lang = string_of("en");
    request.explain = 1;
    CHECK(total_of(searcher, &request, NULL) >= 2);
    request.expansions_given = 1;
    CHECK(total_of(searcher, &request, NULL) == 2);
    request = clean;
    request.text = string_of("bicycle");
  }

#define REFUSED EXPECT(INVALID_ARGUMENT, newsearch_searcher_search(&response, searcher, &request, &error))
  request.across = 3;
  REFUSED;
  request.across = -1;
  REFUSED;
  request.across = NEWSEARCH_ACROSS_MODE_ON;
  request.explain = 2;
  REFUSED;
  request.explain = 0;
  request.query_lang.length = 2;
  REFUSED;
  request.query_lang.length = 0;
  request.expansions_given = 2;
  REFUSED;
  request.expansions_given = 0;
  request.expansion_count = 1;
  REFUSED;
  request.expansions = expansions;
  request.expansion_count = SIZE_MAX;
  REFUSED;
  request.expansion_count = 2;
  for (int i = 0; i < 2; ++i) {
    expansions[i].lang = string_of("en");
    expansions[i].text = string_of("lamps");
  }
  CHECK(total_of(searcher, &request, NULL) >= 2);
  static const double kWeights[] = {-1, -0.1, 1.001, HUGE_VAL};
  for (size_t i = 0; i < sizeof kWeights / sizeof kWeights[0]; ++i) {
    expansions[1].weight = kWeights[i];
    REFUSED;
  }
  expansions[1].weight = NAN;
  REFUSED;
  expansions[1].weight = 1;
  CHECK(total_of(searcher, &request, NULL) >= 2);
  expansions[1].offset = 8;
  REFUSED;
  expansions[1] = clean_expansion;
  expansions[1].text.length = 3;
  REFUSED;
#undef REFUSED
}

/* What is given is used and comes back as it was, ready to be given again. */
static void test_expansions(newsearch_searcher* searcher) {
  newsearch_search_response* response = NULL;
  newsearch_search_response_info info = NEWSEARCH_SEARCH_RESPONSE_INFO_INIT;
  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  newsearch_expansion given = NEWSEARCH_EXPANSION_INIT;
  newsearch_expansion expansion = NEWSEARCH_EXPANSION_INIT;
  given.lang = string_of("en");
  given.text = string_of("bicycles");
  given.source = string_of("me");
  given.offset = 7;
  given.weight = 0.5;
  request.text = string_of("rapide v\xC3\xA9lo");
  request.query_lang = string_of("fr");
  request.across = NEWSEARCH_ACROSS_MODE_ON;
  request.expansions = &given;
  request.expansion_count = 1;
  request.explain = 1;
  for (int round = 0; round < 2; ++round) {
    newsearch_search_response* last = response;
    EXPECT_OK(newsearch_searcher_search(&response, searcher, &request, &error));
    newsearch_search_response_free(last);
    EXPECT_OK(newsearch_search_response_get_info(&info, response, &error));
    CHECK(equals(info.query_lang, "fr") && info.expansion_count == 1 && info.total == 2);
    EXPECT_OK(newsearch_search_response_get_expansion(&expansion, response, 0, &error));
    CHECK(equals(expansion.lang, "en") && equals(expansion.text, "bicycles"));
    CHECK(equals(expansion.source, "me") && expansion.offset == 7 && expansion.weight == 0.5);
    CHECK(expansion.words == 1 && expansion.reserved == 0);
    EXPECT(INVALID_ARGUMENT, newsearch_search_response_get_expansion(&given, response, 1, &error));
    request.expansions = &expansion;
  }
  newsearch_hit hit = NEWSEARCH_HIT_INIT;
  EXPECT_OK(newsearch_search_response_get_hit(&hit, response, 0, &error));
  CHECK(hit.matched_lang_count == 1 && equals(hit.matched_langs[0], "en"));
  newsearch_search_response_free(response);

  request.expansions = NULL; /* somebody took all away */
  request.expansion_count = 0;
  request.expansions_given = 1;
  CHECK(total_of(searcher, &request, NULL) == 0);
}

/* The parts of a score say which words, and add up. They outlive the searcher. */
static void test_explanations(void) {
  newsearch_searcher* searcher = NULL;
  newsearch_search_response* response = NULL;
  newsearch_search_response_info info = NEWSEARCH_SEARCH_RESPONSE_INFO_INIT;
  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  request.text = string_of("the bicycle counter");
  request.explain = 1;
  EXPECT_OK(newsearch_searcher_open(&searcher, in_dir("c.index"), NULL, &error));
  EXPECT_OK(newsearch_searcher_search(&response, searcher, &request, &error));
  newsearch_searcher_free(searcher);
  EXPECT_OK(newsearch_search_response_get_info(&info, response, &error));
  CHECK(info.hit_count == 2);
  for (size_t h = 0; h < info.hit_count; ++h) {
    newsearch_hit hit = NEWSEARCH_HIT_INIT;
    newsearch_score_part part = NEWSEARCH_SCORE_PART_INIT;
    double sum = 0;
    int bicycles = 0;
    EXPECT_OK(newsearch_search_response_get_hit(&hit, response, h, &error));
    CHECK(hit.matched_lang_count == 1 && equals(hit.matched_langs[0], "en"));
    CHECK(hit.score_part_count > 0);
    for (size_t i = 0; i < hit.score_part_count; ++i) {
      EXPECT_OK(newsearch_search_response_get_score_part(&part, response, h, i, &error));
      CHECK(part.kind.length > 0 && part.word.data != NULL && part.lang.data != NULL);
      sum += part.score;
      if (!equals(part.kind, "word")) continue;
      CHECK(equals(part.lang, "en") && part.idf > 0 && part.score > 0 && part.form_count > 0);
      for (size_t k = 0; k < part.form_count; ++k) bicycles += equals(part.forms[k], "bicycles");
    }
    CHECK(fabs(sum - hit.score) < 1e-3 * hit.score && bicycles == 1);
    EXPECT(INVALID_ARGUMENT,
           newsearch_search_response_get_score_part(&part, response, h, hit.score_part_count, &error));
    CHECK(part.forms == NULL);
  }
  newsearch_search_response_free(response);
}

static void test_get_document(newsearch_searcher* searcher) {
  newsearch_search_response* response = NULL;
  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  request.text = string_of("housing");
  EXPECT_OK(newsearch_searcher_search(&response, searcher, &request, &error));
  newsearch_hit hit = NEWSEARCH_HIT_INIT;
  newsearch_document_info info = NEWSEARCH_DOCUMENT_INFO_INIT;
  EXPECT_OK(newsearch_search_response_get_hit(&hit, response, 0, &error));
  EXPECT_OK(newsearch_document_get_info(&info, hit.document, &error));
  newsearch_document* document = NULL;
  EXPECT_OK(newsearch_searcher_get_document(&document, searcher, info.id.data, info.id.length, &error));
  newsearch_document_info whole = NEWSEARCH_DOCUMENT_INFO_INIT;
  EXPECT_OK(newsearch_document_get_info(&whole, document, &error));
  CHECK(equals(whole.id, info.id.data) && equals(whole.title, info.title.data));
  CHECK(whole.body.length > 0 && strstr(whole.body.data, "fair housing") != NULL);

  /* A hit's document cannot be put: it would lose its body. */
  newsearch_index_writer* writer = NULL;
  EXPECT_OK(newsearch_index_writer_open(&writer, in_dir("put.index"), NULL, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_index_writer_put(writer, hit.document, &error));
  EXPECT_OK(newsearch_index_writer_put(writer, document, &error));
  EXPECT_OK(newsearch_index_writer_commit(writer, &error));
  newsearch_index_writer_free(writer);
  newsearch_document_free(document);
  newsearch_search_response_free(response);

  document = (newsearch_document*)&hit;
  EXPECT(NOT_FOUND, newsearch_searcher_get_document(&document, searcher, "nobody", NEWSEARCH_STRLEN, &error));
  CHECK(document == NULL);
}

static void test_stats(newsearch_searcher* searcher) {
  newsearch_stats* stats = NULL;
  newsearch_stats_info info = NEWSEARCH_STATS_INFO_INIT;
  EXPECT_OK(newsearch_searcher_get_stats(&stats, searcher, &error));
  EXPECT_OK(newsearch_stats_get_info(&info, stats, &error));
  CHECK(info.documents == kArchiveDocuments && info.undated == 0 && info.size_bytes > 0);
  CHECK(info.first_day.year == 2016 && info.first_day.month == 2 && info.first_day.day == 4);
  CHECK(info.last_day.year == 2017 && info.last_day.month == 11 && info.last_day.day == 14);
  CHECK(info.format_version >= 1 && info.analyzer.length > 0 && info.icu_version.length > 0);
  CHECK(info.language_count == 1 && info.source_count == 1);
  newsearch_named_count count = NEWSEARCH_NAMED_COUNT_INIT;
  EXPECT_OK(newsearch_stats_get_language(&count, stats, 0, &error));
  CHECK(equals(count.name, "en") && count.count == kArchiveDocuments);
  EXPECT_OK(newsearch_stats_get_source(&count, stats, 0, &error));
  CHECK(strstr(count.name.data, "news.txt") != NULL && count.count == kArchiveDocuments);
  EXPECT(INVALID_ARGUMENT, newsearch_stats_get_language(&count, stats, 1, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_stats_get_source(&count, stats, 1, &error));
  CHECK(info.facet_count == newsearch_facet_schema_count());
  const newsearch_facet_result* facet = NULL;
  for (size_t i = 0; i < info.facet_count; ++i) {
    newsearch_facet_result_info facet_info = NEWSEARCH_FACET_RESULT_INFO_INIT;
    EXPECT_OK(newsearch_stats_get_facet(&facet, stats, i, &error));
    EXPECT_OK(newsearch_facet_result_get_info(&facet_info, facet, &error));
    if (equals(facet_info.facet, "city")) CHECK(facet_info.documents == 4 && facet_info.distinct_values == 3);
  }
  EXPECT(INVALID_ARGUMENT, newsearch_stats_get_facet(&facet, stats, info.facet_count, &error));
  newsearch_stats_free(stats);
}

static void test_reopen(void) {
  newsearch_index_writer* writer = NULL;
  newsearch_searcher* searcher = NULL;
  make_index("reopen.index");
  EXPECT_OK(newsearch_searcher_open(&searcher, in_dir("reopen.index"), NULL, &error));
  int32_t newer = 7;
  EXPECT_OK(newsearch_searcher_reopen(&newer, searcher, &error));
  CHECK(newer == 0);
  EXPECT_OK(newsearch_index_writer_open(&writer, in_dir("reopen.index"), NULL, &error));
  newsearch_ingest_options options = NEWSEARCH_INGEST_OPTIONS_INIT;
  options.source_name = string_of("once more");
  EXPECT_OK(newsearch_index_writer_index_archive(NULL, writer, write_file("again.txt", kArchive), &options,
                                                 &error));
  newsearch_index_writer_free(writer);
  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  CHECK(total_of(searcher, &request, NULL) == kArchiveDocuments);
  EXPECT_OK(newsearch_searcher_reopen(&newer, searcher, &error));
  CHECK(newer == 1);
  CHECK(total_of(searcher, &request, NULL) == 2 * kArchiveDocuments);
  EXPECT_OK(newsearch_searcher_reopen(NULL, searcher, &error));
  newsearch_searcher_free(searcher);
}

static size_t count_completions(newsearch_searcher* searcher, const newsearch_completion_request* request) {
  newsearch_completion_list* list = NULL;
  EXPECT_OK(newsearch_searcher_complete(&list, searcher, request, &error));
  const size_t count = newsearch_completion_list_count(list);
  newsearch_completion_list_free(list);
  return count;
}

static void test_completion(newsearch_searcher* searcher) {
  newsearch_completion_request request = NEWSEARCH_COMPLETION_REQUEST_INIT;
  const newsearch_string facets[] = {string_of("city"), string_of("country")};
  request.text = string_of("smart bic");
  newsearch_completion_list* list = NULL;
  newsearch_completion completion = NEWSEARCH_COMPLETION_INIT;
  EXPECT_OK(newsearch_searcher_complete(&list, searcher, &request, &error));
  CHECK(newsearch_completion_list_count(list) > 0);
  EXPECT_OK(newsearch_completion_list_get(&completion, list, 0, &error));
  CHECK(completion.text.length > 3 && memcmp(completion.text.data, "bic", 3) == 0 && completion.offset == 6);
  CHECK(equals(completion.facet, "") && equals(completion.label, completion.text.data));
  CHECK(completion.lang_count == 1 && equals(completion.langs[0], "en") && completion.documents > 0);
  EXPECT(INVALID_ARGUMENT,
         newsearch_completion_list_get(&completion, list, newsearch_completion_list_count(list), &error));
  CHECK(completion.text.data == NULL && completion.langs == NULL && completion.documents == 0);
  newsearch_completion_list_free(list);
  CHECK(newsearch_completion_list_count(NULL) == 0);

  request.text = string_of("Kis");
  request.facets = facets;
  request.facet_count = 2;
  request.no_words = 1;
  EXPECT_OK(newsearch_searcher_complete(&list, searcher, &request, &error));
  CHECK(newsearch_completion_list_count(list) == 1);
  EXPECT_OK(newsearch_completion_list_get(&completion, list, 0, &error));
  CHECK(equals(completion.text, "Kista") && equals(completion.facet, "city") && completion.lang_count == 0);
  newsearch_completion_list_free(list);
  request.text = string_of("schwed");
  CHECK(count_completions(searcher, &request) == 0);
  request.locale = string_of("de");
  EXPECT_OK(newsearch_searcher_complete(&list, searcher, &request, &error));
  EXPECT_OK(newsearch_completion_list_get(&completion, list, 0, &error));
  CHECK(equals(completion.text, "SE") && equals(completion.label, "Schweden"));
  newsearch_completion_list_free(list);

  request.no_words = 0;
  request.facet_count = 0;
  request.text = string_of("b");
  request.max_completions = NEWSEARCH_ALL;
  const size_t all = count_completions(searcher, &request);
  CHECK(all > 2);
  request.max_completions = 2;
  CHECK(count_completions(searcher, &request) == 2);
  request.lang = string_of("fr");
  CHECK(count_completions(searcher, &request) == 0);

  const newsearch_completion_request fine = request;
  request.max_completions = NEWSEARCH_NONE;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_complete(&list, searcher, &request, &error));
  CHECK(list == NULL);
  request = fine;
  request.no_words = 2;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_complete(&list, searcher, &request, &error));
  request = fine;
  request.facets = NULL;
  request.facet_count = 1;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_complete(&list, searcher, &request, &error));
  const newsearch_string unknown = string_of("taste");
  request.facets = &unknown;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_complete(&list, searcher, &request, &error));
  request.facet_count = SIZE_MAX;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_complete(&list, searcher, &request, &error));
  request = fine;
  request.lang = string_of("no language");
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_complete(&list, searcher, &request, &error));
  request = fine;
  request.text.data = NULL;
  request.text.length = 3;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_complete(&list, searcher, &request, &error));
}

/* ---- Lifetimes --------------------------------------------------------------------------------------- */

/* Everything that was made is read again after each of its makers is gone, and freed in every order. */
static void test_any_order(void) {
  static const int kOrders[][4] = {{0, 1, 2, 3}, {3, 2, 1, 0}, {1, 3, 0, 2},
                                   {2, 0, 3, 1}, {0, 3, 1, 2}, {2, 1, 3, 0}};
  for (size_t k = 0; k < sizeof kOrders / sizeof kOrders[0]; ++k) {
    newsearch_searcher* searcher = NULL;
    newsearch_search_response* response = NULL;
    newsearch_stats* stats = NULL;
    newsearch_document* kept = NULL;
    newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
    newsearch_hit hit = NEWSEARCH_HIT_INIT;
    request.text = string_of("Tartu");
    EXPECT_OK(newsearch_searcher_open(&searcher, in_dir("c.index"), NULL, &error));
    EXPECT_OK(newsearch_searcher_search(&response, searcher, &request, &error));
    EXPECT_OK(newsearch_searcher_get_stats(&stats, searcher, &error));
    EXPECT_OK(newsearch_search_response_get_hit(&hit, response, 0, &error));
    EXPECT_OK(newsearch_document_copy(&kept, hit.document, &error));
    for (size_t i = 0; i < 4; ++i) {
      switch (kOrders[k][i]) {
        case 0:
          newsearch_searcher_free(searcher), searcher = NULL;
          break;
        case 1:
          newsearch_search_response_free(response), response = NULL;
          break;
        case 2:
          newsearch_stats_free(stats), stats = NULL;
          break;
        case 3:
          newsearch_document_free(kept), kept = NULL;
          break;
      }
      newsearch_document_info document = NEWSEARCH_DOCUMENT_INFO_INIT;
      if (searcher != NULL) CHECK(total_of(searcher, &request, NULL) == 1);
      if (response != NULL) {
        EXPECT_OK(newsearch_search_response_get_hit(&hit, response, 0, &error));
        EXPECT_OK(newsearch_document_get_info(&document, hit.document, &error));
        CHECK(equals(document.title, "Tartu counts its bicycles"));
      }
      if (stats != NULL) {
        newsearch_stats_info info = NEWSEARCH_STATS_INFO_INIT;
        EXPECT_OK(newsearch_stats_get_info(&info, stats, &error));
        CHECK(info.documents == kArchiveDocuments);
      }
      if (kept != NULL) {
        EXPECT_OK(newsearch_document_get_info(&document, kept, &error));
        CHECK(equals(document.title, "Tartu counts its bicycles"));
      }
    }
  }
}

/* ---- Misuse ------------------------------------------------------------------------------------------ */

static void test_null(void) {
  newsearch_facet_info facet_info = NEWSEARCH_FACET_INFO_INIT;
  newsearch_document_info document_info = NEWSEARCH_DOCUMENT_INFO_INIT;
  newsearch_date date = NEWSEARCH_DATE_INIT;
  newsearch_facet_values values = NEWSEARCH_FACET_VALUES_INIT;
  newsearch_evidence evidence = NEWSEARCH_EVIDENCE_INIT;
  newsearch_report_info report_info = NEWSEARCH_REPORT_INFO_INIT;
  newsearch_ingest_warning ingest_warning = NEWSEARCH_INGEST_WARNING_INIT;
  newsearch_search_response_info response_info = NEWSEARCH_SEARCH_RESPONSE_INFO_INIT;
  newsearch_hit hit = NEWSEARCH_HIT_INIT;
  newsearch_query_warning query_warning = NEWSEARCH_QUERY_WARNING_INIT;
  newsearch_expansion expansion = NEWSEARCH_EXPANSION_INIT;
  newsearch_score_part score_part = NEWSEARCH_SCORE_PART_INIT;
  newsearch_facet_result_info result_info = NEWSEARCH_FACET_RESULT_INFO_INIT;
  newsearch_facet_count facet_count = NEWSEARCH_FACET_COUNT_INIT;
  newsearch_stats_info stats_info = NEWSEARCH_STATS_INFO_INIT;
  newsearch_named_count named_count = NEWSEARCH_NAMED_COUNT_INIT;
  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  struct collected documents = {0};
  newsearch_document* document = NULL;
  newsearch_report* report = NULL;
  newsearch_index_writer* writer = NULL;
  newsearch_searcher* searcher = NULL;
  newsearch_search_response* response = NULL;
  const newsearch_facet_result* result = NULL;
  newsearch_stats* stats = NULL;
  newsearch_completion_list* completions = NULL;
  newsearch_completion completion = NEWSEARCH_COMPLETION_INIT;
  newsearch_completion_request completion_request = NEWSEARCH_COMPLETION_REQUEST_INIT;
  int32_t newer = 0;

#define REFUSED(call) EXPECT(INVALID_ARGUMENT, call)
  REFUSED(newsearch_facet_schema_get(NULL, 0, &error));
  REFUSED(newsearch_facet_schema_get(&facet_info, SIZE_MAX, &error));
  REFUSED(newsearch_document_get_info(NULL, NULL, &error));
  REFUSED(newsearch_document_get_info(&document_info, NULL, &error));
  REFUSED(newsearch_document_get_date(NULL, NULL, 0, &error));
  REFUSED(newsearch_document_get_date(&date, NULL, 0, &error));
  REFUSED(newsearch_document_get_facet(NULL, NULL, 0, &error));
  REFUSED(newsearch_document_get_facet(&values, NULL, 0, &error));
  REFUSED(newsearch_document_get_evidence(NULL, NULL, 0, &error));
  REFUSED(newsearch_document_get_evidence(&evidence, NULL, 0, &error));
  REFUSED(newsearch_document_copy(NULL, NULL, &error));
  REFUSED(newsearch_document_copy(&document, NULL, &error));
  REFUSED(newsearch_report_get_info(NULL, NULL, &error));
  REFUSED(newsearch_report_get_info(&report_info, NULL, &error));
  REFUSED(newsearch_report_get_warning(NULL, NULL, 0, &error));
  REFUSED(newsearch_report_get_warning(&ingest_warning, NULL, 0, &error));
  REFUSED(newsearch_archive_read(&report, NULL, NULL, collect, &documents, &error));
  REFUSED(newsearch_archive_read(NULL, NULL, NULL, NULL, NULL, &error));
  REFUSED(newsearch_text_read(&report, NULL, 3, NULL, collect, &documents, &error));
  REFUSED(newsearch_text_read(&report, NULL, NEWSEARCH_STRLEN, NULL, collect, &documents, &error));
  REFUSED(newsearch_text_read(NULL, "", 0, NULL, NULL, NULL, &error));
  REFUSED(newsearch_index_writer_open(NULL, g_dir, NULL, &error));
  REFUSED(newsearch_index_writer_open(&writer, NULL, NULL, &error));
  REFUSED(newsearch_index_writer_index_archive(&report, NULL, g_dir, NULL, &error));
  REFUSED(newsearch_index_writer_put(NULL, NULL, &error));
  REFUSED(newsearch_index_writer_remove(NULL, "id", 2, &error));
  REFUSED(newsearch_index_writer_commit(NULL, &error));
  REFUSED(newsearch_index_writer_begin_archive(NULL, "-", 1, &error));
  REFUSED(newsearch_index_writer_end_archive(&report, NULL, &error));
  REFUSED(newsearch_index_writer_abort_archive(NULL, &error));
  REFUSED(newsearch_searcher_open(NULL, g_dir, NULL, &error));
  REFUSED(newsearch_searcher_open(&searcher, NULL, NULL, &error));
  REFUSED(newsearch_searcher_search(NULL, NULL, NULL, &error));
  REFUSED(newsearch_searcher_search(&response, NULL, &request, &error));
  REFUSED(newsearch_searcher_get_document(NULL, NULL, "id", 2, &error));
  REFUSED(newsearch_searcher_get_document(&document, NULL, "id", 2, &error));
  REFUSED(newsearch_searcher_reopen(&newer, NULL, &error));
  REFUSED(newsearch_search_response_get_info(NULL, NULL, &error));
  REFUSED(newsearch_search_response_get_info(&response_info, NULL, &error));
  REFUSED(newsearch_search_response_get_hit(NULL, NULL, 0, &error));
  REFUSED(newsearch_search_response_get_hit(&hit, NULL, 0, &error));
  REFUSED(newsearch_search_response_get_facet(NULL, NULL, 0, &error));
  REFUSED(newsearch_search_response_get_facet(&result, NULL, 0, &error));
  REFUSED(newsearch_search_response_get_warning(NULL, NULL, 0, &error));
  REFUSED(newsearch_search_response_get_warning(&query_warning, NULL, 0, &error));
  REFUSED(newsearch_search_response_get_expansion(NULL, NULL, 0, &error));
  REFUSED(newsearch_search_response_get_expansion(&expansion, NULL, 0, &error));
  REFUSED(newsearch_search_response_get_score_part(NULL, NULL, 0, 0, &error));
  REFUSED(newsearch_search_response_get_score_part(&score_part, NULL, 0, 0, &error));
  REFUSED(newsearch_facet_result_get_info(NULL, NULL, &error));
  REFUSED(newsearch_facet_result_get_info(&result_info, NULL, &error));
  REFUSED(newsearch_facet_result_get_value(NULL, NULL, 0, &error));
  REFUSED(newsearch_facet_result_get_value(&facet_count, NULL, 0, &error));
  REFUSED(newsearch_searcher_complete(NULL, NULL, NULL, &error));
  REFUSED(newsearch_searcher_complete(&completions, NULL, &completion_request, &error));
  REFUSED(newsearch_completion_list_get(NULL, NULL, 0, &error));
  REFUSED(newsearch_completion_list_get(&completion, NULL, 0, &error));
  REFUSED(newsearch_searcher_get_stats(NULL, NULL, &error));
  REFUSED(newsearch_searcher_get_stats(&stats, NULL, &error));
  REFUSED(newsearch_stats_get_info(NULL, NULL, &error));
  REFUSED(newsearch_stats_get_info(&stats_info, NULL, &error));
  REFUSED(newsearch_stats_get_language(NULL, NULL, 0, &error));
  REFUSED(newsearch_stats_get_language(&named_count, NULL, 0, &error));
  REFUSED(newsearch_stats_get_source(NULL, NULL, 0, &error));
  REFUSED(newsearch_stats_get_source(&named_count, NULL, 0, &error));
  REFUSED(newsearch_stats_get_facet(NULL, NULL, 0, &error));
  REFUSED(newsearch_stats_get_facet(&result, NULL, 0, &error));
#undef REFUSED

  /* With handles that are there. */
  EXPECT_OK(newsearch_index_writer_open(&writer, in_dir("null.index"), NULL, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_index_writer_index_archive(&report, writer, NULL, NULL, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_index_writer_put(writer, NULL, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_index_writer_remove(writer, NULL, 2, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_index_writer_begin_archive(writer, NULL, NEWSEARCH_STRLEN, &error));
  newsearch_index_writer_free(writer);
  EXPECT_OK(newsearch_searcher_open(&searcher, in_dir("null.index"), NULL, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_search(NULL, searcher, &request, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_search(&response, searcher, NULL, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_get_document(&document, searcher, NULL, 2, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_get_document(NULL, searcher, "id", 2, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_get_stats(NULL, searcher, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_complete(NULL, searcher, &completion_request, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_complete(&completions, searcher, NULL, &error));
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_get_facets(NULL, searcher, &error));
  newsearch_facet_list* facets = (newsearch_facet_list*)searcher;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_get_facets(&facets, NULL, &error));
  CHECK(facets == NULL);
  newsearch_searcher_free(searcher);

  newsearch_document_free(NULL);
  newsearch_report_free(NULL);
  newsearch_index_writer_free(NULL);
  newsearch_searcher_free(NULL);
  newsearch_search_response_free(NULL);
  newsearch_completion_list_free(NULL);
  newsearch_stats_free(NULL);
}

int main(void) {
  make_dir();
  test_names();
  test_version();
  test_errors();
  test_facet_schema();
  test_facet_label();
  test_read_text();
  test_read_warnings();
  test_stop();
  test_read_archive();
  test_formats();
  test_explain();
  test_languages_and_bounds();
  test_resolved();
  test_list_archives();
  test_projects_authorities_and_overrides();
  test_index_archive();
  test_put_and_remove();

  make_index("c.index");
  newsearch_searcher* searcher = NULL;
  EXPECT_OK(newsearch_searcher_open(&searcher, in_dir("c.index"), NULL, &error));
  test_search(searcher);
  test_locales(searcher);
  test_requests(searcher);
  test_bad_requests(searcher);
  test_ranking(searcher);
  test_similar_only(searcher);
  test_nothing_across_and_nothing_explained(searcher);
  test_across_requests(searcher);
  test_expansions(searcher);
  test_explanations();
  test_get_document(searcher);
  test_stats(searcher);
  test_completion(searcher);
  newsearch_searcher_free(searcher);

  test_facets_of_an_index();
  test_reopen();
  test_any_order();
  test_null();
  if (g_failures != 0) fprintf(stderr, "%d checks failed\n", g_failures);
  return g_failures == 0 ? 0 : 1;
}
