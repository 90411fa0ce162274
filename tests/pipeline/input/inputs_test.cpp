#include "pipeline/input/inputs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "support/equality.h"
#include "support/temporary_folder.h"

namespace shenbao::pipeline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(FindInputs, NamesTheResultAfterTheFile) {
  EXPECT_THAT(find_inputs({"scans/a.pdf", "b.2021.TIFF"}, {}),
              ElementsAre(Input{"scans/a.pdf", "a.json"}, Input{"b.2021.TIFF", "b.2021.json"}));
}

TEST(FindInputs, SearchesAFolderAndMirrorsItsSubfolders) {
  const test::TemporaryFolder folder;
  const std::string b = folder.put("in/2021/b.PDF", "");
  const std::string a = folder.put("in/a.png", "");
  folder.put("in/notes.txt", "");

  EXPECT_THAT(find_inputs({folder.path("in")}, {}), ElementsAre(Input{b, "2021/b.json"}, Input{a, "a.json"}));
}

TEST(FindInputs, FindsEveryKindThatIsRead) {
  const test::TemporaryFolder folder;
  std::size_t files = 0;
  for (const char* ending : {"pdf", "tif", "tiff", "png", "jpg", "jpeg", "jp2", "J2K", "jpx", "jpf", "bmp", "webp",
                             "pnm", "pbm", "pgm", "PPM"}) {
    folder.put(std::string("in/") + ending + "." + ending, "");
    ++files;
  }
  folder.put("in/notes.docx", "");
  EXPECT_EQ(find_inputs({folder.path("in")}, {}).size(), files);
}

TEST(FindInputs, LeavesOutTheFoldersThatAreWrittenTo) {
  const test::TemporaryFolder folder;
  const std::string a = folder.put("a.pdf", "");
  folder.put("dump/a/001-1-page.png", "");

  EXPECT_THAT(find_inputs({folder.path()}, {folder.path("dump")}), ElementsAre(Input{a, "a.json"}));
}

TEST(FindInputs, LetsAFolderWithoutDocumentsStandForItself) {
  const test::TemporaryFolder folder;

  EXPECT_THAT(find_inputs({folder.path()}, {}), ElementsAre(Input{folder.path(), ""}));
}

TEST(FindInputs, RefusesInputsThatWouldOverwriteEachOther) {
  try {
    find_inputs({"x/a.pdf", "y/a.tif"}, {});
    FAIL() << "both would be a.json";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::output);
    EXPECT_THAT(error.what(), HasSubstr("x/a.pdf and y/a.tif"));
  }
}

TEST(FindInputs, RefusesAnInputThatWouldOverwriteTheIndex) { EXPECT_THROW(find_inputs({"batch.pdf"}, {}), Error); }

}  // namespace
}  // namespace shenbao::pipeline
