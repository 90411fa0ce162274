#include "extract/read/tesseract_recognizer.h"

#include <gtest/gtest.h>
#include <tesseract/baseapi.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"

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
  static const TesseractRecognizer recognizer("", TesseractRunner::fast);
  return recognizer;
}

TEST(TesseractRecognizer, ReadsFigures) {
  for (const Script script : {Script::digits, Script::text}) {
    const std::vector<Candidate> read = shared_recognizer().read_lines({line_of("845.44"), line_of("2021")}, script);
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].text, "845.44");
    EXPECT_EQ(read[1].text, "2021");
    EXPECT_GT(read[0].confidence, 0.5);
    EXPECT_LE(read[0].confidence, 1.0);
    EXPECT_EQ(read[0].reader, script == Script::digits ? "eng" : "chi_sim");
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
  const std::vector<Candidate> together = shared_recognizer().read_lines(lines, Script::text);
  for (std::size_t i = lines.size(); i-- > 0;) {
    EXPECT_EQ(shared_recognizer().read_lines({lines[i]}, Script::text).front(), together[i]);
  }
  std::reverse(lines.begin(), lines.end());
  std::vector<Candidate> turned = shared_recognizer().read_lines(lines, Script::text);
  std::reverse(turned.begin(), turned.end());
  EXPECT_EQ(turned, together);
}

TEST(TesseractRecognizer, ReadsWhatTesseractReads) {
  tesseract::TessBaseAPI tesseract;
  ASSERT_EQ(tesseract.Init(nullptr, "chi_sim", tesseract::OEM_LSTM_ONLY), 0);
  tesseract.SetPageSegMode(tesseract::PSM_RAW_LINE);
  for (const char* text : {"537.69", "2021", "99.5", "1234567890"}) {
    const cv::Mat line = line_of(text);
    tesseract.SetImage(line.data, line.cols, line.rows, 1, static_cast<int>(line.step));
    tesseract.SetSourceResolution(300);
    const std::unique_ptr<char[]> theirs(tesseract.GetUTF8Text());
    EXPECT_EQ(shared_recognizer().read_lines({line}, Script::text).front().text + "\n", theirs.get());
  }
}

TEST(TesseractRecognizer, StartsNoThreads) {
  const TesseractRecognizer& recognizer = shared_recognizer();
  EXPECT_FALSE(reading_starts_threads(recognizer));
  bool elsewhere = true;
  std::thread reader([&] {
    const TesseractRecognizer own("", TesseractRunner::fast);
    elsewhere = reading_starts_threads(own);
  });
  reader.join();
  EXPECT_FALSE(elsewhere);
}

TEST(TesseractRecognizer, NamesTheMissingModelAndItsPackage) {
  try {
    TesseractRecognizer recognizer("/nonexistent", TesseractRunner::fast);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::engine);
    EXPECT_NE(std::string(error.what()).find("tesseract-ocr-chi-sim"), std::string::npos);
  }
}

TEST(TesseractModelFiles, NamesFilesThatExist) {
  const auto files = tesseract_model_files("");
  ASSERT_EQ(files.size(), 2u);
  for (const auto& [name, path] : files) EXPECT_TRUE(std::filesystem::exists(path)) << name << " " << path;
  EXPECT_EQ(files.count("chi_sim"), 1u);
}

}  // namespace
}  // namespace shenbao::extract
