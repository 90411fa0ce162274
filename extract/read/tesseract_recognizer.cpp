#include "extract/read/tesseract_recognizer.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "base/error.h"
#include "extract/net/decode_codes.h"
#include "extract/net/lstm_forward.h"
#include "extract/net/lstm_model.h"
#include "extract/read/tesseract_library.h"
#include "extract/text/fold.h"

namespace shenbao::extract {

namespace fs = std::filesystem;

namespace {

constexpr const char* kText = "chi_sim";
constexpr const char* kDigits = "eng";
constexpr std::size_t kLinesAtOnce = 24;  // share the fetching of weights, and their states still fit in the cache

std::string model_file(const std::string& language, const std::string& tessdata) {
  if (!tessdata.empty() && !fs::is_directory(tessdata)) {
    throw Error(ErrorCode::engine, tessdata, tessdata + ": there is no such folder of Tesseract's models");
  }
  std::vector<std::string> folders{tessdata};
  if (tessdata.empty() || language == kDigits) {
    const char* prefix = std::getenv("TESSDATA_PREFIX");
    for (const char* folder :
         {prefix != nullptr ? prefix : "", "/usr/share/tesseract-ocr/5/tessdata",
          "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata", "/usr/local/share/tessdata"}) {
      folders.push_back(folder);
    }
  }
  const std::string name = language + ".traineddata";
  for (const std::string& folder : folders) {
    const fs::path path = fs::path(folder) / name;
    if (!folder.empty() && fs::exists(path)) return path.string();
  }
  const std::string package = language == kText ? "tesseract-ocr-chi-sim" : "tesseract-ocr-" + language;
  const std::string where = tessdata.empty() ? "where Tesseract's packages put their models" : "in " + tessdata;
  throw Error(ErrorCode::engine, name,
              "Tesseract's model " + name + " is not " + where + "; install the package " + package);
}

cv::Mat scale_to(const cv::Mat& line, int height, int least_width) {
  const double scale = static_cast<double>(height) / line.rows;
  cv::Mat scaled;
  cv::resize(line, scaled, cv::Size(std::max(least_width, static_cast<int>(std::lround(line.cols * scale))), height), 0,
             0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  return scaled;
}

/// A network of Tesseract's that we run.
class FastModel {
 public:
  explicit FastModel(const std::string& path) : model_(read_lstm_model(path)), tree_(model_.characters) {}

  std::vector<Recognized> read_lines(const std::vector<cv::Mat>& lines) const {
    std::vector<cv::Mat> scaled;
    for (const cv::Mat& line : lines) scaled.push_back(scale_to(line, model_.height, model_.pool_width));
    std::vector<std::size_t> order(lines.size());  // lines of like width run side by side to the end
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return scaled[a].cols < scaled[b].cols; });

    std::vector<Recognized> read(lines.size());
    for (std::size_t begin = 0; begin < order.size(); begin += kLinesAtOnce) {
      const std::size_t end = std::min(order.size(), begin + kLinesAtOnce);
      std::vector<cv::Mat> batch;
      for (std::size_t i = begin; i < end; ++i) batch.push_back(scaled[order[i]]);
      const std::vector<cv::Mat> probabilities = code_probabilities(model_, batch);
      for (std::size_t i = begin; i < end; ++i) {
        read[order[i]].text = trim(decode_codes(probabilities[i - begin], model_, tree_));
      }
    }
    return read;
  }

 private:
  LstmModel model_;
  CodeTree tree_;
};

int thread_count() {
  std::error_code failed;
  int count = 0;
  for (fs::directory_iterator at("/proc/self/task", failed), end; !failed && at != end; ++at) ++count;
  return count;
}

}  // namespace

class TesseractRecognizer::Model {
 public:
  Model(const std::string& language, const std::string& tessdata, TesseractRunner runner) {
    const std::string path = model_file(language, tessdata);
    try {
      if (runner == TesseractRunner::fast) fast_.emplace(path);
    } catch (const Error&) {  // of a layout that only Tesseract knows: a best model, or one of another version
    }
    if (!fast_) library_ = std::make_unique<TesseractLibrary>(fs::path(path).parent_path().string(), language);
  }

  std::vector<Recognized> read_lines(const std::vector<cv::Mat>& lines) const {
    return fast_ ? fast_->read_lines(lines) : library_->read_lines(lines);
  }

 private:
  std::optional<FastModel> fast_;
  std::unique_ptr<TesseractLibrary> library_;
};

TesseractRecognizer::TesseractRecognizer(const std::string& tessdata, TesseractRunner runner)
    : text_(std::make_unique<Model>(kText, tessdata, runner)),
      digits_(std::make_unique<Model>(kDigits, tessdata, runner)) {}

TesseractRecognizer::~TesseractRecognizer() = default;

std::vector<Recognized> TesseractRecognizer::read_lines(const std::vector<cv::Mat>& lines, Script script) const {
  return (script == Script::digits ? digits_ : text_)->read_lines(lines);
}

std::map<std::string, std::string> tesseract_model_files(const std::string& tessdata) {
  return {{kText, model_file(kText, tessdata)}, {kDigits, model_file(kDigits, tessdata)}};
}

bool reading_starts_threads(const Recognizer& recognizer) {
  cv::Mat line(40, 200, CV_8UC1, cv::Scalar(255));  // pixels; any line with writing would do
  cv::putText(line, "2021", {6, 34}, cv::FONT_HERSHEY_SIMPLEX, 1.2, cv::Scalar(0), 3);  // large enough to be read
  const int before = thread_count();
  recognizer.read_lines({line}, Script::text);
  return thread_count() > before;
}

}  // namespace shenbao::extract
