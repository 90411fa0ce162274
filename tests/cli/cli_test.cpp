#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "base/json.h"
#include "support/result_schema.h"
#include "support/run_program.h"
#include "support/temporary_folder.h"

namespace shenbao {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A sheet with one ruled table of two rows and two columns and no writing.
void draw_table(const std::string& file) {
  cv::Mat sheet(1754, 1240, CV_8UC1, cv::Scalar(255));
  for (const int y : {300, 450, 600}) cv::line(sheet, {200, y}, {1000, y}, 0, 3);
  for (const int x : {200, 600, 1000}) cv::line(sheet, {x, 300}, {x, 600}, 0, 3);
  cv::imwrite(file, sheet);
}

Json index_of(const test::TemporaryFolder& folder) {
  return parse_json(test::bytes_of(folder.path("out/batch.json")), "batch.json");
}

TEST(Cli, ShowsHelpWithoutArguments) {
  const test::Finished help = test::run_shenbao({});

  EXPECT_EQ(help.status, 0);
  EXPECT_THAT(help.out, HasSubstr("extract"));
  EXPECT_THAT(help.out, HasSubstr("Exit status"));
}

TEST(Cli, TellsTheVersionsOfAllThatReads) {
  const test::Finished version = test::run_shenbao({"--version"});

  EXPECT_EQ(version.status, 0);
  for (const char* part : {"shenbao 0.", "Tesseract 5.", "OpenCV 4.", "Poppler ", "chi_sim", "eng"}) {
    EXPECT_THAT(version.out, HasSubstr(part));
  }
}

TEST(Cli, RefusesAWrongCallWithStatusTwo) {
  EXPECT_EQ(test::run_shenbao({"extract", "a.pdf"}).status, 2);  // no output folder
  EXPECT_EQ(test::run_shenbao({"extrakt"}).status, 2);
  EXPECT_EQ(test::run_shenbao({"extract", "a.pdf", "-o", "x", "--jobs", "0"}).status, 2);
  EXPECT_EQ(test::run_shenbao({"extract", "a.pdf", "-o", "x", "--lang", "fr"}).status, 2);
}

TEST(Cli, NamesTheWordsThatAnOptionTakes) {
  const test::Finished wrong = test::run_shenbao({"extract", "a.pdf", "-o", "x", "--reader", "both2"});

  EXPECT_EQ(wrong.status, 2);
  EXPECT_THAT(wrong.err, HasSubstr("--reader: \"both2\" is none of both, own, tesseract"));
}

TEST(Cli, ListsAndShowsTheFormsItKnows) {
  const test::Finished list = test::run_shenbao({"forms", "list"});
  EXPECT_EQ(list.status, 0);
  EXPECT_THAT(list.out, HasSubstr("department_target"));
  EXPECT_THAT(list.out, HasSubstr("project_target"));

  const test::Finished show = test::run_shenbao({"forms", "show", "department_target"});
  EXPECT_EQ(show.status, 0);
  EXPECT_THAT(show.out, HasSubstr("/income/total"));

  EXPECT_EQ(test::run_shenbao({"forms", "show", "tax_return"}).status, 2);
}

TEST(Cli, ExplainsAMistakeInADefinition) {
  const test::TemporaryFolder folder;
  const std::string file = folder.put("mine.json", "{\n  \"id\": 7\n}");

  const test::Finished check = test::run_shenbao({"forms", "check", file});

  EXPECT_EQ(check.status, 2);
  EXPECT_THAT(check.err, HasSubstr("mine.json"));
}

TEST(Cli, NamesEachFileThatCannotBeReadAndGoesOn) {
  const test::TemporaryFolder folder;
  folder.put("in/empty.pdf", "");
  folder.put("in/text.pdf", "this is not a PDF");
  draw_table(folder.path("in/table.png"));

  const test::Finished run =
      test::run_shenbao({"extract", folder.path("in"), folder.path("absent.pdf"), "-o", folder.path("out")});

  EXPECT_EQ(run.status, 2);
  for (const char* name : {"empty.pdf", "text.pdf", "absent.pdf"}) EXPECT_THAT(run.err, HasSubstr(name));
  const Json index = index_of(folder);
  ASSERT_EQ(index["inputs"].size(), 4u);
  std::vector<std::string> causes;
  for (const Json& input : index["inputs"]) {
    causes.push_back(input["failure"].is_null() ? "read" : input["failure"]["code"]);
  }
  EXPECT_EQ(causes, (std::vector<std::string>{"empty", "read", "unsupported", "not_found"}));
}

TEST(Cli, GivesPagesAndTablesOfASheetThatIsNoFormItKnows) {
  const test::TemporaryFolder folder;
  draw_table(folder.path("table.png"));

  const test::Finished run =
      test::run_shenbao({"extract", folder.path("table.png"), "-o", folder.path("out"), "--quiet"});

  EXPECT_EQ(run.status, 1);
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(run.err, "");
  const std::string text = test::bytes_of(folder.path("out/table.json"));
  EXPECT_EQ(test::breaks_result_schema(text), "");
  const Json result = parse_json(text, "table.json");
  const Json& table = result.at("pages").at(0).at("tables").at(0);
  EXPECT_EQ(table["rows"], 2);
  EXPECT_EQ(table["cols"], 2);
  EXPECT_THAT(text, HasSubstr("unknown_form"));
}

TEST(Cli, SaysOnceWhatIsTrueOfManyPages) {
  const test::TemporaryFolder folder;
  draw_table(folder.path("table.png"));
  const cv::Mat sheet = cv::imread(folder.path("table.png"), cv::IMREAD_GRAYSCALE);
  cv::Mat other = sheet.clone();  // not the same page again
  cv::line(other, {200, 525}, {1000, 525}, 0, 3);
  cv::Mat third = sheet.clone();
  cv::line(third, {200, 375}, {1000, 375}, 0, 3);
  cv::imwritemulti(folder.path("pages.tif"), std::vector<cv::Mat>{sheet, other, third});

  const test::Finished run =
      test::run_shenbao({"extract", folder.path("pages.tif"), "-o", folder.path("out"), "--lang", "en"});

  EXPECT_EQ(run.status, 1);
  EXPECT_THAT(run.out, HasSubstr("Page 1 belongs to no known form"));
  EXPECT_THAT(run.out, HasSubstr("(likewise pages 2-3)"));
  EXPECT_THAT(run.out, Not(HasSubstr("Page 2 belongs")));
}

TEST(Cli, RefusesCollidingResultsBeforeReading) {
  const test::TemporaryFolder folder;
  draw_table(folder.path("a.png"));
  folder.put("a.pdf", "");

  const test::Finished run =
      test::run_shenbao({"extract", folder.path("a.png"), folder.path("a.pdf"), "-o", folder.path("out")});

  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, HasSubstr("nothing was read"));
  EXPECT_FALSE(std::filesystem::exists(folder.path("out")));
}

