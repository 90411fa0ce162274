#include "layout/sheet.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace shenbao::layout {

namespace {

cv::Mat reduced(const cv::Mat& gray) {
  const int factor = std::max(1, std::max(gray.cols, gray.rows) / 440);
  cv::Mat small;
  cv::resize(gray, small, cv::Size(std::max(1, gray.cols / factor), std::max(1, gray.rows / factor)), 0, 0,
             cv::INTER_LINEAR);
  return small;
}

cv::Mat square(int side) { return cv::getStructuringElement(cv::MORPH_RECT, cv::Size(side, side)); }

}  // namespace

cv::Mat find_surroundings(const cv::Mat& gray) {
  const cv::Mat small = reduced(gray);
  cv::Mat dark, smooth;
  cv::medianBlur(small, smooth, 5);
  cv::threshold(smooth, dark, 0, 255, cv::THRESH_BINARY_INV | cv::THRESH_OTSU);
  const double inked = cv::mean(smooth, dark)[0], paper = cv::mean(smooth, ~dark)[0];
  if (paper - inked < 50) return {};
  cv::morphologyEx(dark, dark, cv::MORPH_OPEN, square(7), cv::Point(-1, -1), 1, cv::BORDER_REPLICATE);

  cv::Mat labels, stats, centroids;
  const int count = cv::connectedComponentsWithStats(dark, labels, stats, centroids, 4, CV_32S);
  cv::Mat surroundings = cv::Mat::zeros(small.size(), CV_8UC1);
  for (int i = 1; i < count; ++i) {
    const int left = stats.at<int>(i, cv::CC_STAT_LEFT), top = stats.at<int>(i, cv::CC_STAT_TOP);
    const int right = left + stats.at<int>(i, cv::CC_STAT_WIDTH), bottom = top + stats.at<int>(i, cv::CC_STAT_HEIGHT);
    const bool at_border = left == 0 || top == 0 || right == small.cols || bottom == small.rows;
    if (at_border) surroundings.setTo(255, labels == i);
  }
  const double share = static_cast<double>(cv::countNonZero(surroundings)) / static_cast<double>(small.total());
  if (share < 0.004 || share > 0.8) return {};
  // The sheet's edge is soft: a block and a half of it belongs to neither side.
  cv::dilate(surroundings, surroundings, square(5));
  return surroundings;
}

void paint_surroundings(cv::Mat& gray, const cv::Mat& surroundings) {
  if (surroundings.empty()) return;
  cv::Mat small;
  cv::resize(gray, small, surroundings.size(), 0, 0, cv::INTER_LINEAR);
  // Paper spreads outwards from the sheet: a mean over sheet pixels only, in growing windows.
  cv::Mat weight;
  cv::bitwise_not(surroundings, weight);
  cv::Mat known = weight.clone(), paint = small.clone();
  for (int window = 9; cv::countNonZero(known) < static_cast<int>(known.total()) && window < 2000; window *= 2) {
    cv::Mat value, share;
    cv::Mat masked = cv::Mat::zeros(small.size(), CV_32F), mask;
    small.convertTo(masked, CV_32F);
    weight.convertTo(mask, CV_32F, 1.0 / 255);
    cv::multiply(masked, mask, masked);
    cv::boxFilter(masked, value, CV_32F, cv::Size(window, window));
    cv::boxFilter(mask, share, CV_32F, cv::Size(window, window));
    cv::Mat mean;
    cv::divide(value, share, mean);
    mean.convertTo(mean, CV_8U);
    const cv::Mat reached = (share > 1e-4f) & ~known;
    mean.copyTo(paint, reached);
    known |= reached;
  }
  cv::Mat full_paint, full_mask;
  cv::resize(paint, full_paint, gray.size(), 0, 0, cv::INTER_LINEAR);
  cv::resize(surroundings, full_mask, gray.size(), 0, 0, cv::INTER_NEAREST);
  full_paint.copyTo(gray, full_mask);
}

}  // namespace shenbao::layout
