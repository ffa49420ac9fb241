/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * newsearch in C: the whole C API in one file, and the only ABI newsearch promises
 * (docs/api-stability.md). What is not declared here is not published. C99 or later, and C++.
 *
 *     newsearch_error* error = NULL;
 *     newsearch_searcher* searcher = NULL;
 *     newsearch_search_response* response = NULL;
 *     newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
 *     request.text.data = "smart city Kista";
 *     request.text.length = NEWSEARCH_STRLEN;
 *     if (newsearch_searcher_open(&searcher, "news.index", NULL, &error) == NEWSEARCH_STATUS_OK &&
 *         newsearch_searcher_search(&response, searcher, &request, &error) == NEWSEARCH_STATUS_OK) {
 *       newsearch_hit hit = NEWSEARCH_HIT_INIT;
 *       size_t i = 0;
 *       while (newsearch_search_response_get_hit(&hit, response, i++, NULL) == NEWSEARCH_STATUS_OK)
 *         printf("%6.2f  %s\n", hit.score, hit.snippet.data);
 *     } else {
 *       fprintf(stderr, "%s\n", newsearch_error_message(error, NULL));
 *     }
 *     newsearch_search_response_free(response);
 *     newsearch_searcher_free(searcher);
 *     newsearch_error_free(error);
 *
 * Conventions, which hold for every function below:
 *
 *  1. Handles are opaque. Every x made for the caller is freed with newsearch_x_free, which takes NULL
 *     too.
 *  2. Functions that can fail return a newsearch_status, NEWSEARCH_STATUS_OK (0) on success. Results come
 *     through pointers, which stand first. On failure every result is NULL or zero, so freeing it is
 *     always safe.
 *  3. The last parameter `error` may be NULL. Else *error is overwritten, not freed: with NULL on success,
 *     on failure with an error object that the caller frees with newsearch_error_free. There is no "last
 *     error" elsewhere, and nothing is printed.
 *  4. Who owns what is said in one of three phrases: "caller frees with newsearch_x_free"; "borrowed,
 *     valid until ..."; "copied". What goes in is always copied. Never free with free() what came from
 *     newsearch.
 *  5. Handles may be freed in any order. Nothing borrowed from a handle depends on another handle: a
 *     response stays whole after its searcher is freed.
 *  6. Text is UTF-8. In: a pointer and a length in bytes, or the length NEWSEARCH_STRLEN for "up to the
 *     NUL"; paths are NUL-terminated bytes as the file system has them. Out: NUL-terminated, and with a
 *     length, since text may hold U+0000. A NULL `data` with length 0 is empty text on the way in, "there
 *     is none" on the way out.
 *  7. A struct whose first member is struct_size starts out as its NEWSEARCH_..._INIT, or zeroed with
 *     struct_size set to its sizeof. Members are only ever appended; zero means default. A library that
 *     does not know the members a newer caller has set refuses with NEWSEARCH_STATUS_UNSUPPORTED; members
 *     that a result struct has and the library does not know are set to zero. Where zero is also a value to
 *     ask for, NEWSEARCH_ZERO and NEWSEARCH_NONE stand for it. newsearch_string, newsearch_span and
 *     newsearch_day have no struct_size and never change.
 *  8. Misuse (a NULL where it is not allowed, an index out of range, an unknown enum value, a struct_size
 *     that was not set) is NEWSEARCH_STATUS_INVALID_ARGUMENT, never a crash. A freed handle cannot be
 *     recognised.
 *  9. No exception leaves. Every function can also fail with NEWSEARCH_STATUS_OUT_OF_MEMORY and, which is
 *     a bug in newsearch, with NEWSEARCH_STATUS_INTERNAL; "Errors" lists the others, without
 *     INVALID_ARGUMENT for misuse.
 * 10. Callbacks take `void *payload` last. A value other than 0 stops the walk and is what the function
 *     then returns, unchanged; status values are never negative, so a negative value is yours for certain.
 *     A callback must return: no longjmp, no exception, no pthread_exit. It must not use the handle that
 *     called it.
 * 11. Threads: a handle is used by one thread at a time, unless its typedef says more; different handles
 *     share nothing. Functions without a handle may be called from many threads at once.
 *
 * Everything here is experimental in the 0.1 series: the next minor release may still change it.
 */
#ifndef NEWSEARCH_C_H_
#define NEWSEARCH_C_H_

#include <stddef.h>
#include <stdint.h>

#include "newsearch/version.h"

#ifndef NEWSEARCH_API
#if defined(__GNUC__)
#define NEWSEARCH_API __attribute__((visibility("default")))
#else
#define NEWSEARCH_API
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Values ------------------------------------------------------------------------------------------ */

/* As a length: the text ends at its first NUL. */
#define NEWSEARCH_STRLEN SIZE_MAX

/* Where a number limits something and 0 means its default: none at all, and all there are. */
#define NEWSEARCH_NONE UINT32_MAX
#define NEWSEARCH_ALL (UINT32_MAX - 1)

/* Where a weight is a double and 0 means its default: 0 itself. Other negative weights are misuse. */
#define NEWSEARCH_ZERO (-1)

/* Text: convention 6. Never changes. */
typedef struct newsearch_string {
  const char* data;
  size_t length; /* bytes, without the NUL */
} newsearch_string;

#define NEWSEARCH_STRING_INIT \
  { NULL, 0 }

/* A half-open range of bytes, [begin, end). Never changes. */
typedef struct newsearch_span {
  uint64_t begin;
  uint64_t end;
} newsearch_span;

#define NEWSEARCH_SPAN_INIT \
  { 0, 0 }

/* A day, proleptic Gregorian; 0, 0, 0 where there is none. Never changes. */
typedef struct newsearch_day {
  int32_t year;  /* 1 to 9999 */
  int32_t month; /* 1 to 12 */
  int32_t day;   /* 1 to 31 */
} newsearch_day;

#define NEWSEARCH_DAY_INIT \
  { 0, 0, 0 }

/* ---- Status and error -------------------------------------------------------------------------------- */

/* One of NEWSEARCH_STATUS_..., or a code that a newer library added: be ready for values not listed here. */
typedef int32_t newsearch_status;

/* Part of the ABI: values never change, new ones are appended. */
enum {
  NEWSEARCH_STATUS_OK = 0,
  /* The caller broke the contract whatever the data: misuse, an unknown facet name. */
  NEWSEARCH_STATUS_INVALID_ARGUMENT = 1,
  /* A file, an index or a document id that is not there. */
  NEWSEARCH_STATUS_NOT_FOUND = 2,
  /* Creating something that is there already. */
  NEWSEARCH_STATUS_ALREADY_EXISTS = 3,
  /* The query text asks for something that has no meaning; the error's offset points into the query. */
  NEWSEARCH_STATUS_BAD_QUERY = 4,
  /* A file that cannot be read as an archive: binary data, a directory, an unknown format. */
  NEWSEARCH_STATUS_BAD_INPUT = 5,
  /* Writing to what can only be read. */
  NEWSEARCH_STATUS_READ_ONLY = 6,
  /* Another process writes to the index. Trying again later can succeed. */
  NEWSEARCH_STATUS_LOCKED = 7,
  /* The index was changed under the reader more often than it retries. Reopen and try again. */
  NEWSEARCH_STATUS_INDEX_CHANGED = 8,
  /* The index was written by an incompatible newsearch; it must be built anew. */
  NEWSEARCH_STATUS_VERSION_MISMATCH = 9,
  /* What is on disk is damaged, or is no index at all. */
  NEWSEARCH_STATUS_CORRUPTION = 10,
  /* The operating system refused: permission, disk full, read error. */
  NEWSEARCH_STATUS_IO = 11,
  /* Asked for something that this build or version cannot do. */
  NEWSEARCH_STATUS_UNSUPPORTED = 12,
  /* A callback asked to stop. */
  NEWSEARCH_STATUS_CANCELLED = 13,
  NEWSEARCH_STATUS_OUT_OF_MEMORY = 14,
  /* A bug in newsearch: please report it. */
  NEWSEARCH_STATUS_INTERNAL = 15
};

