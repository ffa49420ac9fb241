// SPDX-License-Identifier: GPL-2.0-or-later
#include "glass/glass_version.h"

#include <xapian.h>

#include "support/test_support.h"
#include "util/file.h"

namespace newsearch {
namespace {

class GlassVersionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Xapian::WritableDatabase database(folder_.File("db"), Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);
    Xapian::Document document;
    document.add_term("a", 3);
    document.add_term("b");
    document.set_data("data");
    database.replace_document(7, document);
    database.commit();
    database.set_metadata("k", "v");
    database.commit();
    uuid_ = database.get_uuid();
    const Result<FileContents> file = FileContents::Open(folder_.File("db/iamglass"));
    ASSERT_THAT(file, IsOk());
    bytes_ = file->bytes();
  }
  ScratchFolder folder_;
  std::string uuid_;
  std::string bytes_;
};

TEST_F(GlassVersionTest, ReadsAndWritesWhatXapianWrites) {
  const Result<GlassVersion> version = ReadGlassVersion(folder_.File("db"));
  ASSERT_THAT(version, IsOk());
  EXPECT_EQ(version->revision, 2u);
  EXPECT_EQ(version->statistics.documents, 1u);
  EXPECT_EQ(version->statistics.last_doc, 7u);
  EXPECT_EQ(version->statistics.max_length, 4u);
  EXPECT_EQ(version->statistics.max_wdf, 3u);
  EXPECT_EQ(version->root(GlassTable::kPostlist).entries, 4u);
  EXPECT_FALSE(version->root(GlassTable::kDocdata).is_fake);
  EXPECT_TRUE(version->root(GlassTable::kPosition).is_fake);
  EXPECT_EQ(SerialiseGlassVersion(*version), bytes_);
}

TEST_F(GlassVersionTest, DamageIsAnErrorAndNoCrash) {
  EXPECT_THAT(ParseGlassVersion("", "it"), StatusIs(StatusCode::kCorruption));
  for (size_t size = 0; size < bytes_.size(); ++size) {
    // Statistics may be missing as a whole.
    const Result<GlassVersion> cut = ParseGlassVersion(bytes_.substr(0, size), "it");
    if (!cut.ok()) {
      EXPECT_THAT(cut, StatusIs(StatusCode::kCorruption)) << size;
    }
    std::string changed = bytes_;
    changed[size] = static_cast<char>(~changed[size]);
    (void)ParseGlassVersion(changed, "it");
  }
  EXPECT_THAT(ParseGlassVersion(bytes_ + "x", "it"), StatusIs(StatusCode::kCorruption));
  std::string other = bytes_;
  other[15] = static_cast<char>(other[15] + 1);
  EXPECT_THAT(ParseGlassVersion(other, "it"), StatusIs(StatusCode::kVersionMismatch));
  EXPECT_THAT(ReadGlassVersion(folder_.File("none")), StatusIs(StatusCode::kNotFound));
}

TEST_F(GlassVersionTest, DrawsUuids) {
  GlassVersion a;
  GlassVersion b;
  ASSERT_THAT(DrawGlassUuid(&a), IsOk());
  ASSERT_THAT(DrawGlassUuid(&b), IsOk());
  EXPECT_NE(a.uuid, b.uuid);
}

}  // namespace
}  // namespace newsearch
