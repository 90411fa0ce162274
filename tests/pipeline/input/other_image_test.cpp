#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <opencv2/core.hpp>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "layout/page/page.h"
#include "pipeline/input/decoders.h"
#include "pipeline/input/document.h"
#include "support/mutate.h"
#include "support/pdf_maker.h"
#include "support/temporary_folder.h"

namespace shenbao::pipeline {
namespace {

constexpr std::int64_t kMaxPixels = 100'000;

/// Grey or BGR pixels as Leptonica's, at 300 dpi. The caller destroys it.
PIX* pix_of(const cv::Mat& pixels) {
  PIX* pix = pixCreate(pixels.cols, pixels.rows, pixels.channels() == 1 ? 8 : 32);
  pixSetResolution(pix, 300, 300);
  for (int y = 0; y < pixels.rows; ++y) {
    for (int x = 0; x < pixels.cols; ++x) {
      if (pixels.channels() == 1) {
        pixSetPixel(pix, x, y, pixels.at<uchar>(y, x));
      } else {
        const cv::Vec3b bgr = pixels.at<cv::Vec3b>(y, x);
        pixSetRGBPixel(pix, x, y, bgr[2], bgr[1], bgr[0]);
      }
    }
  }
  return pix;
}

/// The file that `write`, one of Leptonica's, makes of the pixels.
template <typename Write>
std::string written(const cv::Mat& pixels, const Write& write) {
  PIX* pix = pix_of(pixels);
  l_uint8* data = nullptr;
  std::size_t size = 0;
  EXPECT_EQ(write(&data, &size, pix), 0);
  const std::string file(reinterpret_cast<const char*>(data), size);
  lept_free(data);
  pixDestroy(&pix);
  return file;
}

std::string jp2_of(const cv::Mat& pixels) {
  const int lossless = 100, levels = 3;
  return written(pixels, [&](l_uint8** data, std::size_t* size, PIX* pix) {
    return pixWriteMemJp2k(data, size, pix, lossless, levels, 0, 0);
  });
}

void append_number(std::string& bytes, std::size_t number, int count) {
  for (int i = count - 1; i >= 0; --i) bytes += static_cast<char>(number >> 8 * i & 0xFF);
}

/// The same with a box that says 300 dpi, 11811 pixels per metre, at the end of the header box (ISO 15444-1, I.5.3.7).
std::string jp2_with_dpi(const cv::Mat& pixels) {
  std::string file = jp2_of(pixels);
  const std::size_t header = file.find("jp2h") - 4;
  std::size_t size = 0;
  for (std::size_t i = header; i < header + 4; ++i) size = size << 8 | static_cast<unsigned char>(file[i]);
  std::string box;
  append_number(box, 26, 4);
  box += "res ";
  append_number(box, 18, 4);
  box += "resc";
  for (const std::size_t number : {11811, 1, 11811, 1}) append_number(box, number, 2);
  append_number(box, 0, 2);  // exponents of ten
  file.insert(header + size, box);
  std::string longer;
  append_number(longer, size + box.size(), 4);
  return file.replace(header, 4, longer);
}

/// The codestream alone, without the boxes of a .jp2 file.
std::string j2k_of(const cv::Mat& pixels) {
  const std::string file = jp2_of(pixels);
  return file.substr(file.find("\xFF\x4F\xFF\x51"));
}

std::string webp_of(const cv::Mat& pixels) {
  return written(pixels, [](l_uint8** data, std::size_t* size, PIX* pix) {
    return pixWriteMemWebP(data, size, pix, 100, /*lossless=*/1);
  });
}

std::string bmp_of(const cv::Mat& pixels) {
  return written(pixels,
                 [](l_uint8** data, std::size_t* size, PIX* pix) { return pixWriteMem(data, size, pix, IFF_BMP); });
}

std::string pnm_of(const cv::Mat& pixels) {
  return written(pixels,
                 [](l_uint8** data, std::size_t* size, PIX* pix) { return pixWriteMem(data, size, pix, IFF_PNM); });
}

struct Case {
  const char* name;
  FileKind kind;
  std::string (*write)(const cv::Mat&);
  double dpi;  ///< that the file can state
};
const std::vector<Case> kCases = {{"jp2", FileKind::jpeg2000, jp2_with_dpi, 300},
                                  {"j2k", FileKind::jpeg2000, j2k_of, 0},
                                  {"webp", FileKind::other, webp_of, 0},
                                  {"bmp", FileKind::other, bmp_of, 300},
                                  {"pnm", FileKind::other, pnm_of, 0}};

/// Through the front door: by content, in the child process.
layout::Scan scan_of(const std::string& bytes, const Limits& limits = {}) {
  const test::TemporaryFolder folder;
  return rasterize(read_document(folder.put("scan", bytes), limits), 1, 300, limits);
}

bool same(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

ErrorCode code_of(const std::string& bytes, const Limits& limits, std::string* message) {
  try {
    scan_of(bytes, limits);
  } catch (const Error& error) {
    *message = error.what();
    return error.code();
  }
  *message = "no error";
  return ErrorCode::output;
}

TEST(OtherImage, GivesThePixelsThatWereWritten) {
  for (const Case& one : kCases) {
    const cv::Mat grey = test::test_picture(61, 43), colour = test::colour_picture(61, 43);
    const layout::Scan from_colour = scan_of(one.write(colour)), from_grey = scan_of(one.write(grey));
    EXPECT_TRUE(same(from_colour.pixels, colour)) << one.name;
    EXPECT_EQ(from_colour.damage, "") << one.name;
    EXPECT_NEAR(from_colour.dpi, one.dpi, 0.5) << one.name;
    EXPECT_TRUE(same(from_grey.pixels, grey)) << one.name;
  }
}

TEST(OtherImage, TakesTheBitsOfAPbmForInk) {
  const layout::Scan scan = scan_of(std::string("P4\n# made by hand\n10 2\n\xC0\x40\x00\x00", 28));
  ASSERT_EQ(scan.pixels.size(), cv::Size(10, 2));
  EXPECT_EQ(scan.pixels.at<uchar>(0, 0), 0);
  EXPECT_EQ(scan.pixels.at<uchar>(0, 2), 255);
  EXPECT_EQ(scan.pixels.at<uchar>(0, 9), 0);
  EXPECT_EQ(scan.pixels.at<uchar>(1, 0), 255);
}

TEST(OtherImage, ShowsPaperWhereItIsTransparent) {
  PIX* pix = pix_of(cv::Mat(8, 8, CV_8UC3, cv::Scalar(0, 0, 0)));
  pixSetSpp(pix, 4);
  pixSetComponentArbitrary(pix, L_ALPHA_CHANNEL, 0);
  for (int y = 0; y < 8; ++y) {
    for (int x = 4; x < 8; ++x) pixSetPixel(pix, x, y, 0x000000FF);
  }
  l_uint8* data = nullptr;
  std::size_t size = 0;
  ASSERT_EQ(pixWriteMemWebP(&data, &size, pix, 100, 1), 0);
  const layout::Scan scan = scan_of(std::string(reinterpret_cast<const char*>(data), size));
  lept_free(data);
  pixDestroy(&pix);
  EXPECT_EQ(scan.pixels.at<uchar>(4, 1), 255);
  EXPECT_EQ(scan.pixels.at<uchar>(4, 6), 0);
}

TEST(OtherImage, NamesFileAndPageOfOneThatBreaksOff) {
  for (const Case& one : kCases) {
    const std::string whole = one.write(test::colour_picture(300, 200));
    std::string message;
    EXPECT_EQ(code_of(whole.substr(0, whole.size() / 2), {}, &message), ErrorCode::unreadable) << one.name;
    EXPECT_NE(message.find("scan: page 1: the "), std::string::npos) << message;
  }
}

TEST(OtherImage, RefusesMorePixelsThanAreAllowedBeforeItDecodes) {
  Limits limits;
  limits.max_pixels = kMaxPixels;
  std::string message;
  for (const Case& one : kCases) {
    EXPECT_EQ(code_of(one.write(test::test_picture(400, 300)), limits, &message), ErrorCode::too_large) << one.name;
    EXPECT_NE(message.find("400 × 300 pixels"), std::string::npos) << message;
  }
  EXPECT_EQ(code_of("P5\n60000 60000\n255\n", limits, &message), ErrorCode::too_large);
  std::string stretched = j2k_of(test::test_picture(40, 30));
  stretched[8 + 1] = stretched[12 + 1] = '\x7F';  // the sides become 8 million pixels each
  EXPECT_EQ(code_of(stretched, limits, &message), ErrorCode::too_large);
}

TEST(OtherImage, SurvivesMutations) {
  std::mt19937 random(20211231);
  for (const Case& one : kCases) {
    const std::string original = one.write(test::colour_picture(40, 30));
    int decoded = 0;
    for (int round = 0; round < 150; ++round) {
      const std::string bytes = test::mutated(original, &random);
      try {
        const Decoded image = decode_other_image({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()},
                                                 one.kind, kMaxPixels);
        EXPECT_LE(image.pixels.total(), static_cast<std::size_t>(kMaxPixels));
        ++decoded;
      } catch (const DecodeError& error) {
        EXPECT_FALSE(std::string(error.what()).empty());
      }
    }
    EXPECT_GT(decoded, 0) << one.name;
  }
}

}  // namespace
}  // namespace shenbao::pipeline