/* Returns "ok", "bad query", ...: a short English name; "unknown status" for a value that is none of ours.
 * Borrowed, valid as long as the library is loaded. Never NULL.
 * @since 0.1 */
NEWSEARCH_API const char* newsearch_status_name(newsearch_status status);

/* What went wrong, in words. Immutable: may be read by many threads at once. */
typedef struct newsearch_error newsearch_error;

/* Returns the status that came with the error; NEWSEARCH_STATUS_OK for NULL.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_error_code(const newsearch_error* error);

/* Returns one English sentence without a final full stop that names the thing and the place (file, line, id);
 * "" for NULL. Borrowed, valid until the error is freed. `length` may be NULL.
 * @since 0.1 */
NEWSEARCH_API const char* newsearch_error_message(const newsearch_error* error, size_t* length);

/* Returns where: for NEWSEARCH_STATUS_BAD_QUERY in the query text, for NEWSEARCH_STATUS_BAD_INPUT in the
 * file, in bytes; -1 if there is no place to point at, or for NULL.
 * @since 0.1 */
NEWSEARCH_API int64_t newsearch_error_offset(const newsearch_error* error);

/* Frees the error; NULL is a no-op.
 * @since 0.1 */
NEWSEARCH_API void newsearch_error_free(newsearch_error* error);

/* ---- Version ----------------------------------------------------------------------------------------- */

/* Returns the version of the library that runs, "0.1.0"; NEWSEARCH_VERSION_STRING is that of the header.
 * Borrowed, valid as long as the library is loaded.
 * @since 0.1 */
NEWSEARCH_API const char* newsearch_version(void);

/* Returns the version of the library that runs as a number, made like NEWSEARCH_VERSION_NUMBER.
 * @since 0.1 */
NEWSEARCH_API int32_t newsearch_version_number(void);

/* ---- Facets: which there are ------------------------------------------------------------------------- */

typedef struct newsearch_facet_info {
  size_t struct_size;
  newsearch_string name;        /* "city": in queries (city:Kista), filters and results */
  newsearch_string description; /* one English line for people */
  int32_t multi_valued;         /* 1: a document may have several values */
  int32_t shown_by_default;     /* 1: worth counting when a person names no facet */
} newsearch_facet_info;

#define NEWSEARCH_FACET_INFO_INIT \
  { sizeof(newsearch_facet_info), NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT, 0, 0 }

/* Returns how many facets are built in; an index can have more: newsearch_searcher_get_facets.
 * @since 0.1 */
NEWSEARCH_API size_t newsearch_facet_schema_count(void);

/* Fills `out` with built-in facet `index`, in the order in which results list them. Its strings are borrowed,
 * valid as long as the library is loaded.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_facet_schema_get(newsearch_facet_info* out, size_t index,
                                                          newsearch_error** error);

/* Copies into `out` what people read for a stored value ("Sweden" for country SE), NUL-terminated; the value
 * itself where nothing better is known. At most `capacity` bytes are written, the NUL included; a longer
 * label is cut between two characters. *out_length is the length of the whole label. `out` may be NULL when
 * `capacity` is 0, to ask for the length; `out_length` may be NULL.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_facet_get_label(char* out, size_t capacity, size_t* out_length,
                                                         const char* facet, size_t facet_length,
                                                         const char* value, size_t value_length,
                                                         newsearch_error** error);

/* The same in the language `locale` (BCP 47, "sv", "pt-BR"; "_" is as good as "-"): "Sverige" for country SE.
 * Labels are to be shown: filters and queries take the value. Errors: INVALID_ARGUMENT (no language tag, or a
 * language in which nothing has a name).
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_facet_get_label_in(char* out, size_t capacity, size_t* out_length,
                                                            const char* facet, size_t facet_length,
                                                            const char* value, size_t value_length,
                                                            const char* locale, size_t locale_length,
                                                            newsearch_error** error);

/* ---- Documents --------------------------------------------------------------------------------------- */

/* One article of an archive, as it was read, or as it is stored in an index. Immutable: may be read and
 * copied by many threads at once. Free only those that a function made for you; others are borrowed. */
typedef struct newsearch_document newsearch_document;

typedef struct newsearch_document_info {
  size_t struct_size;
  /* Identifies the document in an index. */
  newsearch_string id;
  /* The archive: its absolute path (bytes of the file system), or the name given to it. */
  newsearch_string source;
  newsearch_string title;           /* data is NULL if there is none */
  newsearch_string body;            /* empty in a hit: see newsearch_searcher_get_document */
  newsearch_string lang;            /* ISO 639-1; "und": unknown */
  newsearch_span bytes;             /* place in the source, without trailing blank lines */
  uint32_t first_line;              /* place in the source, 1-based; 0: it has no place in lines */
  uint32_t last_line;               /* included */
  double confidence;                /* 0 to 1: how sure the reader is of the article's boundaries */
  size_t facet_count;               /* for newsearch_document_get_facet */
  size_t evidence_count;            /* for newsearch_document_get_evidence */
  size_t other_language_count;      /* for newsearch_document_get_other_language */
  newsearch_string boundary_reason; /* why the article was taken to start where it does; empty if given */
  size_t resolved_count;            /* for newsearch_document_get_resolved */
} newsearch_document_info;

#define NEWSEARCH_DOCUMENT_INFO_INIT                                                                      \
  {                                                                                                       \
    sizeof(newsearch_document_info), NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT, \
        NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT, NEWSEARCH_SPAN_INIT, 0, 0, 0, 0, 0, 0,              \
        NEWSEARCH_STRING_INIT, 0                                                                          \
  }

/* Which date of a document. Values never change. */
typedef int32_t newsearch_date_kind;
enum {
  NEWSEARCH_DATE_KIND_PUBLICATION = 0, /* or of the heading: what sorts */
  NEWSEARCH_DATE_KIND_EVENT = 1,       /* a second date line beneath it */
  NEWSEARCH_DATE_KIND_BOUNDS = 2       /* of an article without a date: between its dated neighbours */
};

/* How precisely the text gave a date. Values never change. */
typedef int32_t newsearch_date_precision;
enum {
  NEWSEARCH_DATE_PRECISION_DAY = 0,
  NEWSEARCH_DATE_PRECISION_MONTH = 1,
  NEWSEARCH_DATE_PRECISION_YEAR = 2
};

/* A date as an interval of days: "November 2017" is 2017-11-01 to 2017-11-30, precision month. */
typedef struct newsearch_date {
  size_t struct_size;
  newsearch_day start;
  newsearch_day end; /* included; never before start */
  newsearch_date_precision precision;
  int32_t present;       /* 0: the document has no such date, and everything else here is zero */
  int32_t inferred;      /* 1: a part was not written but follows from the neighbours */
  int32_t reserved;      /* 0 */
  newsearch_string raw;  /* as written; empty if the date was given as data */
  newsearch_span span;   /* of `raw` in the source, bytes */
  newsearch_string rule; /* how it was found: "date line", "in title", ... */
  /* What it says of the article: PUBLICATION or EVENT, whichever place it stands in. */
  newsearch_date_kind kind;
  int32_t reserved2; /* 0 */
} newsearch_date;

#define NEWSEARCH_DATE_INIT                                                                            \
  {                                                                                                    \
    sizeof(newsearch_date), NEWSEARCH_DAY_INIT, NEWSEARCH_DAY_INIT, 0, 0, 0, 0, NEWSEARCH_STRING_INIT, \
        NEWSEARCH_SPAN_INIT, NEWSEARCH_STRING_INIT, 0, 0                                               \
  }

