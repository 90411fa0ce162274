#include "extract/net/lstm_model.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <opencv2/core.hpp>
#include <string>

#include "base/error.h"
#include "extract/net/lstm_forward.h"
#include "extract/read/tesseract_recognizer.h"
#include "support/temporary_folder.h"

namespace shenbao::extract {
namespace {

std::string chi_sim() { return tesseract_model_files("").at("chi_sim"); }

TEST(ReadLstmModel, ReadsTheChineseModel) {
  const LstmModel model = read_lstm_model(chi_sim());
  EXPECT_EQ(model.height, 48);
  EXPECT_EQ(model.pool_width, 3);
  EXPECT_EQ(model.top.states, 512);
  EXPECT_EQ(model.blank, model.output.outputs - 1);
  bool knows_county = false;
  for (const CodedCharacter& character : model.characters) knows_county = knows_county || character.text == "县";
  EXPECT_TRUE(knows_county);
}

TEST(ReadLstmModel, RefusesWhatIsNoModel) {
  EXPECT_THROW(read_lstm_model("/nonexistent/chi_sim.traineddata"), Error);
  const test::TemporaryFolder folder;
  std::ifstream file(chi_sim(), std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{3}, std::size_t{250}, std::size_t{5000}, whole.size() / 2}) {
    const std::string path = folder.path() + "/cut.traineddata";
    std::ofstream(path, std::ios::binary) << whole.substr(0, size);
    EXPECT_THROW(read_lstm_model(path), Error) << size;
  }
}

TEST(CodeProbabilities, AreAShareForEveryColumn) {
  const LstmModel model = read_lstm_model(chi_sim());
  cv::Mat line(model.height, 100, CV_8UC1, cv::Scalar(255));
  line(cv::Rect(30, 10, 8, 28)).setTo(0);
  const std::vector<cv::Mat> probabilities = code_probabilities(model, {line});
  ASSERT_EQ(probabilities.size(), 1u);
  ASSERT_EQ(probabilities[0].size(), cv::Size(model.output.outputs, 33));
  for (int row = 0; row < probabilities[0].rows; ++row) EXPECT_NEAR(cv::sum(probabilities[0].row(row))[0], 1.0, 1e-4);
}

TEST(CodeProbabilities, RefusesALineOfAnotherHeight) {
  const LstmModel model = read_lstm_model(chi_sim());
  EXPECT_THROW(code_probabilities(model, {cv::Mat(20, 100, CV_8UC1)}), std::invalid_argument);
}

}  // namespace
}  // namespace shenbao::extract
