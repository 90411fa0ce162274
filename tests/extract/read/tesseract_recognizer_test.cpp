#include "extract/read/tesseract_recognizer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <opencv2/imgproc.hpp>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "support/source_tree.h"
#include "support/temporary_folder.h"

namespace shenbao::extract {
namespace {

/// Drawn figures with as much white around them as readers like.
cv::Mat line_of(const std::string& figures) {
  cv::Mat line(60, 40 * static_cast<int>(figures.size()) + 40, CV_8UC1, cv::Scalar(255));
  cv::putText(line, figures, {20, 45}, cv::FONT_HERSHEY_SIMPLEX, 1.1, cv::Scalar(0), 3, cv::LINE_AA);
  const cv::Rect ink = cv::boundingRect(line < 128);
  return line(cv::Rect(ink.x - 6, ink.y - 6, ink.width + 12, ink.height + 12)).clone();
}

/// Loading takes a while: one for all tests.
const TesseractRecognizer& shared_recognizer() {
  static const TesseractRecognizer recognizer("");
  return recognizer;
}

TEST(TesseractRecognizer, ReadsFigures) {
  for (const Script script : {Script::digits, Script::text}) {
    const std::vector<Recognized> read = shared_recognizer().read_lines({line_of("845.44"), line_of("2021")}, script);
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].text, "845.44");
    EXPECT_EQ(read[1].text, "2021");
  }
}

TEST(TesseractRecognizer, ReadsNoLinesAsNothing) {
  EXPECT_TRUE(shared_recognizer().read_lines({}, Script::text).empty());
}

TEST(TesseractRecognizer, TakesALineNarrowerThanAColumn) {
  EXPECT_EQ(shared_recognizer().read_lines({cv::Mat(38, 1, CV_8UC1, cv::Scalar(255))}, Script::text).size(), 1u);
}

TEST(TesseractRecognizer, ReadsALineTheSameWhateverStandsBesideIt) {
  std::vector<cv::Mat> lines;
  for (const char* text : {"537.69", "2021", "1", "99.5", "100", "3", "12", "1234567890", "40"}) {
    lines.push_back(line_of(text));
  }
  const std::vector<Recognized> together = shared_recognizer().read_lines(lines, Script::text);
  for (std::size_t i = lines.size(); i-- > 0;) {
    EXPECT_EQ(shared_recognizer().read_lines({lines[i]}, Script::text).front(), together[i]);
  }
  std::reverse(lines.begin(), lines.end());
  std::vector<Recognized> turned = shared_recognizer().read_lines(lines, Script::text);
  std::reverse(turned.begin(), turned.end());
  EXPECT_EQ(turned, together);
}

TEST(TesseractRecognizer, TakesEngFromElsewhereWhereTheFolderLacksIt) {
  test::TemporaryFolder copy;
  copy.put("chi_sim.traineddata", test::bytes_of(tesseract_model_files("").at("chi_sim")));
  const auto files = tesseract_model_files(copy.path());
  EXPECT_EQ(files.at("chi_sim"), copy.path() + "/chi_sim.traineddata");
  EXPECT_EQ(files.at("eng"), tesseract_model_files("").at("eng"));
  EXPECT_EQ(TesseractRecognizer(copy.path()).read_lines({line_of("2021")}, Script::text).front().text, "2021");
}

TEST(TesseractRecognizer, NamesAFileThatTesseractCannotRead) {
  test::TemporaryFolder broken;
  broken.put("chi_sim.traineddata", "no model at all");
  try {
    TesseractRecognizer recognizer(broken.path());
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::engine);
    EXPECT_NE(std::string(error.what()).find("chi_sim.traineddata"), std::string::npos) << error.what();
  }
}

TEST(TesseractRecognizer, NamesAFolderWithoutTheModelAndOneThatIsMissing) {
  const test::TemporaryFolder empty;
  for (const std::string& folder : {empty.path(), empty.path("nowhere")}) {
    try {
      TesseractRecognizer recognizer(folder);
      FAIL() << "no error";
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(folder), std::string::npos) << error.what();
    }
  }
}

std::ptrdiff_t thread_count() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/task"), std::filesystem::directory_iterator());
}

/// Tesseract's own threads would make every reading several times slower.
TEST(TesseractRecognizer, StartsNoThreads) {
  std::thread reader([] {
    const TesseractRecognizer own("");
    const std::ptrdiff_t before = thread_count();
    own.read_lines({line_of("2021")}, Script::text);
    EXPECT_EQ(thread_count(), before);
  });
  reader.join();
}

TEST(TesseractModelFiles, NamesFilesThatExist) {
  const auto files = tesseract_model_files("");
  ASSERT_EQ(files.size(), 2u);
  for (const auto& [name, path] : files) EXPECT_TRUE(std::filesystem::exists(path)) << name << " " << path;
  EXPECT_EQ(files.count("chi_sim"), 1u);
}

}  // namespace
}  // namespace shenbao::extract
