#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "extract/read/doubt.h"
#include "layout/ink/geometry.h"
#include "layout/page/page.h"

namespace shenbao::extract {

/// One place of a page set upright and cleaned, ready to be read line by line.
struct Snippet {
  cv::Mat white;                   ///< CV_8UC1, paper 255 and ink 0, remains of rulings painted over
  cv::Mat ink;                     ///< CV_8UC1 of the same size, 255 = ink of the writing
  std::vector<layout::Box> lines;  ///< lines of writing in reading order, snippet pixels; empty: a blank place
  std::vector<int> underlines;     ///< y of the underlines that were taken out, page pixels
  std::vector<Snippet> whole;      ///< the place with what may be part of a glyph: an underline, a streak; or none
  /// below_seal: a stamp's stroke was taken out, and writing may have gone with it; unread_ink: there is ink outside
  /// the lines, or only the gray shows any; beside_ruling: a line of a cell goes on beyond its edge or is struck out.
  /// Sorted, none twice.
  std::vector<Doubt> doubts;
};

/// A place to read and how high a hanzi is in it, in snippet pixels.
struct CutPlace {
  Snippet snippet;
  double glyph_height = 0.0;
};

/// Cuts out a cell (`ruled`: remains of rulings along its edges are taken out) or a line of text.
/// `glyph_height` is the usual height of a hanzi in page pixels, 0 if unknown; `underlined` are the heights (y, page
/// pixels) at which writing beside it stands on an underline.
Snippet cut_snippet(const layout::Page& page, const layout::Quad& quad, bool ruled, int glyph_height,
                    const std::vector<int>& underlined = {});

/// The usual height of a hanzi on a page, from the lines of writing in `places`; page pixels, 0 without writing.
/// Long lines count more: a paragraph says it better than a lone figure.
int usual_glyph_height(const layout::Page& page, const std::vector<layout::Quad>& places);

/// The column of `ink` between two places that has least ink, of several the nearest to their middle.
int least_inked_column(const cv::Mat& ink, double left, double right);

/// Lines cut out of a snippet and set side by side as one, so that a word broken over two lines is whole again.
///
/// They are scaled so that `glyph_height` becomes `target_height`, with `margin` hanzi of white around them: about a
/// sixth is read best, much less or more is not read at all. `lines` has at least one, in reading order.
cv::Mat frame_lines(const Snippet& snippet, const std::vector<layout::Box>& lines, double glyph_height,
                    double target_height, double margin);

}  // namespace shenbao::extract
