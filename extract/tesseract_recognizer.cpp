#include "extract/tesseract_recognizer.h"

#include <omp.h>
#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <opencv2/imgproc.hpp>

#include "extract/error.h"

namespace shenbao::extract {
namespace {

/// Tesseract asks OpenMP for threads that cost more than they give; forbids them in the calling thread.
void forbid_openmp_threads() { omp_set_max_active_levels(0); }

Error missing_model(const std::string& language, const std::string& tessdata) {
  const std::string package = language == "chi_sim" ? "tesseract-ocr-chi-sim" : "tesseract-ocr-" + language;
  const std::string where = tessdata.empty() ? "where Tesseract looks for its models" : "in " + tessdata;
  return Error(ErrorCode::engine, language + ".traineddata",
               "Tesseract's model " + language + ".traineddata is not " + where + "; install the package " + package);
}

void init(tesseract::TessBaseAPI& api, const std::string& language, const std::string& tessdata) {
  forbid_openmp_threads();
  const char* folder = tessdata.empty() ? nullptr : tessdata.c_str();
  if (api.Init(folder, language.c_str(), tesseract::OEM_LSTM_ONLY) != 0) throw missing_model(language, tessdata);
  api.SetVariable("debug_file", "/dev/null");  // its remarks on tiny images are not for our users
}

/// The doubt of the least certain character: one wrong character makes the whole value wrong.
double least_confidence(tesseract::TessBaseAPI& api) {
  const std::unique_ptr<tesseract::ResultIterator> at(api.GetIterator());
  if (!at) return 0.0;
  double least = 1.0;
  do {
    least = std::min(least, at->Confidence(tesseract::RIL_SYMBOL) / 100.0);
  } while (at->Next(tesseract::RIL_SYMBOL));
  return std::clamp(least, 0.0, 1.0);
}

int thread_count() {
  std::error_code failed;
  int count = 0;
  for (std::filesystem::directory_iterator at("/proc/self/task", failed), end; !failed && at != end; ++at) ++count;
  return count;
}

}  // namespace

struct TesseractRecognizer::Impl {
  mutable tesseract::TessBaseAPI text;
  mutable tesseract::TessBaseAPI digits;
};

TesseractRecognizer::TesseractRecognizer(const std::string& tessdata) : impl_(std::make_unique<Impl>()) {
  init(impl_->text, "chi_sim", tessdata);
  init(impl_->digits, "eng", tessdata);
}

TesseractRecognizer::~TesseractRecognizer() = default;

Candidate TesseractRecognizer::read_line(const cv::Mat& line, Script script, int mode) const {
  forbid_openmp_threads();
  tesseract::TessBaseAPI& api = script == Script::digits ? impl_->digits : impl_->text;
  api.SetPageSegMode(static_cast<tesseract::PageSegMode>(mode));
  api.SetImage(line.data, line.cols, line.rows, 1, static_cast<int>(line.step));
  api.SetSourceResolution(300);  // the image is scaled already; an unknown resolution is guessed with a warning
  Candidate candidate;
  candidate.reader = (script == Script::digits ? "eng/" : "chi_sim/") + std::to_string(mode);
  const std::unique_ptr<char[]> text(api.GetUTF8Text());
  if (text) candidate.text = text.get();
  while (!candidate.text.empty() && (candidate.text.back() == '\n' || candidate.text.back() == ' ')) {
    candidate.text.pop_back();
  }
  candidate.confidence = candidate.text.empty() ? 0.0 : least_confidence(api);
  api.Clear();
  return candidate;
}

std::string tesseract_version() { return tesseract::TessBaseAPI::Version(); }

std::map<std::string, std::string> tesseract_model_files(const std::string& tessdata) {
  std::map<std::string, std::string> files;
  for (const std::string language : {"chi_sim", "eng"}) {
    tesseract::TessBaseAPI api;
    init(api, language, tessdata);
    files[language] =
        (std::filesystem::path(api.GetDatapath()) / (language + ".traineddata")).lexically_normal().string();
  }
  return files;
}

bool reading_starts_threads(const Recognizer& recognizer) {
  cv::Mat line(40, 200, CV_8UC1, cv::Scalar(255));
  cv::putText(line, "2021", {6, 34}, cv::FONT_HERSHEY_SIMPLEX, 1.2, cv::Scalar(0), 3);
  const int before = thread_count();
  recognizer.read_line(line, Script::text, 13);
  return thread_count() > before;
}

}  // namespace shenbao::extract
