#include "support/pdf_maker.h"

#include <fmt/format.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace shenbao::test {
namespace {

std::string stream_object(const std::string& entries, const std::string& data) {
  return fmt::format("<< {} /Length {} >>\nstream\n", entries, data.size()) + data + "\nendstream";
}

}  // namespace

std::string make_pdf(const std::vector<MadePage>& pages) {
  std::string kids;
  for (std::size_t i = 0; i < pages.size(); ++i) kids += fmt::format("{} 0 R ", 3 + 3 * i);
  std::vector<std::string> objects{"<< /Type /Catalog /Pages 2 0 R >>",
                                   fmt::format("<< /Type /Pages /Count {} /Kids [{}] >>", pages.size(), kids)};
  for (const MadePage& page : pages) {
    const std::size_t id = objects.size() + 1;
    objects.push_back(
        fmt::format("<< /Type /Page /Parent 2 0 R /MediaBox [{}] {} /Contents {} 0 R "
                    "/Resources << /XObject << /Im {} 0 R >> {} >> >>",
                    page.box, page.entries, id + 1, id + 2, page.resources));
    objects.push_back(stream_object("", page.content));
    objects.push_back(stream_object("/Type /XObject /Subtype /Image " + page.image, page.data));
  }
  std::string file = "%PDF-1.7\n";
  std::string table = fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
  for (std::size_t i = 0; i < objects.size(); ++i) {
    table += fmt::format("{:010} 00000 n \n", file.size());
    file += fmt::format("{} 0 obj\n", i + 1) + objects[i] + "\nendobj\n";
  }
  const std::size_t at = file.size();
  return file + table +
         fmt::format("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n", objects.size() + 1, at);
}

std::string image_entries(const cv::Mat& pixels, const std::string& entries) {
  return fmt::format("/Width {} /Height {} {}", pixels.cols, pixels.rows, entries);
}

std::string samples_of(const cv::Mat& pixels) {
  cv::Mat samples = pixels.clone();
  if (pixels.channels() == 3) cv::cvtColor(pixels, samples, cv::COLOR_BGR2RGB);
  return std::string(samples.datastart, samples.dataend);
}

std::string bits_of(const cv::Mat& bilevel) {
  const int row_bytes = (bilevel.cols + 7) / 8;
  std::string bits(static_cast<std::size_t>(row_bytes * bilevel.rows), '\0');
  for (int y = 0; y < bilevel.rows; ++y) {
    for (int x = 0; x < bilevel.cols; ++x) {
      if (bilevel.at<unsigned char>(y, x) == 0) continue;
      char& byte = bits[static_cast<std::size_t>(y * row_bytes + x / 8)];
      byte = static_cast<char>(byte | 0x80 >> x % 8);
    }
  }
  return bits;
}

cv::Mat test_picture(int width, int height) {
  cv::Mat picture(height, width, CV_8UC1);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      picture.at<unsigned char>(y, x) = static_cast<unsigned char>(40 + 150 * x / width + 60 * y / height);
    }
  }
  cv::rectangle(picture, cv::Rect(width / 8, height / 8, width / 4, height / 8), 0, cv::FILLED);
  cv::rectangle(picture, cv::Rect(width / 2, height / 2, width / 8, height / 4), 255, cv::FILLED);
  return picture;
}

cv::Mat bilevel_picture(int width, int height) {
  cv::Mat picture;
  cv::threshold(test_picture(width, height), picture, 140, 255, cv::THRESH_BINARY);
  return picture;
}

cv::Mat colour_picture(int width, int height) {
  const cv::Mat grey = test_picture(width, height);
  const std::vector<cv::Mat> channels{grey, 255 - grey, cv::Mat(grey.size(), CV_8UC1, cv::Scalar(200))};
  cv::Mat picture;
  cv::merge(channels, picture);
  return picture;
}

std::string encoded(const std::string& extension, const cv::Mat& pixels) {
  std::vector<unsigned char> bytes;
  cv::imencode(extension, pixels, bytes);
  return std::string(bytes.begin(), bytes.end());
}

}  // namespace shenbao::test
