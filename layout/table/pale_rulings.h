#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "layout/table/table_grid.h"

namespace shenbao::layout {

/// Finds level and upright lines that are too pale for a threshold on single pixels, by what they are over their
/// length.
///
/// `gray` is CV_8UC1, 0 = black, of an upright page; `ink`, of the same size, is what is known to be darker (255 =
/// ink); `glyph_height` that of a hanzi in their pixels; `least_contrast` in grey levels between a line and its paper.
/// Returns a mask of the same size, 255 on lines of at least two glyphs. What lies under or beside `ink` counts for
/// nothing, so strokes of writing give no lines; neither does the step at the edge of a tinted area, since a line is
/// darker than what lies on both its sides, nor what runs through writing, as lines that show through from the back do.
/// Throws std::invalid_argument if the two differ in size or are not CV_8UC1.
///
/// Method: a ridge filter with a long window along the line (matched filter for lines, after Chaudhuri et al., 1989),
/// its threshold from the median response, which is that of the paper's noise.
cv::Mat find_pale_rulings(const cv::Mat& gray, const cv::Mat& ink, int glyph_height, double least_contrast);

/// The usual contrast of the rulings that bound the cells of `tables`, in grey levels of `gray`; 0 without any.
double contrast_of_rulings(const cv::Mat& gray, const std::vector<TableGrid>& tables, int glyph_height);

/// How much of the edges inside `tables` has writing close by on both sides, [0, 1]: hardly any of those of a table, a
/// good part of lines that show through from the back. `ink` is that of the writing alone.
double share_in_writing(const std::vector<TableGrid>& tables, const cv::Mat& ink, int glyph_height);

}  // namespace shenbao::layout
