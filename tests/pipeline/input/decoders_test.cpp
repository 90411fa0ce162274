// The decoders in this process, where the sanitizers see what they do; in the program each runs in a child.
#include "pipeline/input/decoders.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "pipeline/input/pdf.h"
#include "support/mutate.h"
#include "support/pdf_maker.h"
#include "support/temporary_folder.h"
#include "support/tiff_maker.h"

namespace shenbao::pipeline {
namespace {

constexpr std::int64_t kMaxPixels = 100'000;

Bytes bytes_of(const std::string& text) { return {reinterpret_cast<const unsigned char*>(text.data()), text.size()}; }

/// How many of the mutations of `original` could be decoded.
int decode_mutations(const std::string& original, const std::function<void(const Bytes&)>& decode) {
  std::mt19937 random(20211231);
  int decoded = 0;
  for (int round = 0; round < 400; ++round) {
    const std::string bytes = test::mutated(original, &random);
    try {
      decode(bytes_of(bytes));
      ++decoded;
    } catch (const std::exception& error) {
      EXPECT_FALSE(std::string(error.what()).empty());
    }
  }
  return decoded;
}

void expect_bounded(const Decoded& image) {
  EXPECT_GT(image.pixels.total(), 0u);
  EXPECT_LE(image.pixels.total(), static_cast<std::size_t>(kMaxPixels));
}

void read_every_page(const Bytes& file, PageList list) {
  const int pages = count_pdf_pages(file, list).pages;
  for (int page = 0; page < std::min(pages, 5); ++page) {
    const Decoded found = read_pdf_page(file, list, page, kMaxPixels);
    if (!found.pixels.empty()) expect_bounded(found);
    extract_pdf_page(file, list, page);
  }
}

TEST(Decoders, SurviveMutatedJpeg) {
  const auto decode = [](const Bytes& bytes) { expect_bounded(decode_jpeg(bytes, kMaxPixels)); };
  EXPECT_GT(decode_mutations(test::encoded(".jpg", test::colour_picture(40, 30)), decode), 0);
}

TEST(Decoders, SurviveMutatedPng) {
  const auto decode = [](const Bytes& bytes) { expect_bounded(decode_png(bytes, kMaxPixels)); };
  EXPECT_GT(decode_mutations(test::encoded(".png", test::colour_picture(40, 30)), decode), 0);
}

TEST(Decoders, SurviveMutatedTiff) {
  const test::TemporaryFolder folder;
  const auto decode = [&](const Bytes& bytes) {
    const std::string path = folder.put("a.tif", std::string(reinterpret_cast<const char*>(bytes.data), bytes.size));
    const int pages = count_tiff_pages(path, 10).pages;
    for (int page = 0; page < std::min(pages, 10); ++page) expect_bounded(decode_tiff(path, page, kMaxPixels));
  };
  const std::string tiff = test::make_tiff({{test::test_picture(40, 30), 5}, {test::bilevel_picture(40, 30), 4, 0}});
  EXPECT_GT(decode_mutations(tiff, decode), 0);
}

TEST(Decoders, SurviveMutatedFax) {
  const auto decode = [](const Bytes& bytes) {
    Samples fax;
    fax.data = bytes;
    fax.width = 40;
    fax.height = 30;
    fax.bits = 1;
    fax.coding = Samples::Coding::group4;
    fax.zero_is_white = true;
    expect_bounded(decode_samples(fax, kMaxPixels));
  };
  EXPECT_GT(decode_mutations(test::group4_of(test::bilevel_picture(40, 30)), decode), 0);
}

TEST(Decoders, SurviveMutatedPdf) {
  const cv::Mat grey = test::test_picture(20, 40);
  test::MadePage plain;
  plain.image = test::image_entries(grey,
                                    "/ColorSpace [/Indexed /DeviceRGB 3 <000102030405060708090A0B>] "
                                    "/BitsPerComponent 2 /Decode [0 3]");
  plain.data = std::string(5 * 40, '\x1B');
  test::MadePage jpeg;
  jpeg.image = test::image_entries(grey, "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode");
  jpeg.data = test::encoded(".jpg", grey);
  const std::string pdf = test::make_pdf({plain, jpeg});
  EXPECT_GT(decode_mutations(pdf, [](const Bytes& bytes) { read_every_page(bytes, PageList::stated); }), 0);
  EXPECT_GT(decode_mutations(pdf, [](const Bytes& bytes) { read_every_page(bytes, PageList::found); }), 0);
}

}  // namespace
}  // namespace shenbao::pipeline
