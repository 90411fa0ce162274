#pragma once

#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

namespace shenbao::test {

/// A page of a made PDF with the image that its content may draw as /Im.
struct MadePage {
  std::string box = "0 0 36 72";                        ///< /MediaBox
  std::string content = "q 36 0 0 72 0 0 cm /Im Do Q";  ///< covers that box
  std::string entries;                                  ///< further entries of the page's dictionary
  std::string resources;                                ///< further entries of its resources
  std::string image;                                    ///< the image's dictionary without /Length
  std::string data;                                     ///< the image's stream as it stands in the file
};

/// A PDF 1.7 file with these pages; object 1 is the catalog, object 2 the list of pages, then three objects a page.
std::string make_pdf(const std::vector<MadePage>& pages);

/// An image dictionary: "/Width 100 /Height 200 …" with the size of `pixels` and these further entries.
std::string image_entries(const cv::Mat& pixels, const std::string& entries);

/// The pixels as PDF samples: rows of grey, or of RGB for a BGR image.
std::string samples_of(const cv::Mat& pixels);

/// One bit per pixel, 1 for what is 255, rows padded to bytes.
std::string bits_of(const cv::Mat& bilevel);

/// Grey stripes and blots, different at every corner, that no turning or mirroring maps to itself.
cv::Mat test_picture(int width, int height);

/// The same in black and white: CV_8UC1 with 0 and 255.
cv::Mat bilevel_picture(int width, int height);

/// Every grey of `grey` in a colour of its own: CV_8UC3.
cv::Mat colour_picture(int width, int height);

/// A file in the format of `extension` (".png", ".jpg"), as OpenCV writes it.
std::string encoded(const std::string& extension, const cv::Mat& pixels);

}  // namespace shenbao::test
