// SPDX-License-Identifier: GPL-2.0-or-later
//
// SQLite FTS5 through its C API: Porter's stemmer over unicode61, bm25() as it comes, and a table of facets
// beside the index, keyed by document and by value. "optimize" is part of building.
#include <sqlite3.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engines/engine.h"

namespace newsearch::bench {
namespace {

// The articles that have all of some values; the first is looked up, the others filter.
std::string WithValues(size_t values) {
  std::string sql;
  for (size_t i = 0; i < values; ++i)
    sql = "(SELECT article FROM article_facets WHERE value = ?" +
          (sql.empty() ? "" : " AND article IN " + sql) + ")";
  return sql;
}

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

Database OpenDatabase(const std::string& path, int flags) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  Database database(raw);
  if (code != SQLITE_OK) Fail(path + ": " + sqlite3_errmsg(raw));
  return database;
}

void Execute(const Database& database, const std::string& sql) {
  if (sqlite3_exec(database.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    Fail(sql + ": " + sqlite3_errmsg(database.get()));
}

class Statement {
 public:
  Statement(const Database& database, const std::string& sql) : database_(database.get()) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(database_, sql.c_str(), -1, &raw, nullptr) != SQLITE_OK)
      Fail(sql + ": " + sqlite3_errmsg(database_));
    statement_.reset(raw);
  }

  Statement& Bind(const std::string& text) {
    sqlite3_bind_text(statement_.get(), ++bound_, text.data(), static_cast<int>(text.size()),
                      SQLITE_TRANSIENT);
    return *this;
  }
  Statement& Bind(int64_t number) {
    sqlite3_bind_int64(statement_.get(), ++bound_, number);
    return *this;
  }

  bool Step() {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) Fail(sqlite3_errmsg(database_));
    sqlite3_reset(statement_.get());
    bound_ = 0;
    return false;
  }

