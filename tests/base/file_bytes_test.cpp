#include "base/file_bytes.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <iterator>

#include "base/error.h"
#include "support/temporary_folder.h"

namespace shenbao {
namespace {

TEST(WriteFile, ReplacesAFileAndLeavesNothingElse) {
  const test::TemporaryFolder folder;
  const std::string path = folder.path("new/folder/a.json");
  write_file(path, "one");
  write_file(path, "two");

  EXPECT_EQ(test::bytes_of(path), "two");
  const auto files = std::filesystem::directory_iterator(folder.path("new/folder"));
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST(WriteFile, SaysWhyItCannotWrite) {
  const test::TemporaryFolder folder;
  folder.put("taken", "a file, not a folder");

  EXPECT_THROW(write_file(folder.path("taken/a.json"), "x"), Error);
}

TEST(Sha256, AgreesWithThePublishedExample) {
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(ReadFile, RefusesWhatIsNotAFile) {
  const test::TemporaryFolder folder;

  EXPECT_THROW(read_file(folder.path()), Error);
  EXPECT_THROW(read_file(folder.path("absent.json")), Error);
}

}  // namespace
}  // namespace shenbao