/* A part of a body in another language than the document. */
typedef struct newsearch_language_span {
  size_t struct_size;
  newsearch_string lang; /* ISO 639-1 */
  newsearch_span span;   /* bytes of the body */
} newsearch_language_span;

#define NEWSEARCH_LANGUAGE_SPAN_INIT \
  { sizeof(newsearch_language_span), NEWSEARCH_STRING_INIT, NEWSEARCH_SPAN_INIT }

/* The values of one facet on one document, most important first; at least one. */
typedef struct newsearch_facet_values {
  size_t struct_size;
  newsearch_string facet;
  const newsearch_string* values;
  size_t value_count;
} newsearch_facet_values;

#define NEWSEARCH_FACET_VALUES_INIT \
  { sizeof(newsearch_facet_values), NEWSEARCH_STRING_INIT, NULL, 0 }

/* Why a document has a facet value: the words that justify it. */
typedef struct newsearch_evidence {
  size_t struct_size;
  newsearch_string facet;
  newsearch_string value;
  newsearch_string text; /* the words, as written */
  /* Where they stand: bytes into the source; for JSON Lines, bytes into the value of `field`. */
  newsearch_span span;
  newsearch_string field; /* "title" or "text" for JSON Lines, else empty */
  newsearch_string rule;  /* how it was recognised: "gazetteer", "country of city", ... */
} newsearch_evidence;

#define NEWSEARCH_EVIDENCE_INIT                                                                      \
  {                                                                                                  \
    sizeof(newsearch_evidence), NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT, \
        NEWSEARCH_SPAN_INIT, NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT                            \
  }

/* What a value of a facet stands for on a document, and how sure that is. */
typedef struct newsearch_resolved_value {
  size_t struct_size;
  newsearch_string facet;
  newsearch_string value;
  newsearch_string id;            /* "geonames:2673730", "iso:SE", ...; empty where nothing names it */
  newsearch_string rule;          /* how it was found: "named", "country of city", "discovered", ... */
  const newsearch_string* within; /* the places it lies in, smallest first */
  size_t within_count;
  double confidence; /* 0 to 1 */
  double latitude;   /* of its centre, WGS 84, degrees; 0 without a point */
  double longitude;
  size_t candidate_count; /* for newsearch_document_get_candidate */
  int32_t has_point;      /* 1: a place whose centre is known */
  int32_t reserved;       /* 0 */
} newsearch_resolved_value;

#define NEWSEARCH_RESOLVED_VALUE_INIT                                                                      \
  {                                                                                                        \
    sizeof(newsearch_resolved_value), NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT, \
        NEWSEARCH_STRING_INIT, NULL, 0, 0, 0, 0, 0, 0, 0                                                   \
  }

/* Another reading of the words behind a value, which was considered and not taken. */
typedef struct newsearch_facet_candidate {
  size_t struct_size;
  newsearch_string value;
  newsearch_string id;          /* as in newsearch_resolved_value */
  newsearch_string description; /* tells it from others of its name: "Texas, United States" */
  double confidence;            /* 0 to 1; with that of the value taken, at most 1 in all */
} newsearch_facet_candidate;

#define NEWSEARCH_FACET_CANDIDATE_INIT                                                                      \
  {                                                                                                         \
    sizeof(newsearch_facet_candidate), NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT, \
        0                                                                                                   \
  }

/* Fills `out` with what a document has one of. Its strings are borrowed, valid until the document is freed
 * or, if the document itself is borrowed, as long as that is valid.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_document_get_info(newsearch_document_info* out,
                                                           const newsearch_document* document,
                                                           newsearch_error** error);

/* Fills `out` with a date of the document; a date it does not have is no error: out->present is 0. Its
 * strings are borrowed like those of newsearch_document_get_info.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_document_get_date(newsearch_date* out,
                                                           const newsearch_document* document,
                                                           newsearch_date_kind kind, newsearch_error** error);

/* Fills `out` with the values of the document's facet `index`, in the order of the facet schema. Facets
 * without a value are not listed. Strings and array are borrowed like those of newsearch_document_get_info.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_document_get_facet(newsearch_facet_values* out,
                                                            const newsearch_document* document, size_t index,
                                                            newsearch_error** error);

/* Fills `out` with piece of evidence `index`, ordered by facet, value, place. Its strings are borrowed like
 * those of newsearch_document_get_info.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_document_get_evidence(newsearch_evidence* out,
                                                               const newsearch_document* document,
                                                               size_t index, newsearch_error** error);

/* Fills `out` with what is known of a value, in the order of the facets' values; not every value is listed.
 * Strings and array are borrowed like those of newsearch_document_get_info.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_document_get_resolved(newsearch_resolved_value* out,
                                                               const newsearch_document* document,
                                                               size_t index, newsearch_error** error);

/* Sets *out to the index, for the functions above and below, of what is known of a facet's value, spelt as
 * the document or a piece of its evidence has it. Errors: NOT_FOUND (nothing is known).
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_document_find_resolved(size_t* out,
                                                                const newsearch_document* document,
                                                                const char* facet, size_t facet_length,
                                                                const char* value, size_t value_length,
                                                                newsearch_error** error);

/* Fills `out` with candidate `index` for the value that is resolved at `resolved_index`, best first. Its
 * strings are borrowed like those of newsearch_document_get_info.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_document_get_candidate(newsearch_facet_candidate* out,
                                                                const newsearch_document* document,
                                                                size_t resolved_index, size_t index,
                                                                newsearch_error** error);

/* Fills `out` with part `index` of the body that is in another language, in order. Its strings are borrowed
 * like those of newsearch_document_get_info.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_document_get_other_language(newsearch_language_span* out,
                                                                     const newsearch_document* document,
                                                                     size_t index, newsearch_error** error);

/* Makes a handle of its own for a document, to keep one that is borrowed. Cheap: the content is shared.
 * Caller frees with newsearch_document_free.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_document_copy(newsearch_document** out,
                                                       const newsearch_document* document,
                                                       newsearch_error** error);

/* Frees the document; NULL is a no-op.
 * @since 0.1 */
NEWSEARCH_API void newsearch_document_free(newsearch_document* document);

/* Returns "day", "month" or "year"; "unknown precision" for another value. Borrowed, valid as long as the
 * library is loaded.
 * @since 0.1 */
NEWSEARCH_API const char* newsearch_date_precision_name(newsearch_date_precision precision);

/* ---- Reading archives -------------------------------------------------------------------------------- */

/* What reading an archive came to. Immutable: may be read by many threads at once. */
typedef struct newsearch_report newsearch_report;

/* What an archive is. Values never change, new ones are appended. */
typedef int32_t newsearch_archive_format;
enum {
  NEWSEARCH_ARCHIVE_FORMAT_DETECT = 0,     /* by content, and where that says nothing by the name's ending */
  NEWSEARCH_ARCHIVE_FORMAT_TEXT = 1,       /* articles one after another in plain text */
  NEWSEARCH_ARCHIVE_FORMAT_JSON_LINES = 2, /* one document a line */
  NEWSEARCH_ARCHIVE_FORMAT_MARKDOWN = 3,   /* CommonMark with tables; articles one after another */
  NEWSEARCH_ARCHIVE_FORMAT_HTML = 4,       /* a page as a browser reads it; articles one after another */
  NEWSEARCH_ARCHIVE_FORMAT_FEED = 5,       /* RSS, Atom, or WordPress's export */
  NEWSEARCH_ARCHIVE_FORMAT_JSON_FEED = 6   /* JSON Feed, or an array of objects */
};

/* Returns "text", "jsonl", "markdown", "html", "feed", "jsonfeed" or "detect"; "unknown format" for another
 * value. Borrowed, valid as long as the library is loaded.
 * @since 0.1 */
NEWSEARCH_API const char* newsearch_archive_format_name(newsearch_archive_format format);

