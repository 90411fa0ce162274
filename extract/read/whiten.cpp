#include "extract/read/whiten.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace shenbao::extract {
namespace {

constexpr double kPaperSpread = 1.5;     // standard deviations below the mean paper that are still paper
constexpr double kLeastContrast = 20.0;  // gray levels: fainter ink is not told from paper

}  // namespace

cv::Mat whiten(const cv::Mat& gray, const cv::Mat& ink, const cv::Mat& text) {
  cv::Mat white(gray.size(), CV_8UC1, cv::Scalar(255));
  if (cv::countNonZero(text) == 0) return white;
  // Two pixels around ink are neither ink nor paper.
  const cv::Mat soft_edge = cv::getStructuringElement(cv::MORPH_RECT, {5, 5});
  cv::Mat near_ink;
  cv::dilate(ink, near_ink, soft_edge);
  cv::Scalar paper(255), spread(0);
  if (static_cast<std::size_t>(cv::countNonZero(near_ink)) < near_ink.total())
    cv::meanStdDev(gray, paper, spread, ~near_ink);
  const double light = paper[0] - kPaperSpread * spread[0];
  const double dark = std::min(cv::mean(gray, text)[0], light - kLeastContrast);
  const double gain = 255.0 / (light - dark);
  gray.convertTo(white, CV_8UC1, gain, -dark * gain);

  cv::Mat remains = ink & ~text;
  if (cv::countNonZero(remains) > 0) {
    cv::dilate(remains, remains, soft_edge);
    cv::Mat near_text;  // by one pixel: the text keeps most of its own edge
    cv::dilate(text, near_text, cv::Mat());
    white.setTo(255, remains & ~near_text);
  }
  return white;
}

}  // namespace shenbao::extract