  int64_t Number(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  std::string Text(int column) const {
    const unsigned char* text = sqlite3_column_text(statement_.get(), column);
    return text == nullptr ? std::string() : reinterpret_cast<const char*>(text);
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  sqlite3* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bound_ = 0;
};

void Build(const std::string& documents, const std::string& index) {
  const Database database = OpenDatabase(index, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  Execute(database,
          "CREATE VIRTUAL TABLE articles USING fts5(id UNINDEXED, title, text, date UNINDEXED,"
          "  tokenize = 'porter unicode61 remove_diacritics 2');"
          "CREATE TABLE facet_values (id INTEGER PRIMARY KEY, facet INTEGER, value TEXT);"
          "CREATE TABLE article_facets (article INTEGER, value INTEGER, PRIMARY KEY (article, value)) "
          "WITHOUT ROWID;"
          "BEGIN");
  Statement add_article(database,
                        "INSERT INTO articles (rowid, id, title, text, date) VALUES (?, ?, ?, ?, ?)");
  Statement add_value(database, "INSERT INTO facet_values VALUES (?, ?, ?)");
  Statement add_facet(database, "INSERT INTO article_facets VALUES (?, ?)");
  std::map<std::pair<size_t, std::string>, int64_t> values;
  int64_t article = 0;
  ForEachDocument(documents, [&](const EngineDocument& document) {
    ++article;
    add_article.Bind(article)
        .Bind(document.id)
        .Bind(document.title)
        .Bind(document.text)
        .Bind(document.date)
        .Step();
    for (size_t facet = 0; facet < kFacets; ++facet) {
      for (const std::string& value : document.facets[facet]) {
        const auto [known, is_new] =
            values.try_emplace({facet, value}, static_cast<int64_t>(values.size()) + 1);
        if (is_new) add_value.Bind(known->second).Bind(static_cast<int64_t>(facet)).Bind(value).Step();
        add_facet.Bind(article).Bind(known->second).Step();
      }
    }
  });
  Execute(database,
          "CREATE INDEX article_facets_by_value ON article_facets (value, article);"
          "INSERT INTO articles (articles) VALUES ('optimize');"
          "COMMIT;"
          "ANALYZE");
}

class Fts5Engine final : public SearchEngine {
 public:
  explicit Fts5Engine(const std::string& path) : database_(OpenDatabase(path, SQLITE_OPEN_READONLY)) {
    Statement values(database_, "SELECT id, facet, value FROM facet_values ORDER BY id");
    while (values.Step()) {
      const auto facet = static_cast<size_t>(values.Number(1));
      values_.emplace_back(facet, values.Text(2));
      ids_[{kFacetNames[facet], values_.back().second}] = values.Number(0);
    }
  }

  EngineAnswer Search(const EngineQuery& query, const Parts& parts) override {
    EngineAnswer answer;
    {
      Statement& hits = Prepared(
          "SELECT id" + std::string(parts.total ? ", title, text" : "") +
          (parts.snippets ? ", snippet(articles, -1, '', '', '...', 40)" : "") + " FROM articles" +
          Where(query) + (query.text.empty() ? "" : " ORDER BY rank") + " LIMIT " + std::to_string(kHits));
      for (Bind(&hits, query); hits.Step();) {
        answer.ids.push_back(hits.Text(0));
        if (parts.total) hits.Text(2);
        if (parts.snippets) answer.snippets.push_back(hits.Text(3));
      }
    }
    // Without words, the table of facets knows the articles, and is much smaller.
    const bool by_facets = query.text.empty() && !query.filters.empty();
    if (parts.total) {
      const std::string sql = "SELECT count(*) FROM " +
                              (by_facets ? WithValues(query.filters.size()) : "articles" + Where(query));
      Statement& total = Prepared(sql);
      for (Bind(&total, query); total.Step();) answer.total = static_cast<uint64_t>(total.Number(0));
    }
    if (parts.facets) {
      std::string sql = "SELECT value, count(*) FROM article_facets";
      if (by_facets) {
        sql += " WHERE article IN " + WithValues(query.filters.size());
      } else if (!query.text.empty()) {
        sql += " WHERE article IN (SELECT rowid FROM articles" + Where(query) + ")";
      }
      Statement& counted = Prepared(sql + " GROUP BY value");
      std::array<std::vector<std::pair<std::string, uint64_t>>, kFacets> counts;
      for (Bind(&counted, query); counted.Step();) {
        const auto& [facet, value] = values_[static_cast<size_t>(counted.Number(0)) - 1];
        counts[facet].emplace_back(value, counted.Number(1));
      }
      for (size_t facet = 0; facet < kFacets; ++facet)
        answer.facets[kFacetNames[facet]] = MostFrequent(std::move(counts[facet]), parts.max_values);
    }
    return answer;
  }

 private:
  static std::string Where(const EngineQuery& query) {
    std::string where;
    if (!query.text.empty()) where = " WHERE articles MATCH ?";
    // With a plus, the words are looked up once and their articles filtered; else SQLite would look the words
    // up anew for each article of the filter, which takes a hundred times as long.
    if (!query.filters.empty())
      where += (where.empty() ? " WHERE rowid IN " : " AND +rowid IN ") + WithValues(query.filters.size());
    return where;
  }

  void Bind(Statement* statement, const EngineQuery& query) const {
    if (!query.text.empty()) statement->Bind(query.text);
    for (const auto& filter : query.filters) {
      const auto found = ids_.find(filter);
      statement->Bind(found == ids_.end() ? int64_t{0} : found->second);
    }
  }

  Statement& Prepared(const std::string& sql) {
    auto found = statements_.find(sql);
    if (found == statements_.end()) found = statements_.try_emplace(sql, database_, sql).first;
    return found->second;
  }

  Database database_;
  std::vector<std::pair<size_t, std::string>> values_;  // facet and value, by id - 1
  std::map<std::pair<std::string, std::string>, int64_t> ids_;
  std::map<std::string, Statement> statements_;
};

}  // namespace
}  // namespace newsearch::bench

int main(int argc, char** argv) {
  using namespace newsearch::bench;
  return RunEngine(
      argc, argv,
      {std::string("SQLite FTS5 ") + sqlite3_libversion(), Build,
       [](const std::string& index) { return std::make_unique<Fts5Engine>(index); }, nullptr, false});
}