typedef struct newsearch_report_info {
  size_t struct_size;
  newsearch_string source; /* the archive, as its documents name it */
  uint64_t bytes;
  uint64_t documents;
  uint64_t undated;
  uint64_t untitled;
  uint64_t skipped;          /* records that are no document */
  uint64_t ill_formed_bytes; /* not UTF-8: read as U+FFFD */
  uint64_t warnings_total;   /* all there were ... */
  size_t warning_count;      /* ... and those kept, the first: for newsearch_report_get_warning */
  /* What it changed in an index; 0 when it was only read. */
  uint64_t added;
  uint64_t replaced;
  uint64_t unchanged;
  uint64_t removed; /* were in the index from this source and are no longer in it */
  /* More about reading it. */
  uint64_t doubtful;               /* articles whose boundaries are not sure; each has a warning */
  newsearch_archive_format format; /* as it was read */
  int32_t incomplete;              /* 1: a feed that breaks off; a warning says where */
  newsearch_string charset;        /* the encoding as it was read */
  newsearch_string layout;         /* how the archive's articles open; empty if they are given */
} newsearch_report_info;

#define NEWSEARCH_REPORT_INFO_INIT                                                                     \
  {                                                                                                    \
    sizeof(newsearch_report_info), NEWSEARCH_STRING_INIT, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, \
        NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT                                                   \
  }

/* Something in the archive that a person should know; reading went on. */
typedef struct newsearch_ingest_warning {
  size_t struct_size;
  newsearch_string message;
  uint64_t line; /* 1-based; 0 if it concerns the whole file */
} newsearch_ingest_warning;

#define NEWSEARCH_INGEST_WARNING_INIT \
  { sizeof(newsearch_ingest_warning), NEWSEARCH_STRING_INIT, 0 }

/* Fills `out` with the figures of the report. Its strings are borrowed, valid until the report is freed.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_report_get_info(newsearch_report_info* out,
                                                         const newsearch_report* report,
                                                         newsearch_error** error);

/* Fills `out` with warning `index`. Its strings are borrowed, valid until the report is freed.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_report_get_warning(newsearch_ingest_warning* out,
                                                            const newsearch_report* report, size_t index,
                                                            newsearch_error** error);

/* Frees the report; NULL is a no-op.
 * @since 0.1 */
NEWSEARCH_API void newsearch_report_free(newsearch_report* report);

/* How far reading has come. The library sets struct_size: members beyond it are not there to read. */
typedef struct newsearch_progress {
  size_t struct_size;
  uint64_t bytes_done;
  uint64_t bytes_total;
  uint64_t documents;
} newsearch_progress;

/* Called now and then while reading; a value other than 0 stops (convention 10). `progress` is borrowed,
 * valid until the callback returns. */
typedef int (*newsearch_progress_callback)(const newsearch_progress* progress, void* payload);

/* Takes one document; a value other than 0 stops (convention 10). `document` is borrowed, valid until the
 * callback returns: newsearch_document_copy keeps it longer. */
typedef int (*newsearch_document_callback)(const newsearch_document* document, void* payload);

/* A block of an archive (a line, a paragraph, a heading, ...) and what it was taken for. The library sets
 * struct_size: members beyond it are not there to read. */
typedef struct newsearch_explained_block {
  size_t struct_size;
  newsearch_string text;
  newsearch_string role; /* "furniture", "group date", "title", "date", "event date", "opening", "body" */
  /* At the first block of an article, else empty: why it starts here, with weights. */
  newsearch_string reason;
  newsearch_span bytes; /* in the source */
  uint64_t line;        /* 1-based, of its first byte */
  double confidence;    /* of the article that starts here, between 0 and 1 */
} newsearch_explained_block;

/* Called for every block of an archive that is split into articles, in order, before the articles it is
 * about; a value other than 0 stops (convention 10). `block` and its strings are borrowed, valid until the
 * callback returns. */
typedef int (*newsearch_explain_callback)(const newsearch_explained_block* block, void* payload);

typedef struct newsearch_ingest_options {
  size_t struct_size;
  /* Names the archive for good: documents keep their ids, and vanished ones are removed, by this name.
   * Default: the absolute path of the file, "-" for text in memory. */
  newsearch_string source_name;
  /* Longer lines are cut (plain text) or skipped (JSON Lines), with a warning. Default: 16777216. */
  uint64_t max_line_bytes;
  newsearch_progress_callback progress; /* may be NULL */
  void* progress_payload;
  newsearch_archive_format format;
  int32_t reserved; /* 0 */
  /* The archive's character encoding by a name ICU knows ("windows-1250"). Default: by byte order mark,
   * declaration, or the bytes themselves. */
  newsearch_string charset;
  newsearch_explain_callback explain; /* may be NULL */
  void* explain_payload;
  /* 1: do not look for projects, cities and countries, which takes most of the time. */
  int32_t no_facets;
  int32_t reserved2; /* 0 */
  /* Authority files: what the values of a facet are called, and in which words articles speak of them. Paths,
   * as they are on disk. */
  const newsearch_string* authorities; /* may be NULL */
  size_t authority_count;
  /* A file of corrections to facets, made after everything else. Default: none. */
  newsearch_string overrides;
} newsearch_ingest_options;

#define NEWSEARCH_INGEST_OPTIONS_INIT                                                                    \
  {                                                                                                      \
    sizeof(newsearch_ingest_options), NEWSEARCH_STRING_INIT, 0, NULL, NULL, 0, 0, NEWSEARCH_STRING_INIT, \
        NULL, NULL, 0, 0, NULL, 0, NEWSEARCH_STRING_INIT                                                 \
  }

/* Reads the archive in the file `path`, "-" for standard input, and gives every document to `callback`, in
 * the order of the file, one at a time. The file may be compressed with gzip or Zstandard. Touches no index.
 * `options` and `out` may be NULL; else caller frees *out with newsearch_report_free. Errors: NOT_FOUND, IO,
 * BAD_INPUT (a directory, binary or damaged data, no document in JSON Lines), INVALID_ARGUMENT (an unknown
 * charset), and what a callback returned.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_archive_read(newsearch_report** out, const char* path,
                                                      const newsearch_ingest_options* options,
                                                      newsearch_document_callback callback, void* payload,
                                                      newsearch_error** error);

/* The same for an archive in memory.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_text_read(newsearch_report** out, const char* text,
                                                   size_t text_length,
                                                   const newsearch_ingest_options* options,
                                                   newsearch_document_callback callback, void* payload,
                                                   newsearch_error** error);

/* Names that an archive may use for projects, surest first. Immutable: may be read by many threads at once.
 */
typedef struct newsearch_project_list newsearch_project_list;

typedef struct newsearch_project {
  size_t struct_size;
  newsearch_string name;             /* as the archive writes it most */
  const newsearch_string* spellings; /* others */
  size_t spelling_count;
  const newsearch_string* grants; /* numbers of grants beside it */
  size_t grant_count;
  uint64_t articles;        /* that name it */
  uint64_t introductions;   /* articles that call it a project, or speak of it as of one */
  double confidence;        /* between 0 and 1, that it is a project */
  newsearch_string example; /* a sentence that introduces it */
  newsearch_string source;  /* where that stands */
  uint32_t line;            /* 1-based; 0 if it is not in lines */
  int32_t accepted;         /* 1: sure enough to be a value of the facet project by itself */
} newsearch_project;

#define NEWSEARCH_PROJECT_INIT                                                                          \
  {                                                                                                     \
    sizeof(newsearch_project), NEWSEARCH_STRING_INIT, NULL, 0, NULL, 0, 0, 0, 0, NEWSEARCH_STRING_INIT, \
        NEWSEARCH_STRING_INIT, 0, 0                                                                     \
  }

