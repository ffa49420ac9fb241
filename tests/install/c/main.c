/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <newsearch/c.h>
#include <stdio.h>

int main(int argc, char** argv) {
  newsearch_error* error = NULL;
  newsearch_index_writer* writer = NULL;
  newsearch_report* report = NULL;
  newsearch_searcher* searcher = NULL;
  newsearch_search_response* response = NULL;
  newsearch_ingest_options options = NEWSEARCH_INGEST_OPTIONS_INIT;
  newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  newsearch_report_info added = NEWSEARCH_REPORT_INFO_INIT;
  newsearch_search_response_info found = NEWSEARCH_SEARCH_RESPONSE_INFO_INIT;
  newsearch_hit hit = NEWSEARCH_HIT_INIT;
  size_t i = 0;
  if (argc != 4) return 2;
  options.source_name.data = "news";
  options.source_name.length = NEWSEARCH_STRLEN;
  request.text.data = argv[3];
  request.text.length = NEWSEARCH_STRLEN;
  if (newsearch_index_writer_open(&writer, argv[1], NULL, &error) != NEWSEARCH_STATUS_OK ||
      newsearch_index_writer_index_archive(&report, writer, argv[2], &options, &error) !=
          NEWSEARCH_STATUS_OK ||
      newsearch_searcher_open(&searcher, argv[1], NULL, &error) != NEWSEARCH_STATUS_OK ||
      newsearch_searcher_search(&response, searcher, &request, &error) != NEWSEARCH_STATUS_OK) {
    fprintf(stderr, "%s\n", newsearch_error_message(error, NULL));
    newsearch_error_free(error);
    return 1;
  }
  newsearch_report_get_info(&added, report, NULL);
  newsearch_search_response_get_info(&found, response, NULL);
  printf("%llu articles, %llu hits\n", (unsigned long long)added.added, (unsigned long long)found.total);
  while (newsearch_search_response_get_hit(&hit, response, i++, NULL) == NEWSEARCH_STATUS_OK) {
    newsearch_document_info document = NEWSEARCH_DOCUMENT_INFO_INIT;
    newsearch_document_get_info(&document, hit.document, NULL);
    printf("%s %s\n", document.id.data, document.title.data != NULL ? document.title.data : "-");
  }
  newsearch_search_response_free(response);
  newsearch_searcher_free(searcher);
  newsearch_report_free(report);
  newsearch_index_writer_free(writer);
  return 0;
}