TEST(Cli, RefusesAnOutputFolderThatCannotBeWritten) {
  const test::TemporaryFolder folder;
  draw_table(folder.path("a.png"));
  folder.put("taken", "a file");

  const test::Finished run = test::run_shenbao({"extract", folder.path("a.png"), "-o", folder.path("taken")});

  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, HasSubstr("taken"));
}

TEST(Cli, DrawsEveryStage) {
  const test::TemporaryFolder folder;
  draw_table(folder.path("a.png"));

  test::run_shenbao({"extract", folder.path("a.png"), "-o", folder.path("out"), "--dump", folder.path("see")});

  for (const char* stage : {"1-page", "2-ink", "3-rulings", "4-cells", "5-lines", "6-fields"}) {
    EXPECT_TRUE(std::filesystem::exists(folder.path(std::string("see/a/001-") + stage + ".png"))) << stage;
  }
}

TEST(Cli, PrintsForProgramsWhatItWrote) {
  const test::TemporaryFolder folder;
  draw_table(folder.path("a.png"));

  const test::Finished run =
      test::run_shenbao({"extract", folder.path("a.png"), "-o", folder.path("out"), "--format", "json"});

  const Json printed = parse_json(run.out, "stdout");
  EXPECT_EQ(printed["schema"], "shenbao.batch/1");
  EXPECT_FALSE(printed["inputs"].at(0)["findings"].empty());
}

TEST(Cli, ChecksAResultWithoutItsScan) {
  const test::TemporaryFolder folder;
  draw_table(folder.path("a.png"));
  test::run_shenbao({"extract", folder.path("a.png"), "-o", folder.path("out")});
  std::filesystem::remove(folder.path("a.png"));
  const std::string before = test::bytes_of(folder.path("out/a.json"));

  const test::Finished run = test::run_shenbao({"check", folder.path("out/a.json"), folder.path("out/batch.json")});

  EXPECT_EQ(run.status, 1);
  EXPECT_EQ(test::bytes_of(folder.path("out/a.json")), before);
  EXPECT_THAT(run.err, Not(HasSubstr("batch.json")));
  EXPECT_EQ(test::run_shenbao({"check", folder.path("absent.json")}).status, 2);
}

}  // namespace
}  // namespace shenbao