/* Lists the names in the archive `path` that may be projects, without those that the authority files of
 * `options` know. `options` may be NULL. Caller frees *out with newsearch_project_list_free. Errors: those of
 * newsearch_archive_read.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_list_projects(newsearch_project_list** out, const char* path,
                                                       const newsearch_ingest_options* options,
                                                       newsearch_error** error);

/* Returns how many names there are; 0 for NULL.
 * @since 0.1 */
NEWSEARCH_API size_t newsearch_project_list_count(const newsearch_project_list* list);

/* Fills *out with name `index`. Its strings are borrowed, valid until the list is freed. Errors:
 * INVALID_ARGUMENT (no such index).
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_project_list_get(newsearch_project* out,
                                                          const newsearch_project_list* list, size_t index,
                                                          newsearch_error** error);

/* Returns the list as an authority file of the facet project, in JSON, for a person to go through: names that
 * are not accepted are marked so and have no effect. Borrowed, valid until the list is freed. NULL for NULL.
 * @since 0.1 */
NEWSEARCH_API const char* newsearch_project_list_json(const newsearch_project_list* list);

/* Frees the list; NULL is a no-op.
 * @since 0.1 */
NEWSEARCH_API void newsearch_project_list_free(newsearch_project_list* list);

/* Paths of archives. Immutable: may be read by many threads at once. */
typedef struct newsearch_path_list newsearch_path_list;

/* Lists the archives that `path` names, in the order of their bytes and each once: a file, and "-" for
 * standard input, itself; a directory, the files in it and below whose names end as archives do (.txt, .html,
 * .xml, .jsonl, ..., each also with .gz or .zst); a pattern, where there is no file of this name, what
 * matches: * and ? and [a-z] within a part of the path, ** for any directories. Hidden files are left out.
 * Caller frees *out with newsearch_path_list_free. Errors: NOT_FOUND (nothing of that kind), IO (a directory
 * that cannot be read).
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_list_archives(newsearch_path_list** out, const char* path,
                                                       newsearch_error** error);

/* Returns how many paths there are; 0 for NULL.
 * @since 0.1 */
NEWSEARCH_API size_t newsearch_path_list_count(const newsearch_path_list* list);

/* Returns path `index`, for newsearch_archive_read: bytes of the file system. Borrowed, valid until the list
 * is freed. NULL if there is none.
 * @since 0.1 */
NEWSEARCH_API const char* newsearch_path_list_get(const newsearch_path_list* list, size_t index);

/* Frees the list; NULL is a no-op.
 * @since 0.1 */
NEWSEARCH_API void newsearch_path_list_free(newsearch_path_list* list);

/* ---- Writing an index -------------------------------------------------------------------------------- */

/* Puts documents into an index on disk: a directory. Nothing is visible to searchers before a commit; a
 * process that dies leaves the last committed state. One thread at a time; one writer per index, a second
 * gets LOCKED. */
typedef struct newsearch_index_writer newsearch_index_writer;

typedef struct newsearch_index_writer_options {
  size_t struct_size;
  int32_t must_exist; /* 1: an index that is not there is NOT_FOUND. Default: it is made, with its parents. */
  uint32_t lock_wait_ms; /* how long to wait for another writer before LOCKED. Default: not at all. */
  uint32_t threads;   /* that of the caller among them. Default: as many as the machine has; at most 256. The
                       * index is the   same with any number. */
  uint32_t memory_mb; /* what is held before it is written, in 2^20 bytes, about; there is some for each
                       * thread too. Default: 512. */
} newsearch_index_writer_options;

#define NEWSEARCH_INDEX_WRITER_OPTIONS_INIT \
  { sizeof(newsearch_index_writer_options), 0, 0, 0, 0 }

/* Opens the index in directory `path` for writing. `options` may be NULL. Caller frees *out with
 * newsearch_index_writer_free. Errors: LOCKED, NOT_FOUND, VERSION_MISMATCH, CORRUPTION (not an index), IO.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_index_writer_open(newsearch_index_writer** out, const char* path,
                                                           const newsearch_index_writer_options* options,
                                                           newsearch_error** error);

/* Frees the writer and unlocks the index; what was not committed is dropped. NULL is a no-op.
 * @since 0.1 */
NEWSEARCH_API void newsearch_index_writer_free(newsearch_index_writer* writer);

/* Brings the index up to date with the archive in the file `path` and commits: afterwards the index holds
 * exactly the documents of this source that the file holds. On failure the index is as it was. `options` and
 * `out` may be NULL; else caller frees *out with newsearch_report_free. Errors: those of
 * newsearch_archive_read and of a commit; BAD_INPUT also
 * for a feed that breaks off.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_index_writer_index_archive(newsearch_report** out,
                                                                    newsearch_index_writer* writer,
                                                                    const char* path,
                                                                    const newsearch_ingest_options* options,
                                                                    newsearch_error** error);

/* Adds the document, or replaces the one with its id; copied. One that is stored already, the same in every
 * field, changes nothing. Errors: IO, INVALID_ARGUMENT (the document of a hit, which has no body: get the
 * whole one with newsearch_searcher_get_document).
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_index_writer_put(newsearch_index_writer* writer,
                                                          const newsearch_document* document,
                                                          newsearch_error** error);

/* Removes the document with this id. Errors: NOT_FOUND, IO.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_index_writer_remove(newsearch_index_writer* writer, const char* id,
                                                             size_t id_length, newsearch_error** error);

/* Makes everything put or removed so far durable, and visible to searchers opened from now on. Commits
 * nothing when nothing changed. Errors: IO, INVALID_ARGUMENT (between begin and end of an archive).
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_index_writer_commit(newsearch_index_writer* writer,
                                                             newsearch_error** error);

/* Begins an archive by hand, for programs that read or choose documents themselves: from here to
 * newsearch_index_writer_end_archive the writer notes which documents of `source` are put again. Archives do
 * not nest. Errors: INVALID_ARGUMENT (one is begun already), IO.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_index_writer_begin_archive(newsearch_index_writer* writer,
                                                                    const char* source, size_t source_length,
                                                                    newsearch_error** error);

/* Ends the archive: removes the documents of its source that were not put again, and commits. `out` may be
 * NULL; else caller frees *out with newsearch_report_free. Errors: INVALID_ARGUMENT (none is begun), IO.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_index_writer_end_archive(newsearch_report** out,
                                                                  newsearch_index_writer* writer,
                                                                  newsearch_error** error);

/* Forgets everything since newsearch_index_writer_begin_archive. Errors: INVALID_ARGUMENT (none is begun),
 * IO.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_index_writer_abort_archive(newsearch_index_writer* writer,
                                                                    newsearch_error** error);

/* ---- Searching --------------------------------------------------------------------------------------- */

/* Answers queries against one committed state of an index. Any number of threads may use one at once; it must
 * not be freed meanwhile. */
typedef struct newsearch_searcher newsearch_searcher;

typedef struct newsearch_searcher_options {
  size_t struct_size; /* there are no options yet */
} newsearch_searcher_options;

#define NEWSEARCH_SEARCHER_OPTIONS_INIT \
  { sizeof(newsearch_searcher_options) }

typedef int32_t newsearch_query_syntax;
enum {
  NEWSEARCH_QUERY_SYNTAX_FULL = 0, /* "a phrase", -not, OR, ( ), facet:value, year:2015..2017, title:word */
  NEWSEARCH_QUERY_SYNTAX_PLAIN = 1 /* every character is text */
};

/* What the free words of a query ask for. Phrases, filters and exclusions always hold. */
typedef int32_t newsearch_match_mode;
enum {
  NEWSEARCH_MATCH_MODE_ANY = 0, /* at least one word that is no stop word */
  NEWSEARCH_MATCH_MODE_ALL = 1  /* every word that is no stop word */
};

typedef int32_t newsearch_sort_order;
enum {
  NEWSEARCH_SORT_ORDER_RELEVANCE = 0, /* best score first */
  NEWSEARCH_SORT_ORDER_DATE = 1       /* newest first, undated last */
};

