#include "extract/read/tesseract_library.h"

#include <leptonica/allheaders.h>
#include <omp.h>
#include <tesseract/baseapi.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "base/error.h"
#include "extract/text/fold.h"

namespace shenbao::extract {
namespace {

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

struct TesseractLibrary::Impl {
  tesseract::TessBaseAPI api;
};

TesseractLibrary::TesseractLibrary(const std::string& tessdata, const std::string& language)
    : impl_(std::make_unique<Impl>()) {
  const std::vector<std::string> names{"debug_file"}, values{"/dev/null"};  // it would write to standard error
  if (impl_->api.Init(tessdata.c_str(), language.c_str(), tesseract::OEM_LSTM_ONLY, nullptr, 0, &names, &values,
                      false) != 0) {
    throw Error(ErrorCode::engine, tessdata,
                tessdata + "/" + language + ".traineddata: Tesseract cannot read it; install the model again");
  }
  impl_->api.SetPageSegMode(tesseract::PSM_RAW_LINE);
}

TesseractLibrary::~TesseractLibrary() = default;

std::vector<Recognized> TesseractLibrary::read_lines(const std::vector<cv::Mat>& lines) const {
  // A team of threads for one line takes four times as long as one thread. OpenMP holds this for each thread.
  omp_set_max_active_levels(0);
  std::vector<Recognized> read;
  for (const cv::Mat& line : lines) {
    if (line.empty() || line.type() != CV_8UC1) throw std::invalid_argument("read_lines: lines must be CV_8UC1");
    const PixHandle pix = pix_of(line);
    impl_->api.SetImage(pix.get());
    impl_->api.SetSourceResolution(300);  // it asks for one, though only its page analysis uses it
    const std::unique_ptr<char[]> text(impl_->api.GetUTF8Text());
    const std::unique_ptr<int[]> words(impl_->api.AllWordConfidences());  // in percent, -1 ends them
    int least = words && words[0] >= 0 ? 100 : 0;
    for (int i = 0; words && words[i] >= 0; ++i) least = std::min(least, words[i]);
    read.push_back({text ? trim(text.get()) : "", least / 100.0});
    impl_->api.Clear();
  }
  return read;
}

std::string tesseract_version() { return tesseract::TessBaseAPI::Version(); }

}  // namespace shenbao::extract
