#include "extract/tesseract_recognizer.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <opencv2/imgproc.hpp>
#include <string>
#include <thread>
#include <vector>

#include "extract/error.h"

namespace shenbao::extract {
namespace {

cv::Mat line_of(const std::string& figures) {
  cv::Mat line(38, 26 * static_cast<int>(figures.size()) + 12, CV_8UC1, cv::Scalar(255));
  cv::putText(line, figures, {6, 31}, cv::FONT_HERSHEY_SIMPLEX, 1.1, cv::Scalar(0), 3, cv::LINE_AA);
  return line;
}

/// Loading takes a while: one for all tests.
const TesseractRecognizer& shared_recognizer() {
  static const TesseractRecognizer recognizer("");
  return recognizer;
}

TEST(TesseractRecognizer, ReadsFigures) {
  const TesseractRecognizer& recognizer = shared_recognizer();
  const Candidate read = recognizer.read_line(line_of("845.44"), Script::digits, 7);
  EXPECT_EQ(read.text, "845.44");
  EXPECT_GT(read.confidence, 0.5);
  EXPECT_LE(read.confidence, 1.0);
  EXPECT_EQ(read.reader, "eng/7");
}

TEST(TesseractRecognizer, FindsNoRowOnWhitePaper) {
  const TesseractRecognizer& recognizer = shared_recognizer();
  const Candidate read = recognizer.read_line(cv::Mat(38, 100, CV_8UC1, cv::Scalar(255)), Script::text, 7);
  EXPECT_EQ(read.text, "");
  EXPECT_EQ(read.confidence, 0.0);
}

TEST(TesseractRecognizer, ReadsTheSameWhateverItReadBefore) {
  const TesseractRecognizer& used = shared_recognizer();
  std::vector<Candidate> first;
  const std::vector<std::string> figures = {"537.69", "2021", "1", "99.5", "100"};
  for (const std::string& text : figures) {
    for (const int mode : {7, 13}) first.push_back(used.read_line(line_of(text), Script::text, mode));
  }
  for (std::size_t i = figures.size(); i-- > 0;) {
    for (const int mode : {13, 7}) {
      EXPECT_EQ(used.read_line(line_of(figures[i]), Script::text, mode), first[2 * i + (mode == 7 ? 0 : 1)]);
    }
  }
  const TesseractRecognizer fresh("");
  EXPECT_EQ(fresh.read_line(line_of("99.5"), Script::text, 13), first[7]);
}

TEST(TesseractRecognizer, StartsNoThreads) {
  const TesseractRecognizer& recognizer = shared_recognizer();
  EXPECT_FALSE(reading_starts_threads(recognizer));
  bool elsewhere = true;
  std::thread reader([&] {
    const TesseractRecognizer own("");
    elsewhere = reading_starts_threads(own);
  });
  reader.join();
  EXPECT_FALSE(elsewhere);
}

TEST(TesseractRecognizer, NamesTheMissingModelAndItsPackage) {
  try {
    TesseractRecognizer recognizer("/nonexistent");
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