typedef struct newsearch_facet_filter {
  size_t struct_size;
  newsearch_string facet;
  newsearch_string value; /* compared without case and marks */
} newsearch_facet_filter;

#define NEWSEARCH_FACET_FILTER_INIT \
  { sizeof(newsearch_facet_filter), NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT }

typedef struct newsearch_facet_request {
  size_t struct_size;
  newsearch_string facet;
  uint32_t max_values; /* default: 10; NEWSEARCH_ALL: all of them */
  uint32_t reserved;   /* 0 */
} newsearch_facet_request;

#define NEWSEARCH_FACET_REQUEST_INIT \
  { sizeof(newsearch_facet_request), NEWSEARCH_STRING_INIT, 0, 0 }

/* How hits are put in order. All zero: the defaults, which are measured (docs/relevance.md). A weight of
 * NEWSEARCH_ZERO leaves its step out; for capital_weight and part_weight, which multiply a word's own, 1
 * does. Weights and k1 go up to 1000000, b and min_likeness up to 1. */
typedef struct newsearch_ranking_options {
  size_t struct_size;
  /* BM25: how soon more occurrences of a word add little, and how much long texts are held back. */
  double k1; /* default: 0.95 */
  double b;  /* default: 0.65 */
  /* Words that share n-grams of characters with a query's word rank too, the more the more they share.
   * They never count in totals or facets. Costs a look-up of each of `similar_words` words. */
  double similar_weight; /* default: 1.1 */
  double min_likeness;   /* the least share of n-grams, by rarity; default: 0.15 */
  double capital_weight; /* of a word with a capital that does not open the query; default: 1.15 */
  double part_weight;    /* of a part of a joined name (smart, in mySMARTLife); default: 0.5 */
  /* The best passage: times the sum of the IDFs of the different words in it. Default: 1 */
  double passage_weight;
  double neighbour_weight; /* words side by side as in the query, as a share of their weight; default: 0.33 */
  double stop_word_weight; /* as a share of an ordinary word's weight; default: 0.15 */
  uint32_t similar_words;  /* at most, of each word; default: 80; NEWSEARCH_NONE: none; NEWSEARCH_ALL */
  /* How many of the best are ordered anew by the words' order in their texts (passages, neighbours, stop
   * words), but for those with less than 0.3 of the best one's score. Costs reading the words of each.
   * Default: 100; NEWSEARCH_NONE: none; NEWSEARCH_ALL */
  uint32_t reordered;
  uint32_t passage_words; /* how long a passage is; up to 1000000; default: 15 */
  uint32_t reserved;      /* 0 */
} newsearch_ranking_options;

