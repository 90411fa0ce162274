#pragma once

#include <opencv2/core/mat.hpp>

namespace shenbao::layout {

/// Share of the print's own contrast at which a pixel counts as ink. A stroke's blurred edge passes a half where the
/// stroke ends; thin strokes of small print do not reach a half everywhere.
constexpr double kTextContrast = 0.35;    ///< strokes in their printed width
constexpr double kRulingContrast = 0.14;  ///< thin grey or coloured rulings too, at the price of fat text

/// Tells ink from paper.
///
/// `gray` is CV_8UC1, 0 = black, at any brightness and unevenly lit. Returns a CV_8UC1 mask of the same
/// size, 255 = ink. A pixel is ink when it is darker than the paper around it by `contrast_share` of the
/// difference between paper and print of this image, and by more than the paper's own noise.
/// Areas of even grey as large as a character are paper. A blank sheet gives an empty mask.
/// Throws std::invalid_argument if `gray` is empty or not CV_8UC1.
///
/// Method: the paper's brightness is a morphological closing of the reduced image, which the image is
/// divided by (illumination normalization, after Gonzalez & Woods, "Digital Image Processing", 9.6);
/// one threshold from the histogram of the quotient.
cv::Mat binarize(const cv::Mat& gray, double contrast_share = kTextContrast);

/// By how many grey levels each pixel of `gray` is darker than the paper around it, the paper taken for 255.
/// Throws std::invalid_argument if `gray` is empty or not CV_8UC1.
cv::Mat darkness_of(const cv::Mat& gray);

/// What binarize gives for kTextContrast and for kRulingContrast, at little more than the price of one.
struct InkMasks {
  cv::Mat text;
  cv::Mat faint;
  cv::Mat darkness;  ///< what they were made of: darkness_of without the shade of tinted cells
};
InkMasks binarize_both(const cv::Mat& gray);

/// `faint` with what `text` has instead wherever a noisy grey ground fills it with specks, so that what stands there
/// and the rulings around it are told from them. Both CV_8UC1 masks of one size; `glyph_height` of a hanzi in their
/// pixels.
cv::Mat without_specked_ground(const cv::Mat& faint, const cv::Mat& text, int glyph_height);

}  // namespace shenbao::layout
