/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every struct of c.h that crosses the line: its size in each release, its INIT macro, and how the library
 * takes it from callers that are older, newer, or forgot to initialise it. A struct that is missing here
 * fails abi_test.py.
 */
#define _XOPEN_SOURCE 700
#include "fixture.h"

/* ---- Layout ------------------------------------------------------------------------------------------ */

/* On the usual 64-bit machines. These lines are history: append one per struct and release, change none. */
#if UINTPTR_MAX == UINT64_MAX
#define FROZEN(type, size) _Static_assert(sizeof(type) == (size), #type " never changes")
FROZEN(newsearch_string, 16);
FROZEN(newsearch_span, 16);
FROZEN(newsearch_day, 12);

/* LAYOUT(type, last member, size in 0.1): the last member ends where the struct ends, so that a member
 * appended to it does not lie in what older callers know as padding. */
#define LAYOUT(type, last, size_0_1)                                               \
  _Static_assert(offsetof(type, struct_size) == 0, #type " starts with its size"); \
  _Static_assert(sizeof(type) == (size_0_1),                                       \
                 #type " has grown: append its new size here, and in kFirstSize"); \
  _Static_assert(offsetof(type, last) + sizeof(((type*)0)->last) == sizeof(type), #type " ends in padding")
LAYOUT(newsearch_facet_info, shown_by_default, 48);
LAYOUT(newsearch_document_info, resolved_count, 168);
LAYOUT(newsearch_date, reserved2, 104);
LAYOUT(newsearch_language_span, span, 40);
LAYOUT(newsearch_facet_values, value_count, 40);
LAYOUT(newsearch_evidence, rule, 104);
LAYOUT(newsearch_resolved_value, reserved, 128);
LAYOUT(newsearch_facet_candidate, confidence, 64);
LAYOUT(newsearch_report_info, layout, 168);
LAYOUT(newsearch_ingest_warning, line, 32);
LAYOUT(newsearch_progress, documents, 32);
LAYOUT(newsearch_explained_block, confidence, 88);
LAYOUT(newsearch_ingest_options, overrides, 128);
LAYOUT(newsearch_project, accepted, 120);
LAYOUT(newsearch_index_writer_options, memory_mb, 24);
LAYOUT(newsearch_searcher_options, struct_size, 8);
LAYOUT(newsearch_facet_filter, value, 40);
LAYOUT(newsearch_facet_request, reserved, 32);
LAYOUT(newsearch_ranking_options, reserved, 96);
LAYOUT(newsearch_expansion, reserved, 80);
LAYOUT(newsearch_search_request, reserved2, 160);
LAYOUT(newsearch_search_response_info, expansion_count, 80);
LAYOUT(newsearch_hit, reserved, 104);
LAYOUT(newsearch_score_part, score, 88);
LAYOUT(newsearch_query_warning, offset, 32);
LAYOUT(newsearch_facet_result_info, value_count, 48);
LAYOUT(newsearch_facet_count, count, 48);
LAYOUT(newsearch_completion_request, no_words, 80);
LAYOUT(newsearch_completion, documents, 88);
LAYOUT(newsearch_stats_info, reserved, 120);
LAYOUT(newsearch_named_count, count, 32);

/* GREW(type, last member of the first size, first size): kFirstSize in c.cc, and in the tables below. */
#define GREW(type, last, first) \
  _Static_assert(offsetof(type, last) + sizeof(((type*)0)->last) == (first), #type " was smaller")
GREW(newsearch_document_info, evidence_count, 136);
GREW(newsearch_date, rule, 96);
GREW(newsearch_report_info, removed, 120);
GREW(newsearch_ingest_options, reserved, 56);
GREW(newsearch_search_request, snippet_chars, 80);
GREW(newsearch_search_response_info, understood, 56);
GREW(newsearch_index_writer_options, lock_wait_ms, 16);
GREW(newsearch_hit, title_highlight_count, 72);
#endif

_Static_assert(sizeof(newsearch_status) == 4, "statuses are 32 bits");

/* ---- INIT macros ------------------------------------------------------------------------------------- */

#define CHECK_INIT(type, init)                                         \
  do {                                                                 \
    const type made = init;                                            \
    type zeroed;                                                       \
    memset(&zeroed, 0, sizeof zeroed);                                 \
    zeroed.struct_size = sizeof zeroed;                                \
    CHECK(memcmp(&made, &zeroed, sizeof made) == 0 && "INIT: " #type); \
  } while (0)

static void test_init(void) {
  CHECK_INIT(newsearch_facet_info, NEWSEARCH_FACET_INFO_INIT);
  CHECK_INIT(newsearch_document_info, NEWSEARCH_DOCUMENT_INFO_INIT);
  CHECK_INIT(newsearch_date, NEWSEARCH_DATE_INIT);
  CHECK_INIT(newsearch_language_span, NEWSEARCH_LANGUAGE_SPAN_INIT);
  CHECK_INIT(newsearch_facet_values, NEWSEARCH_FACET_VALUES_INIT);
  CHECK_INIT(newsearch_evidence, NEWSEARCH_EVIDENCE_INIT);
  CHECK_INIT(newsearch_resolved_value, NEWSEARCH_RESOLVED_VALUE_INIT);
  CHECK_INIT(newsearch_facet_candidate, NEWSEARCH_FACET_CANDIDATE_INIT);
  CHECK_INIT(newsearch_report_info, NEWSEARCH_REPORT_INFO_INIT);
  CHECK_INIT(newsearch_ingest_warning, NEWSEARCH_INGEST_WARNING_INIT);
  CHECK_INIT(newsearch_project, NEWSEARCH_PROJECT_INIT);
  CHECK_INIT(newsearch_ingest_options, NEWSEARCH_INGEST_OPTIONS_INIT);
  CHECK_INIT(newsearch_index_writer_options, NEWSEARCH_INDEX_WRITER_OPTIONS_INIT);
  CHECK_INIT(newsearch_searcher_options, NEWSEARCH_SEARCHER_OPTIONS_INIT);
  CHECK_INIT(newsearch_facet_filter, NEWSEARCH_FACET_FILTER_INIT);
  CHECK_INIT(newsearch_facet_request, NEWSEARCH_FACET_REQUEST_INIT);
  CHECK_INIT(newsearch_ranking_options, NEWSEARCH_RANKING_OPTIONS_INIT);
  CHECK_INIT(newsearch_expansion, NEWSEARCH_EXPANSION_INIT);
  CHECK_INIT(newsearch_search_request, NEWSEARCH_SEARCH_REQUEST_INIT);
  CHECK_INIT(newsearch_search_response_info, NEWSEARCH_SEARCH_RESPONSE_INFO_INIT);
  CHECK_INIT(newsearch_hit, NEWSEARCH_HIT_INIT);
  CHECK_INIT(newsearch_score_part, NEWSEARCH_SCORE_PART_INIT);
  CHECK_INIT(newsearch_query_warning, NEWSEARCH_QUERY_WARNING_INIT);
  CHECK_INIT(newsearch_facet_result_info, NEWSEARCH_FACET_RESULT_INFO_INIT);
  CHECK_INIT(newsearch_facet_count, NEWSEARCH_FACET_COUNT_INIT);
  CHECK_INIT(newsearch_completion_request, NEWSEARCH_COMPLETION_REQUEST_INIT);
  CHECK_INIT(newsearch_completion, NEWSEARCH_COMPLETION_INIT);
  CHECK_INIT(newsearch_stats_info, NEWSEARCH_STATS_INFO_INIT);
  CHECK_INIT(newsearch_named_count, NEWSEARCH_NAMED_COUNT_INIT);
}

/* ---- Structs that the library fills ------------------------------------------------------------------ */

static newsearch_document* g_document;
static newsearch_document* g_mixed;    /* in two languages */
static newsearch_document* g_resolved; /* with everything that can be known of values */
static newsearch_report* g_report;
static newsearch_project_list* g_projects;
static newsearch_searcher* g_searcher;
static newsearch_search_response* g_response;
static const newsearch_facet_result* g_facet;
static newsearch_completion_list* g_completions;
static newsearch_stats* g_stats;

static newsearch_status fill_facet_info(void* out) { return newsearch_facet_schema_get(out, 0, NULL); }
static newsearch_status fill_document_info(void* out) {
  return newsearch_document_get_info(out, g_document, NULL);
}
static newsearch_status fill_date(void* out) { return newsearch_document_get_date(out, g_document, 0, NULL); }
static newsearch_status fill_facet_values(void* out) {
  return newsearch_document_get_facet(out, g_document, 0, NULL);
}
static newsearch_status fill_language_span(void* out) {
  return newsearch_document_get_other_language(out, g_mixed, 0, NULL);
}
static newsearch_status fill_evidence(void* out) {
  return newsearch_document_get_evidence(out, g_document, 0, NULL);
}
static newsearch_status fill_resolved_value(void* out) {
  return newsearch_document_get_resolved(out, g_resolved, 0, NULL);
}
static newsearch_status fill_facet_candidate(void* out) {
  return newsearch_document_get_candidate(out, g_resolved, 0, 0, NULL);
}
static newsearch_status fill_report_info(void* out) { return newsearch_report_get_info(out, g_report, NULL); }
static newsearch_status fill_ingest_warning(void* out) {
  return newsearch_report_get_warning(out, g_report, 0, NULL);
}
static newsearch_status fill_project(void* out) {
  return newsearch_project_list_get(out, g_projects, 0, NULL);
}
static newsearch_status fill_response_info(void* out) {
  return newsearch_search_response_get_info(out, g_response, NULL);
}
static newsearch_status fill_hit(void* out) {
  return newsearch_search_response_get_hit(out, g_response, 0, NULL);
}
static newsearch_status fill_expansion(void* out) {
  return newsearch_search_response_get_expansion(out, g_response, 0, NULL);
}
static newsearch_status fill_score_part(void* out) {
  return newsearch_search_response_get_score_part(out, g_response, 0, 0, NULL);
}
static newsearch_status fill_query_warning(void* out) {
  return newsearch_search_response_get_warning(out, g_response, 0, NULL);
}
static newsearch_status fill_result_info(void* out) {
  return newsearch_facet_result_get_info(out, g_facet, NULL);
}
static newsearch_status fill_facet_count(void* out) {
  return newsearch_facet_result_get_value(out, g_facet, 0, NULL);
}
static newsearch_status fill_completion(void* out) {
  return newsearch_completion_list_get(out, g_completions, 0, NULL);
}
static newsearch_status fill_stats_info(void* out) { return newsearch_stats_get_info(out, g_stats, NULL); }
static newsearch_status fill_named_count(void* out) {
  return newsearch_stats_get_language(out, g_stats, 0, NULL);
}

static const struct {
  const char* name;
  size_t first; /* in the release that introduced it */
  size_t size;
  newsearch_status (*fill)(void* out);
} kFilled[] = {
    {"newsearch_facet_info", sizeof(newsearch_facet_info), sizeof(newsearch_facet_info), fill_facet_info},
    {"newsearch_document_info", offsetof(newsearch_document_info, other_language_count),
     sizeof(newsearch_document_info), fill_document_info},
    {"newsearch_date", offsetof(newsearch_date, kind), sizeof(newsearch_date), fill_date},
    {"newsearch_facet_values", sizeof(newsearch_facet_values), sizeof(newsearch_facet_values),
     fill_facet_values},
    {"newsearch_language_span", sizeof(newsearch_language_span), sizeof(newsearch_language_span),
     fill_language_span},
    {"newsearch_evidence", sizeof(newsearch_evidence), sizeof(newsearch_evidence), fill_evidence},
    {"newsearch_resolved_value", sizeof(newsearch_resolved_value), sizeof(newsearch_resolved_value),
     fill_resolved_value},
    {"newsearch_facet_candidate", sizeof(newsearch_facet_candidate), sizeof(newsearch_facet_candidate),
     fill_facet_candidate},
    {"newsearch_report_info", offsetof(newsearch_report_info, doubtful), sizeof(newsearch_report_info),
     fill_report_info},
    {"newsearch_ingest_warning", sizeof(newsearch_ingest_warning), sizeof(newsearch_ingest_warning),
     fill_ingest_warning},
    {"newsearch_project", sizeof(newsearch_project), sizeof(newsearch_project), fill_project},
    {"newsearch_search_response_info", offsetof(newsearch_search_response_info, query_lang),
     sizeof(newsearch_search_response_info), fill_response_info},
    {"newsearch_hit", offsetof(newsearch_hit, matched_langs), sizeof(newsearch_hit), fill_hit},
    {"newsearch_expansion", sizeof(newsearch_expansion), sizeof(newsearch_expansion), fill_expansion},
    {"newsearch_score_part", sizeof(newsearch_score_part), sizeof(newsearch_score_part), fill_score_part},
    {"newsearch_query_warning", sizeof(newsearch_query_warning), sizeof(newsearch_query_warning),
     fill_query_warning},
    {"newsearch_facet_result_info", sizeof(newsearch_facet_result_info), sizeof(newsearch_facet_result_info),
     fill_result_info},
    {"newsearch_facet_count", sizeof(newsearch_facet_count), sizeof(newsearch_facet_count), fill_facet_count},
    {"newsearch_completion", sizeof(newsearch_completion), sizeof(newsearch_completion), fill_completion},
    {"newsearch_stats_info", sizeof(newsearch_stats_info), sizeof(newsearch_stats_info), fill_stats_info},
    {"newsearch_named_count", sizeof(newsearch_named_count), sizeof(newsearch_named_count), fill_named_count},
};

enum { kTail = 64, kBuffer = 512 };
static const size_t kRefusedSizes[] = {0, 1, 7, 4097, SIZE_MAX};

typedef union {
  size_t struct_size;
  double align;
  unsigned char bytes[kBuffer];
} any_struct;

static void check_named(int ok, const char* name, const char* what) {
  if (!ok) {
    fprintf(stderr, "%s: %s\n", name, what);
    ++g_failures;
  }
}

static int all_are(const unsigned char* bytes, size_t count, int value) {
  for (size_t i = 0; i < count; ++i) {
    if (bytes[i] != value) return 0;
  }
  return 1;
}

static void test_filled(void) {
  for (size_t k = 0; k < sizeof kFilled / sizeof kFilled[0]; ++k) {
    const char* name = kFilled[k].name;
    const size_t size = kFilled[k].size;
    any_struct plain;
    any_struct newer;
    memset(&plain, 0xAA, sizeof plain);
    plain.struct_size = size;
    check_named(kFilled[k].fill(&plain) == NEWSEARCH_STATUS_OK, name, "is not filled");
    check_named(plain.struct_size == size, name, "has another struct_size afterwards");
    check_named(all_are(plain.bytes + size, kBuffer - size, 0xAA), name, "is written beyond its end");

    /* A caller from a newer release: what the library does not know becomes zero. */
    memset(&newer, 0xAA, sizeof newer);
    newer.struct_size = size + kTail;
    check_named(kFilled[k].fill(&newer) == NEWSEARCH_STATUS_OK, name, "is not filled for a newer caller");
    check_named(newer.struct_size == size + kTail, name, "has another struct_size for a newer caller");
    check_named(
        memcmp(plain.bytes + sizeof(size_t), newer.bytes + sizeof(size_t), size - sizeof(size_t)) == 0, name,
        "is filled otherwise for a newer caller");
    check_named(all_are(newer.bytes + size, kTail, 0), name, "has unknown members that are not zero");
    check_named(all_are(newer.bytes + size + kTail, kBuffer - size - kTail, 0xAA), name,
                "is written beyond a newer caller's end");

    /* A caller from the first release: what it does not know is not written. */
    const size_t first = kFilled[k].first;
    any_struct older;
    memset(&older, 0xAA, sizeof older);
    older.struct_size = first;
    check_named(kFilled[k].fill(&older) == NEWSEARCH_STATUS_OK, name, "is not filled for an older caller");
    check_named(older.struct_size == first, name, "has another struct_size for an older caller");
    check_named(
        memcmp(plain.bytes + sizeof(size_t), older.bytes + sizeof(size_t), first - sizeof(size_t)) == 0, name,
        "is filled otherwise for an older caller");
    check_named(all_are(older.bytes + first, kBuffer - first, 0xAA), name,
                "is written beyond an older caller's end");

    /* One that forgot, or that is older than the first release. */
    for (size_t i = 0; i <= sizeof kRefusedSizes / sizeof kRefusedSizes[0]; ++i) {
      const size_t refused = i == 0 ? kFilled[k].first - 1 : kRefusedSizes[i - 1];
      memset(&plain, 0xAA, sizeof plain);
      plain.struct_size = refused;
      check_named(kFilled[k].fill(&plain) == NEWSEARCH_STATUS_INVALID_ARGUMENT, name,
                  "is filled, whatever its size");
      check_named(plain.struct_size == refused &&
                      all_are(plain.bytes + sizeof(size_t), kBuffer - sizeof(size_t), 0xAA),
                  name, "is written to though its size was refused");
    }
  }
}

/* ---- Structs that the library reads ------------------------------------------------------------------ */

static int ignore_document(const newsearch_document* document, void* payload) {
  (void)document;
  (void)payload;
  return 0;
}

static void prepare_nothing(void* in) { (void)in; }
static void prepare_filter(void* in) {
  ((newsearch_facet_filter*)in)->facet = string_of("city");
  ((newsearch_facet_filter*)in)->value = string_of("Kista");
}
static void prepare_expansion(void* in) {
  ((newsearch_expansion*)in)->lang = string_of("de");
  ((newsearch_expansion*)in)->text = string_of("Fahrrad");
}
static void prepare_facet(void* in) { ((newsearch_facet_request*)in)->facet = string_of("city"); }

static newsearch_status use_ingest_options(const void* in) {
  return newsearch_text_read(NULL, kArchive, NEWSEARCH_STRLEN, in, ignore_document, NULL, NULL);
}
static newsearch_status use_writer_options(const void* in) {
  newsearch_index_writer* writer = NULL;
  const newsearch_status status = newsearch_index_writer_open(&writer, in_dir("options.index"), in, NULL);
  newsearch_index_writer_free(writer);
  return status;
}
static newsearch_status use_searcher_options(const void* in) {
  newsearch_searcher* searcher = NULL;
  const newsearch_status status = newsearch_searcher_open(&searcher, in_dir("struct.index"), in, NULL);
  newsearch_searcher_free(searcher);
  return status;
}
static newsearch_status use_completion_request(const void* in) {
  newsearch_completion_list* list = NULL;
  const newsearch_status status = newsearch_searcher_complete(&list, g_searcher, in, NULL);
  newsearch_completion_list_free(list);
  return status;
}
static newsearch_status use_request(const void* in) {
  newsearch_search_response* response = NULL;
  const newsearch_status status = newsearch_searcher_search(&response, g_searcher, in, NULL);
  newsearch_search_response_free(response);
  return status;
}
static newsearch_status use_filter(const void* in) {
  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  request.filters = in;
  request.filter_count = 1;
  return use_request(&request);
}
static newsearch_status use_facet(const void* in) {
  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  request.facets = in;
  request.facet_count = 1;
  return use_request(&request);
}

static newsearch_status use_ranking(const void* in) {
  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  request.text = string_of("Kista");
  request.ranking = in;
  return use_request(&request);
}
static newsearch_status use_expansion(const void* in) {
  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  request.text = string_of("bicycle");
  request.across = NEWSEARCH_ACROSS_MODE_ON;
  request.expansions = in;
  request.expansion_count = 1;
  return use_request(&request);
}

static const struct {
  const char* name;
  size_t first;
  size_t size;
  void (*prepare)(void* in);
  newsearch_status (*use)(const void* in);
} kRead[] = {
    {"newsearch_ingest_options", offsetof(newsearch_ingest_options, charset),
     sizeof(newsearch_ingest_options), prepare_nothing, use_ingest_options},
    {"newsearch_index_writer_options", offsetof(newsearch_index_writer_options, threads),
     sizeof(newsearch_index_writer_options), prepare_nothing, use_writer_options},
    {"newsearch_searcher_options", sizeof(newsearch_searcher_options), sizeof(newsearch_searcher_options),
     prepare_nothing, use_searcher_options},
    {"newsearch_search_request", offsetof(newsearch_search_request, locale), sizeof(newsearch_search_request),
     prepare_nothing, use_request},
    {"newsearch_facet_filter", sizeof(newsearch_facet_filter), sizeof(newsearch_facet_filter), prepare_filter,
     use_filter},
    {"newsearch_completion_request", sizeof(newsearch_completion_request),
     sizeof(newsearch_completion_request), prepare_nothing, use_completion_request},
    {"newsearch_facet_request", sizeof(newsearch_facet_request), sizeof(newsearch_facet_request),
     prepare_facet, use_facet},
    {"newsearch_ranking_options", sizeof(newsearch_ranking_options), sizeof(newsearch_ranking_options),
     prepare_nothing, use_ranking},
    {"newsearch_expansion", sizeof(newsearch_expansion), sizeof(newsearch_expansion), prepare_expansion,
     use_expansion},
};

static void test_read(void) {
  for (size_t k = 0; k < sizeof kRead / sizeof kRead[0]; ++k) {
    const char* name = kRead[k].name;
    const size_t size = kRead[k].size;
    any_struct in;
    memset(&in, 0, sizeof in);
    memset(in.bytes + size, 0xAA, kBuffer - size);
    in.struct_size = size;
    kRead[k].prepare(&in);
    check_named(kRead[k].use(&in) == NEWSEARCH_STATUS_OK, name, "is refused");

    /* An older caller: what lies behind its struct is none of ours. */
    in.struct_size = kRead[k].first;
    any_struct tail = in;
    memset(tail.bytes + kRead[k].first, 0xAA, kBuffer - kRead[k].first);
    check_named(kRead[k].use(&tail) == NEWSEARCH_STATUS_OK, name, "is refused from an older caller");

    /* A newer caller who asks for nothing new, and one who does. */
    memset(in.bytes + size, 0, kTail);
    in.struct_size = size + kTail;
    check_named(kRead[k].use(&in) == NEWSEARCH_STATUS_OK, name, "is refused from a newer caller");
    in.bytes[size + kTail - 1] = 1;
    check_named(kRead[k].use(&in) == NEWSEARCH_STATUS_UNSUPPORTED, name, "is taken with unknown members set");

    for (size_t i = 0; i <= sizeof kRefusedSizes / sizeof kRefusedSizes[0]; ++i) {
      in.struct_size = i == 0 ? kRead[k].first - 1 : kRefusedSizes[i - 1];
      check_named(kRead[k].use(&in) == NEWSEARCH_STATUS_INVALID_ARGUMENT, name,
                  "is taken, whatever its size");
    }
  }
}

/* Arrays of a newer caller have larger steps; steps that differ within one array are a mistake. */
static void test_arrays(void) {
  struct {
    newsearch_facet_filter filter;
    uint64_t unknown;
  } filters[2];
  memset(filters, 0, sizeof filters);
  for (int i = 0; i < 2; ++i) {
    filters[i].filter.struct_size = sizeof filters[i];
    filters[i].filter.facet = string_of("city");
  }
  filters[0].filter.value = string_of("Tartu");
  filters[1].filter.value = string_of("Maribor");
  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  request.filters = &filters[0].filter;
  request.filter_count = 2;
  newsearch_search_response* response = NULL;
  newsearch_search_response_info info = NEWSEARCH_SEARCH_RESPONSE_INFO_INIT;
  EXPECT_OK(newsearch_searcher_search(&response, g_searcher, &request, &error));
  EXPECT_OK(newsearch_search_response_get_info(&info, response, &error));
  CHECK(info.total == 2);
  newsearch_search_response_free(response);
  filters[1].unknown = 1;
  EXPECT(UNSUPPORTED, newsearch_searcher_search(&response, g_searcher, &request, &error));
  filters[1].unknown = 0;
  filters[1].filter.struct_size = sizeof(newsearch_facet_filter);
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_search(&response, g_searcher, &request, &error));
  filters[0].filter.struct_size = sizeof(newsearch_facet_filter) + 1;
  EXPECT(INVALID_ARGUMENT, newsearch_searcher_search(&response, g_searcher, &request, &error));
}

static void test_reserved(void) {
  newsearch_ingest_options options = NEWSEARCH_INGEST_OPTIONS_INIT;
  options.reserved = 1;
  CHECK(use_ingest_options(&options) == NEWSEARCH_STATUS_UNSUPPORTED);
  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  request.reserved = 1;
  CHECK(use_request(&request) == NEWSEARCH_STATUS_UNSUPPORTED);
  request.reserved = 0;
  request.reserved2 = 1;
  CHECK(use_request(&request) == NEWSEARCH_STATUS_UNSUPPORTED);
  newsearch_facet_request facet = NEWSEARCH_FACET_REQUEST_INIT;
  facet.facet = string_of("city");
  facet.reserved = 1;
  CHECK(use_facet(&facet) == NEWSEARCH_STATUS_UNSUPPORTED);
  newsearch_ranking_options ranking = NEWSEARCH_RANKING_OPTIONS_INIT;
  ranking.reserved = 1;
  CHECK(use_ranking(&ranking) == NEWSEARCH_STATUS_UNSUPPORTED);
  newsearch_expansion expansion = NEWSEARCH_EXPANSION_INIT;
  prepare_expansion(&expansion);
  expansion.reserved = 1;
  CHECK(use_expansion(&expansion) == NEWSEARCH_STATUS_UNSUPPORTED);
}

static int keep_first(const newsearch_document* document, void* payload) {
  newsearch_document** to = payload;
  if (*to == NULL) EXPECT_OK(newsearch_document_copy(to, document, &error));
  return 0;
}

int main(void) {
  make_dir();
  make_index("struct.index");
  EXPECT_OK(newsearch_text_read(NULL, kArchive, NEWSEARCH_STRLEN, NULL, keep_first, &g_document, &error));
  EXPECT_OK(newsearch_text_read(NULL, kMixed, NEWSEARCH_STRLEN, NULL, keep_first, &g_mixed, &error));
  g_resolved = get_resolved();
  newsearch_ingest_options options = NEWSEARCH_INGEST_OPTIONS_INIT;
  options.max_line_bytes = 64;
  EXPECT_OK(
      newsearch_text_read(&g_report, kArchive, NEWSEARCH_STRLEN, &options, ignore_document, NULL, &error));
  EXPECT_OK(newsearch_list_projects(&g_projects, write_file("projects.txt", "The TAILWIND project began.\n"),
                                    NULL, &error));
  EXPECT_OK(newsearch_searcher_open(&g_searcher, in_dir("struct.index"), NULL, &error));
  EXPECT_OK(newsearch_searcher_get_stats(&g_stats, g_searcher, &error));
  newsearch_completion_request completion_request = NEWSEARCH_COMPLETION_REQUEST_INIT;
  completion_request.text = string_of("b");
  EXPECT_OK(newsearch_searcher_complete(&g_completions, g_searcher, &completion_request, &error));
  newsearch_facet_request facet = NEWSEARCH_FACET_REQUEST_INIT;
  facet.facet = string_of("city");
  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  request.text = string_of("\"Kista");
  request.facets = &facet;
  request.facet_count = 1;
  newsearch_expansion expansion = NEWSEARCH_EXPANSION_INIT;
  prepare_expansion(&expansion);
  request.expansions = &expansion;
  request.expansion_count = 1;
  request.across = NEWSEARCH_ACROSS_MODE_ON;
  request.explain = 1;
  EXPECT_OK(newsearch_searcher_search(&g_response, g_searcher, &request, &error));
  EXPECT_OK(newsearch_search_response_get_facet(&g_facet, g_response, 0, &error));

  test_init();
  test_filled();
  test_read();
  test_arrays();
  test_reserved();

  newsearch_document_free(g_document);
  newsearch_document_free(g_mixed);
  newsearch_report_free(g_report);
  newsearch_project_list_free(g_projects);
  newsearch_search_response_free(g_response);
  newsearch_stats_free(g_stats);
  newsearch_completion_list_free(g_completions);
  newsearch_searcher_free(g_searcher);
  if (g_failures != 0) fprintf(stderr, "%d checks failed\n", g_failures);
  return g_failures == 0 ? 0 : 1;
}