#define NEWSEARCH_RANKING_OPTIONS_INIT \
  { sizeof(newsearch_ranking_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }

/* What a query's words mean in the other languages of the index: by dictionaries that are installed, places,
 * countries, and words that look alike (docs/across.md). */
typedef int32_t newsearch_across_mode;
enum {
  NEWSEARCH_ACROSS_MODE_OFF = 0,
  NEWSEARCH_ACROSS_MODE_SUGGEST = 1, /* say what would be added, and search without it */
  NEWSEARCH_ACROSS_MODE_ON = 2       /* search with it */
};

/* Words that stand for words of the query in one of the index's languages. What a response has of them can go
 * into a request as it is. */
typedef struct newsearch_expansion {
  size_t struct_size;
  newsearch_string lang; /* ISO 639-1 */
  newsearch_string text; /* one word or several */
  /* "dictionary", "pivot" (by way of a third language), "place", "country", "look-alike"; anything, or
   * nothing, for one that was given. */
  newsearch_string source;
  uint64_t offset;   /* bytes into the text of the request: the first of the words that it stands for */
  double weight;     /* how sure it is: above 0, up to 1; default: 1 */
  uint32_t words;    /* of the query, that it stands for; default: 1 */
  uint32_t reserved; /* 0 */
} newsearch_expansion;

#define NEWSEARCH_EXPANSION_INIT                                                                            \
  {                                                                                                         \
    sizeof(newsearch_expansion), NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT, 0, 0, \
        0, 0                                                                                                \
  }

typedef struct newsearch_search_request {
  size_t struct_size;
  newsearch_string text; /* empty: every document */
  /* Values of one facet are alternatives, different facets must all hold. Default: no filters. */
  const newsearch_facet_filter* filters;
  size_t filter_count;
  /* Facets to count over all matches. Costs one look at every match. Default: none. */
  const newsearch_facet_request* facets;
  size_t facet_count;
  newsearch_query_syntax syntax;
  newsearch_match_mode match;
  newsearch_sort_order sort;
  uint32_t offset;   /* hits to skip */
  uint32_t max_hits; /* default: 10; NEWSEARCH_NONE: none */
  uint32_t
      snippet_chars; /* about, in code points; default: 240; NEWSEARCH_NONE: no snippets, which saves time */
  /* The language of labels, as for newsearch_facet_get_label_in. Default: "en". */
  newsearch_string locale;
  /* 1: a city or region also stands for the places that lie in it: in filters, in city: and region:, and in
   * the counts of these facets. */
  int32_t roll_up;
  int32_t reserved; /* 0 */
  /* How hits are put in order. Default: NULL, which is NEWSEARCH_RANKING_OPTIONS_INIT. */
  const newsearch_ranking_options* ranking;
  /* With `across` on: use these, and look nothing up. Default: none are given. */
  const newsearch_expansion* expansions;
  size_t expansion_count;
  /* The language of the query, ISO 639-1, for `across`; hides nothing. Default: guessed from its words. */
  newsearch_string query_lang;
  newsearch_across_mode across;
  /* 1: nothing is looked up even if `expansion_count` is 0, when somebody took all expansions away. */
  int32_t expansions_given;
  int32_t explain;   /* 1: hits say what their scores are made of; costs an analysis of each hit */
  int32_t reserved2; /* 0 */
} newsearch_search_request;

#define NEWSEARCH_SEARCH_REQUEST_INIT                                                            \
  {                                                                                              \
    sizeof(newsearch_search_request), NEWSEARCH_STRING_INIT, NULL, 0, NULL, 0, 0, 0, 0, 0, 0, 0, \
        NEWSEARCH_STRING_INIT, 0, 0, NULL, NULL, 0, NEWSEARCH_STRING_INIT, 0, 0, 0, 0            \
  }

/* The answer to one search. Owns its content, and outlives its searcher. Immutable: may be read by many
 * threads. */
typedef struct newsearch_search_response newsearch_search_response;

typedef struct newsearch_search_response_info {
  size_t struct_size;
  uint64_t total;              /* exact number of matches */
  size_t hit_count;            /* for newsearch_search_response_get_hit */
  size_t facet_count;          /* for newsearch_search_response_get_facet */
  size_t warning_count;        /* for newsearch_search_response_get_warning */
  newsearch_string understood; /* the query as it was read, in full notation */
  newsearch_string query_lang; /* ISO 639-1: that expansions were looked up from; empty without */
  size_t expansion_count;      /* for newsearch_search_response_get_expansion */
} newsearch_search_response_info;

#define NEWSEARCH_SEARCH_RESPONSE_INFO_INIT \
  { sizeof(newsearch_search_response_info), 0, 0, 0, 0, NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT, 0 }

typedef struct newsearch_hit {
  size_t struct_size;
  double score;                             /* comparable within one response only */
  const newsearch_document* document;       /* whole, but its body is empty */
  newsearch_string snippet;                 /* one line; data is NULL if snippets were not asked for */
  const newsearch_span* snippet_highlights; /* bytes into `snippet`, ascending, not overlapping */
  size_t snippet_highlight_count;
  const newsearch_span* title_highlights; /* bytes into the document's title */
  size_t title_highlight_count;
  /* ISO 639-1: in whose words it matched, sorted; empty for filters alone. */
  const newsearch_string* matched_langs;
  size_t matched_lang_count;
  size_t score_part_count; /* for newsearch_search_response_get_score_part; 0 unless asked for */
  /* 1: it has no word of the query, only similar ones: such hits come besides the total and are in no facet's
   * count. */
  int32_t similar_only;
  int32_t reserved; /* 0 */
} newsearch_hit;

#define NEWSEARCH_HIT_INIT \
  { sizeof(newsearch_hit), 0, NULL, NEWSEARCH_STRING_INIT, NULL, 0, NULL, 0, NULL, 0, 0, 0, 0 }

/* A part of a hit's score. The parts add up to the score, up to rounding. */
typedef struct newsearch_score_part {
  size_t struct_size;
  /* "word" (a word of the query, in `forms`), "similar" (words that share n-grams with it), "passage" (words
   * close together), "neighbours" (side by side as in the query), "stop words"; be ready for others. */
  newsearch_string kind;
  newsearch_string word;         /* of the query; empty for parts that are of no single word */
  newsearch_string lang;         /* ISO 639-1: in whose words it matched */
  const newsearch_string* forms; /* what the document has of it, as written there, case-folded */
  size_t form_count;
  double idf;
  double score;
} newsearch_score_part;

#define NEWSEARCH_SCORE_PART_INIT                                                                            \
  {                                                                                                          \
    sizeof(newsearch_score_part), NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT, NULL, \
        0, 0, 0                                                                                              \
  }

/* Something in the query that a person should know; it was answered all the same. */
typedef struct newsearch_query_warning {
  size_t struct_size;
  newsearch_string message; /* "unmatched quotation mark" */
  uint64_t offset;          /* bytes into the text of the request */
} newsearch_query_warning;

#define NEWSEARCH_QUERY_WARNING_INIT \
  { sizeof(newsearch_query_warning), NEWSEARCH_STRING_INIT, 0 }

/* The counts of one facet. Belongs to a response or to statistics: borrowed, never freed. Immutable. */
typedef struct newsearch_facet_result newsearch_facet_result;

typedef struct newsearch_facet_result_info {
  size_t struct_size;
  newsearch_string facet;
  uint64_t documents;       /* matches with at least one value */
  uint64_t distinct_values; /* over all matches, not only those listed */
  size_t value_count;       /* listed: for newsearch_facet_result_get_value */
} newsearch_facet_result_info;

#define NEWSEARCH_FACET_RESULT_INFO_INIT \
  { sizeof(newsearch_facet_result_info), NEWSEARCH_STRING_INIT, 0, 0, 0 }

typedef struct newsearch_facet_count {
  size_t struct_size;
  newsearch_string value;
  newsearch_string label; /* for people, in the locale that was asked for */
  uint64_t count;         /* documents; exact */
} newsearch_facet_count;

#define NEWSEARCH_FACET_COUNT_INIT \
  { sizeof(newsearch_facet_count), NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT, 0 }

/* Opens the index in directory `path` as of its latest commit. `options` may be NULL. Caller frees *out with
 * newsearch_searcher_free. Errors: NOT_FOUND, VERSION_MISMATCH, CORRUPTION (not an index), IO.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_searcher_open(newsearch_searcher** out, const char* path,
                                                       const newsearch_searcher_options* options,
                                                       newsearch_error** error);

/* Frees the searcher; what it returned stays valid. NULL is a no-op.
 * @since 0.1 */
NEWSEARCH_API void newsearch_searcher_free(newsearch_searcher* searcher);

/* Answers the request. Caller frees *out with newsearch_search_response_free. Errors: BAD_QUERY (the error's
 * offset points into request->text), INVALID_ARGUMENT (unknown facet; the message lists those there are; a
 * bad locale; numbers in request->ranking or request->expansions that are out of range), INDEX_CHANGED,
 * CORRUPTION, IO.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_searcher_search(newsearch_search_response** out,
                                                         newsearch_searcher* searcher,
                                                         const newsearch_search_request* request,
                                                         newsearch_error** error);

/* Looks up a whole document by its id. Caller frees *out with newsearch_document_free. Errors: NOT_FOUND,
 * INDEX_CHANGED, CORRUPTION, IO.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_searcher_get_document(newsearch_document** out,
                                                               newsearch_searcher* searcher, const char* id,
                                                               size_t id_length, newsearch_error** error);

/* The facets of an index: built-in ones, and those that its documents brought. Owns its content, and outlives
 * its searcher. Immutable: may be read by many threads. */
typedef struct newsearch_facet_list newsearch_facet_list;

/* Lists the facets of the index, in the order in which results list them. Caller frees *out with
 * newsearch_facet_list_free.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_searcher_get_facets(newsearch_facet_list** out,
                                                             newsearch_searcher* searcher,
                                                             newsearch_error** error);

/* Returns how many facets the list has; 0 for NULL.
 * @since 0.1 */
NEWSEARCH_API size_t newsearch_facet_list_count(const newsearch_facet_list* list);

/* Fills `out` with facet `index`. Its strings are borrowed, valid until the list is freed.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_facet_list_get(newsearch_facet_info* out,
                                                        const newsearch_facet_list* list, size_t index,
                                                        newsearch_error** error);

/* Frees the list; NULL is a no-op.
 * @since 0.1 */
NEWSEARCH_API void newsearch_facet_list_free(newsearch_facet_list* list);

/* Moves to the latest commit of the index. *out is 1 if there was a newer one, else 0; `out` may be NULL.
 * Errors: NOT_FOUND, VERSION_MISMATCH, CORRUPTION, IO.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_searcher_reopen(int32_t* out, newsearch_searcher* searcher,
                                                         newsearch_error** error);

/* Fills `out` with what a response has one of. Its strings are borrowed, valid until the response is freed.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_search_response_get_info(newsearch_search_response_info* out,
                                                                  const newsearch_search_response* response,
                                                                  newsearch_error** error);

/* Fills `out` with hit `index`, best first. Its document, strings and arrays are borrowed, valid until the
 * response is freed.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_search_response_get_hit(newsearch_hit* out,
                                                                 const newsearch_search_response* response,
                                                                 size_t index, newsearch_error** error);

/* Sets *out to the counts of the facet that stood at `index` in the request. Borrowed, valid until the
 * response is freed.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_search_response_get_facet(const newsearch_facet_result** out,
                                                                   const newsearch_search_response* response,
                                                                   size_t index, newsearch_error** error);

/* Fills `out` with warning `index`. Its strings are borrowed, valid until the response is freed.
 * @since 0.1 */
NEWSEARCH_API newsearch_status
newsearch_search_response_get_warning(newsearch_query_warning* out, const newsearch_search_response* response,
                                      size_t index, newsearch_error** error);

/* Fills `out` with expansion `index`: what was added to the query, or would be, by place in the query,
 * language and weight. Its strings are borrowed, valid until the response is freed.
 * @since 0.1 */
NEWSEARCH_API newsearch_status
newsearch_search_response_get_expansion(newsearch_expansion* out, const newsearch_search_response* response,
                                        size_t index, newsearch_error** error);

/* Fills `out` with part `index` of the score of hit `hit_index`. Its strings and arrays are borrowed, valid
 * until the response is freed.
 * @since 0.1 */
NEWSEARCH_API newsearch_status
newsearch_search_response_get_score_part(newsearch_score_part* out, const newsearch_search_response* response,
                                         size_t hit_index, size_t index, newsearch_error** error);

/* Frees the response with all that was borrowed from it; NULL is a no-op.
 * @since 0.1 */
NEWSEARCH_API void newsearch_search_response_free(newsearch_search_response* response);

/* Fills `out` with what a facet result has one of. Its strings are borrowed, valid as long as the facet
 * result.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_facet_result_get_info(newsearch_facet_result_info* out,
                                                               const newsearch_facet_result* result,
                                                               newsearch_error** error);

/* Fills `out` with value `index`: most frequent first, ties by value; years newest first. Its strings are
 * borrowed, valid as long as the facet result.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_facet_result_get_value(newsearch_facet_count* out,
                                                                const newsearch_facet_result* result,
                                                                size_t index, newsearch_error** error);

/* ---- Completion -------------------------------------------------------------------------------------- */

/* What the last word of a text, as far as somebody typed it, may become: words of the index, and values of
 * its facets. Matching is without case and marks: "krak" finds "kraków". */
typedef struct newsearch_completion_request {
  size_t struct_size;
  newsearch_string text;
  /* Facets whose values are looked for, by value and by label. The first look at a facet costs a walk over
   * its values. Default: none. */
  const newsearch_string* facets;
  size_t facet_count;
  /* ISO 639-1 or "und": words of this language only, with the documents that have them in it. Default: words
   * of all languages at once. */
  newsearch_string lang;
  /* The language of labels, as for newsearch_facet_get_label_in. Default: "en". */
  newsearch_string locale;
  uint32_t max_completions; /* words, and values of each facet; default: 10; NEWSEARCH_ALL: all of them */
  int32_t no_words;         /* 1: no words, only values */
} newsearch_completion_request;

#define NEWSEARCH_COMPLETION_REQUEST_INIT                                                        \
  {                                                                                              \
    sizeof(newsearch_completion_request), NEWSEARCH_STRING_INIT, NULL, 0, NEWSEARCH_STRING_INIT, \
        NEWSEARCH_STRING_INIT, 0, 0                                                              \
  }

/* What a text may become. Owns its content, and outlives its searcher. Immutable: may be read by many
 * threads.
 */
typedef struct newsearch_completion_list newsearch_completion_list;

/* What stands for the end of a text: a word as most documents write it, case-folded, for all words that
 * differ from it in case and marks only, or a value of a facet. Of a run of Chinese, Japanese or Korean,
 * which is indexed by pairs of characters, the first character becomes the pairs that begin with it. */
typedef struct newsearch_completion {
  size_t struct_size;
  newsearch_string text;         /* a value is one that filters take */
  newsearch_string facet;        /* empty for a word */
  newsearch_string label;        /* of a value, for people, in the locale of the request; else as `text` */
  const newsearch_string* langs; /* of a word: the languages that have it, ISO 639-1, sorted */
  size_t lang_count;
  uint64_t offset; /* bytes into the text of the request: `text` stands for everything from there on */
  /* Documents with it. Exact for values, for words that have one spelling in one language, and for words of
   * which each spelling stands in few documents; else an upper bound: a document may count once for each
   * spelling and language in which it has the word. */
  uint64_t documents;
} newsearch_completion;

#define NEWSEARCH_COMPLETION_INIT                                                                            \
  {                                                                                                          \
    sizeof(newsearch_completion), NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT, NEWSEARCH_STRING_INIT, NULL, \
        0, 0, 0                                                                                              \
  }

/* Completes the last word of the request's text, if the text ends with a word, and, for each facet of the
 * request, the longest end of the text with which a value or its label begins: "hotels in new yo" becomes New
 * York. An empty text, or one of blanks, becomes the first values of each facet, and no word. Words come
 * first, most documents first, ties by their bytes without case and marks; then facets in the order of the
 * request, values as newsearch_facet_result_get_value has them. Caller frees *out with
 * newsearch_completion_list_free. Errors: INVALID_ARGUMENT (an unknown facet; the message lists those there
 * are; a bad lang or locale), INDEX_CHANGED, CORRUPTION, IO.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_searcher_complete(newsearch_completion_list** out,
                                                           newsearch_searcher* searcher,
                                                           const newsearch_completion_request* request,
                                                           newsearch_error** error);

/* Returns how many completions the list has; 0 for NULL.
 * @since 0.1 */
NEWSEARCH_API size_t newsearch_completion_list_count(const newsearch_completion_list* list);

/* Fills `out` with completion `index`. Its strings and array are borrowed, valid until the list is freed.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_completion_list_get(newsearch_completion* out,
                                                             const newsearch_completion_list* list,
                                                             size_t index, newsearch_error** error);

/* Frees the list; NULL is a no-op.
 * @since 0.1 */
NEWSEARCH_API void newsearch_completion_list_free(newsearch_completion_list* list);

/* ---- Statistics -------------------------------------------------------------------------------------- */

/* What is in an index. Owns its content, and outlives its searcher. Immutable: may be read by many threads.
 */
typedef struct newsearch_stats newsearch_stats;

typedef struct newsearch_stats_info {
  size_t struct_size;
  uint64_t documents;
  uint64_t undated;
  uint64_t size_bytes;     /* on disk */
  newsearch_day first_day; /* 0, 0, 0 if no document has a date */
  newsearch_day last_day;
  newsearch_string analyzer;    /* version of the analysis chain */
  newsearch_string icu_version; /* of the ICU that wrote the index */
  size_t language_count;        /* for newsearch_stats_get_language */
  size_t source_count;          /* for newsearch_stats_get_source */
  size_t facet_count;           /* for newsearch_stats_get_facet */
  int32_t format_version;       /* of the index on disk */
  int32_t reserved;             /* 0 */
} newsearch_stats_info;

#define NEWSEARCH_STATS_INFO_INIT                                                                         \
  {                                                                                                       \
    sizeof(newsearch_stats_info), 0, 0, 0, NEWSEARCH_DAY_INIT, NEWSEARCH_DAY_INIT, NEWSEARCH_STRING_INIT, \
        NEWSEARCH_STRING_INIT, 0, 0, 0, 0, 0                                                              \
  }

typedef struct newsearch_named_count {
  size_t struct_size;
  newsearch_string name;
  uint64_t count; /* documents */
} newsearch_named_count;

#define NEWSEARCH_NAMED_COUNT_INIT \
  { sizeof(newsearch_named_count), NEWSEARCH_STRING_INIT, 0 }

/* Counts what is in the index. Costs a look at every document. Caller frees *out with newsearch_stats_free.
 * Errors: INDEX_CHANGED, CORRUPTION, IO.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_searcher_get_stats(newsearch_stats** out,
                                                            newsearch_searcher* searcher,
                                                            newsearch_error** error);

/* The same with labels in the language `locale`, as for newsearch_facet_get_label_in. Errors: as above, and
 * INVALID_ARGUMENT (a bad locale).
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_searcher_get_stats_in(newsearch_stats** out,
                                                               newsearch_searcher* searcher,
                                                               const char* locale, size_t locale_length,
                                                               newsearch_error** error);

/* Fills `out` with what statistics have one of. Its strings are borrowed, valid until the statistics are
 * freed.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_stats_get_info(newsearch_stats_info* out,
                                                        const newsearch_stats* stats,
                                                        newsearch_error** error);

/* Fills `out` with language `index` (ISO 639-1) and its documents, by name. Its strings are borrowed, valid
 * until the statistics are freed.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_stats_get_language(newsearch_named_count* out,
                                                            const newsearch_stats* stats, size_t index,
                                                            newsearch_error** error);

/* Fills `out` with archive `index` and its documents, by name. Its strings are borrowed, valid until the
 * statistics are freed.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_stats_get_source(newsearch_named_count* out,
                                                          const newsearch_stats* stats, size_t index,
                                                          newsearch_error** error);

/* Sets *out to the counts of facet `index`, at most 10 values. Borrowed, valid until the statistics are
 * freed.
 * @since 0.1 */
NEWSEARCH_API newsearch_status newsearch_stats_get_facet(const newsearch_facet_result** out,
                                                         const newsearch_stats* stats, size_t index,
                                                         newsearch_error** error);

/* Frees the statistics with all that was borrowed from them; NULL is a no-op.
 * @since 0.1 */
NEWSEARCH_API void newsearch_stats_free(newsearch_stats* stats);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* NEWSEARCH_C_H_ */
