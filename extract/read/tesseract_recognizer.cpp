#include "extract/read/tesseract_recognizer.h"

#include <tesseract/baseapi.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "base/error.h"
#include "extract/net/decode_codes.h"
#include "extract/net/lstm_forward.h"
#include "extract/net/lstm_model.h"
#include "extract/text/fold.h"

namespace shenbao::extract {
namespace {

namespace fs = std::filesystem;

const std::size_t lines_at_once = 24;  // enough to share the fetching of weights, few enough to stay in the cache

std::string model_file(const std::string& language, const std::string& tessdata) {
  std::vector<std::string> folders{tessdata};
  if (tessdata.empty()) {
    const char* prefix = std::getenv("TESSDATA_PREFIX");
    folders = {prefix != nullptr ? prefix : "", "/usr/share/tesseract-ocr/5/tessdata",
               "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata", "/usr/local/share/tessdata"};
  }
  const std::string name = language + ".traineddata";
  for (const std::string& folder : folders) {
    const fs::path path = fs::path(folder) / name;
    if (!folder.empty() && fs::exists(path)) return path.string();
  }
  const std::string package = language == "chi_sim" ? "tesseract-ocr-chi-sim" : "tesseract-ocr-" + language;
  const std::string where = tessdata.empty() ? "where Tesseract's packages put their models" : "in " + tessdata;
  throw Error(ErrorCode::engine, name,
              "Tesseract's model " + name + " is not " + where + "; install the package " + package);
}

/// A model ready to read.
struct Reader {
  explicit Reader(const std::string& path) : model(read_lstm_model(path)), tree(model.characters) {}

  LstmModel model;
  CodeTree tree;
};

cv::Mat scale_to(const cv::Mat& line, int height, int least_width) {
  const double scale = static_cast<double>(height) / line.rows;
  cv::Mat scaled;
  cv::resize(line, scaled, cv::Size(std::max(least_width, static_cast<int>(std::lround(line.cols * scale))), height), 0,
             0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  return scaled;
}

int thread_count() {
  std::error_code failed;
  int count = 0;
  for (fs::directory_iterator at("/proc/self/task", failed), end; !failed && at != end; ++at) ++count;
  return count;
}

}  // namespace

struct TesseractRecognizer::Impl {
  Reader text;
  Reader digits;
};

TesseractRecognizer::TesseractRecognizer(const std::string& tessdata)
    : impl_(new Impl{Reader(model_file("chi_sim", tessdata)), Reader(model_file("eng", tessdata))}) {}

TesseractRecognizer::~TesseractRecognizer() = default;

std::vector<Candidate> TesseractRecognizer::read_lines(const std::vector<cv::Mat>& lines, Script script) const {
  const Reader& reader = script == Script::digits ? impl_->digits : impl_->text;
  std::vector<cv::Mat> scaled;
  for (const cv::Mat& line : lines) scaled.push_back(scale_to(line, reader.model.height, reader.model.pool_width));
  std::vector<std::size_t> order(lines.size());  // lines of like width run side by side to the end
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return scaled[a].cols < scaled[b].cols; });

  std::vector<Candidate> candidates(lines.size());
  for (std::size_t begin = 0; begin < order.size(); begin += lines_at_once) {
    const std::size_t end = std::min(order.size(), begin + lines_at_once);
    std::vector<cv::Mat> batch;
    for (std::size_t i = begin; i < end; ++i) batch.push_back(scaled[order[i]]);
    const std::vector<cv::Mat> probabilities = code_probabilities(reader.model, batch);
    for (std::size_t i = begin; i < end; ++i) {
      const Decoded decoded = decode_codes(probabilities[i - begin], reader.model, reader.tree);
      candidates[order[i]] =
          Candidate{trim(decoded.text), decoded.confidence, script == Script::digits ? "eng" : "chi_sim"};
    }
  }
  return candidates;
}

std::string tesseract_version() { return tesseract::TessBaseAPI::Version(); }

std::map<std::string, std::string> tesseract_model_files(const std::string& tessdata) {
  return {{"chi_sim", model_file("chi_sim", tessdata)}, {"eng", model_file("eng", tessdata)}};
}

bool reading_starts_threads(const Recognizer& recognizer) {
  cv::Mat line(40, 200, CV_8UC1, cv::Scalar(255));
  cv::putText(line, "2021", {6, 34}, cv::FONT_HERSHEY_SIMPLEX, 1.2, cv::Scalar(0), 3);
  const int before = thread_count();
  recognizer.read_lines({line}, Script::text);
  return thread_count() > before;
}

}  // namespace shenbao::extract
