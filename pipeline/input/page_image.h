#pragma once

#include <optional>
#include <qpdf/QPDFMatrix.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

namespace shenbao::pipeline {

/// An image that alone makes up a page.
struct PlacedImage {
  QPDFObjectHandle stream;
  QPDFMatrix placement;  ///< unit square to points, origin bottom left
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
