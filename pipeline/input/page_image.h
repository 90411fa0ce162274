#pragma once

#include <array>
#include <memory>
#include <optional>
#include <qpdf/QPDFPageObjectHelper.hh>

namespace shenbao::pipeline {

/// A page's box in points, after /UserUnit has been left aside; origin bottom left.
struct PageBox {
  double left = 0.0, bottom = 0.0, right = 0.0, top = 0.0;

  double width() const { return right - left; }
  double height() const { return top - bottom; }
};

/// What a viewer shows of the page: the crop box within the media box. Empty where the file gives none.
std::optional<PageBox> visible_box(QPDFPageObjectHelper& page);

/// A PDF matrix: x' = a x + c y + e, y' = b x + d y + f.
struct PdfMatrix {
  double a = 1.0, b = 0.0, c = 0.0, d = 1.0, e = 0.0, f = 0.0;
};

/// An image that alone makes up a page.
struct PlacedImage {
  QPDFObjectHandle stream;
  PdfMatrix placement;  ///< unit square to points
};

/// What a page's content comes to.
struct PageContent {
  /// The image that covers the whole page, if the page shows nothing else: what is painted before an
  /// opaque image that covers everything is hidden, invisible text (that of an OCR layer) paints nothing.
  /// Empty for any other page, also for a page with annotations that show, with layers that can be
  /// switched off, or with an image that is slanted, clipped, masked or transparent.
  std::optional<PlacedImage> image;
  bool incomplete = false;  ///< draws an object that the file does not have
};

/// Source: ISO 32000-1, 8.4 (graphics state), 8.9.5 (images), Annex A (operators).
PageContent read_content(QPDFPageObjectHelper& page);

}  // namespace shenbao::pipeline
