#include "extract/read/tesseract_recognizer.h"

#include <leptonica/allheaders.h>
#include <omp.h>
#include <tesseract/baseapi.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include "base/error.h"
#include "extract/text/fold.h"

namespace shenbao::extract {

namespace fs = std::filesystem;

namespace {

constexpr const char* kText = "chi_sim";
constexpr const char* kDigits = "eng";

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

struct DestroyPix {
  void operator()(PIX* pix) const { pixDestroy(&pix); }
};
using PixHandle = std::unique_ptr<PIX, DestroyPix>;

PixHandle pix_of(const cv::Mat& line) {
  PixHandle pix(pixCreate(line.cols, line.rows, 8));
  if (!pix) throw std::bad_alloc();
  for (int y = 0; y < line.rows; ++y) {
    std::memcpy(pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix.get()), line.ptr(y),
                static_cast<std::size_t>(line.cols));
  }
  pixEndianByteSwap(pix.get());  // Leptonica keeps the first pixel of four in a word's highest byte
  return pix;
}

}  // namespace

struct TesseractRecognizer::Model {
  Model(const std::string& language, const std::string& tessdata) {
    const std::string path = model_file(language, tessdata);
    // It would write to standard error, read every line that it is not sure of a second time, white on black, and load
    // word lists, which change nothing where lines are read as they are.
    const std::vector<std::string> names{"debug_file",     "tessedit_do_invert", "load_system_dawg",
                                         "load_freq_dawg", "load_number_dawg",   "load_punc_dawg"};
    std::vector<std::string> values(names.size(), "0");
    values.front() = "/dev/null";
    if (api.Init(fs::path(path).parent_path().c_str(), language.c_str(), tesseract::OEM_LSTM_ONLY, nullptr, 0, &names,
                 &values, false) != 0) {
      throw Error(ErrorCode::engine, path, path + ": Tesseract cannot read it; install the model again");
    }
    api.SetPageSegMode(tesseract::PSM_RAW_LINE);
  }

  Recognized read(const cv::Mat& line) {
    const PixHandle pix = pix_of(line);
    api.SetImage(pix.get());
    api.SetSourceResolution(300);  // it asks for one, though only its page analysis uses it
    const std::unique_ptr<char[]> text(api.GetUTF8Text());
    const std::unique_ptr<int[]> words(api.AllWordConfidences());  // in percent, -1 ends them
    int least = words && words[0] >= 0 ? 100 : 0;
    for (int i = 0; words && words[i] >= 0; ++i) least = std::min(least, words[i]);
    api.Clear();
    return {text ? trim(text.get()) : "", least / 100.0};
  }

  tesseract::TessBaseAPI api;
};

TesseractRecognizer::TesseractRecognizer(const std::string& tessdata)
    : text_(std::make_unique<Model>(kText, tessdata)), digits_(std::make_unique<Model>(kDigits, tessdata)) {}

TesseractRecognizer::~TesseractRecognizer() = default;

std::vector<Recognized> TesseractRecognizer::read_lines(const std::vector<cv::Mat>& lines, Script script) const {
  // A team of threads for one line takes four times as long as one thread. OpenMP holds this for each thread.
  omp_set_max_active_levels(0);
  std::vector<Recognized> read;
  for (const cv::Mat& line : lines) {
    if (line.empty() || line.type() != CV_8UC1) throw std::invalid_argument("read_lines: lines must be CV_8UC1");
    read.push_back((script == Script::digits ? digits_ : text_)->read(line));
  }
  return read;
}

std::map<std::string, std::string> tesseract_model_files(const std::string& tessdata) {
  return {{kText, model_file(kText, tessdata)}, {kDigits, model_file(kDigits, tessdata)}};
}

std::string tesseract_version() { return tesseract::TessBaseAPI::Version(); }

}  // namespace shenbao::extract
