#include "pipeline/input/document.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cmath>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFEFStreamObjectHelper.hh>
#include <qpdf/QPDFEmbeddedFileDocumentHelper.hh>
#include <qpdf/QPDFFileSpecObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "layout/page/page.h"
#include "support/mutate.h"
#include "support/pdf_maker.h"
#include "support/temporary_folder.h"
#include "support/tiff_maker.h"

namespace shenbao::pipeline {
namespace {

using test::MadePage;
using test::MadeSheet;
using test::TemporaryFolder;

/// Unlike any dpi of the images here, so that a size tells whether a page was rendered.
constexpr int kRenderDpi = 100;

const std::string kGrey8 = "/ColorSpace /DeviceGray /BitsPerComponent 8";

/// A page that is one picture of 100 × 200 pixels at 200 dpi.
MadePage page_of(const cv::Mat& picture) {
  MadePage page;
  page.image = test::image_entries(picture, kGrey8);
  page.data = test::samples_of(picture);
  return page;
}

MadePage grey_page() { return page_of(test::test_picture(100, 200)); }

layout::Scan scan_of(const std::string& bytes, int page_no = 1, const Limits& limits = {}) {
  const TemporaryFolder folder;
  return rasterize(read_document(folder.put("scan", bytes), limits), page_no, kRenderDpi, limits);
}

layout::Scan scan_of(const MadePage& page) { return scan_of(test::make_pdf({page})); }

bool same(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

bool was_rendered(const layout::Scan& scan) {
  return scan.pixels.size() == cv::Size(50, 100) && scan.dpi == kRenderDpi;
}

struct Failure {
  ErrorCode code = ErrorCode::output;
  std::string message;
};

template <typename Work>
Failure failure_of(const Work& work) {
  try {
    work();
  } catch (const Error& error) {
    return {error.code(), error.what()};
  }
  ADD_FAILURE() << "no Error";
  return {};
}

Failure opening_failure(const std::string& bytes, const Limits& limits = {}) {
  const TemporaryFolder folder;
  const std::string path = folder.put("a.pdf", bytes);
  return failure_of([&] { read_document(path, limits); });
}

/// The zlib stream of a PNG, as a PDF's FlateDecode takes it.
std::string png_data(const std::string& png) {
  std::string data;
  for (std::size_t at = 8; at + 12 <= png.size();) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < 4; ++i) size = size << 8 | static_cast<unsigned char>(png[at + i]);
    if (png.compare(at + 4, 4, "IDAT") == 0) data += png.substr(at + 8, size);
    at += size + 12;
  }
  return data;
}

/// What QPDFWriter writes after `change`, which gets the file and its writer.
template <typename Change>
std::string rewritten(const std::string& pdf, const Change& change) {
  QPDF file;
  file.processMemoryFile("", pdf.data(), pdf.size());
  QPDFWriter writer(file);
  writer.setOutputMemory();
  change(file, writer);
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return std::string(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
}

std::string encrypted(const std::string& pdf, const char* user_password) {
  return rewritten(pdf, [&](QPDF&, QPDFWriter& writer) {
    writer.setR6EncryptionParameters(user_password, "owner", true, true, true, true, true, true, qpdf_r3p_full, true);
  });
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(ReadDocument, TellsSizeHashAndPages) {
  const TemporaryFolder folder;
  const std::string bytes = test::make_pdf({grey_page(), grey_page(), grey_page()});
  const Document document = read_document(folder.put("three.pdf", bytes), {});
  EXPECT_EQ(document.bytes, static_cast<std::int64_t>(bytes.size()));
  EXPECT_EQ(document.page_count, 3);
  EXPECT_EQ(document.damage, "");
  const Document abc = read_document(folder.put("p.png", test::encoded(".png", cv::Mat(1, 1, CV_8UC1, 7))), {});
  EXPECT_EQ(abc.sha256.size(), 64u);
  EXPECT_NE(abc.sha256, document.sha256);
}

TEST(ReadDocument, TellsTheKindByTheContent) {
  const TemporaryFolder folder;
  const cv::Mat picture = test::test_picture(30, 20);
  for (const std::string& bytes : {test::encoded(".png", picture), test::encoded(".jpg", picture),
                                   test::make_tiff({{picture}}), "junk\n" + test::make_pdf({grey_page()})}) {
    EXPECT_EQ(read_document(folder.put("scan.doc", bytes), {}).page_count, 1);
  }
}

TEST(ReadDocument, RefusesWhatItCannotRead) {
  const TemporaryFolder folder;
  const auto code_of = [&](const std::string& path) { return failure_of([&] { read_document(path, {}); }).code; };
  EXPECT_EQ(code_of(folder.path("none.pdf")), ErrorCode::not_found);
  EXPECT_EQ(code_of(folder.path()), ErrorCode::unsupported);
  EXPECT_EQ(code_of(folder.put("empty.pdf", "")), ErrorCode::empty);
  EXPECT_EQ(code_of(folder.put("text.pdf", "绩效目标申报表\n")), ErrorCode::unsupported);
  EXPECT_EQ(code_of(folder.put("no_pages.pdf", test::make_pdf({}))), ErrorCode::empty);
  EXPECT_EQ(code_of(folder.put("head.pdf", "%PDF-1.4\n")), ErrorCode::unreadable);
  ASSERT_EQ(mkfifo(folder.path("pipe.pdf").c_str(), 0600), 0);
  EXPECT_EQ(code_of(folder.path("pipe.pdf")), ErrorCode::unsupported);
}

TEST(ReadDocument, SaysWhatHappenedWhereAndWhatToDo) {
  const Failure failure = opening_failure("not a scan");
  EXPECT_NE(failure.message.find("a.pdf: "), std::string::npos) << failure.message;
  EXPECT_NE(failure.message.find("; give a PDF"), std::string::npos) << failure.message;
}

TEST(ReadDocument, BoundsBytesAndPages) {
  Limits limits;
  limits.max_bytes = 100;
  EXPECT_EQ(opening_failure(test::make_pdf({grey_page()}), limits).code, ErrorCode::too_large);
  limits = {};
  limits.max_pages = 2;
  const std::vector<MadePage> pages(3, grey_page());
  EXPECT_EQ(opening_failure(test::make_pdf(pages), limits).code, ErrorCode::too_large);
  const std::vector<MadeSheet> sheets(3, MadeSheet{test::test_picture(20, 20)});
  EXPECT_EQ(opening_failure(test::make_tiff(sheets), limits).code, ErrorCode::too_large);
}

TEST(ReadDocument, OpensAnEncryptedPdfOnlyWithoutAPassword) {
  const std::string pdf = test::make_pdf({grey_page()});
  EXPECT_EQ(opening_failure(encrypted(pdf, "secret")).code, ErrorCode::encrypted);
  EXPECT_TRUE(same(scan_of(encrypted(pdf, "")).pixels, test::test_picture(100, 200)));
}

TEST(ReadDocument, FindsThePagesBehindALoopInTheirList) {
  const TemporaryFolder folder;
  const std::string pdf = replaced(test::make_pdf({grey_page()}), "/Kids [3 0 R ]", "/Kids [2 0 R ]");
  const Document document = read_document(folder.put("loop.pdf", pdf), {});
  EXPECT_EQ(document.page_count, 1);
  EXPECT_NE(document.damage, "");
  EXPECT_TRUE(same(rasterize(document, 1, kRenderDpi, {}).pixels, test::test_picture(100, 200)));
}

TEST(ReadDocument, GathersThePagesOfAFileThatBreaksOff) {
  const TemporaryFolder folder;
  const std::string pdf = test::make_pdf({grey_page(), grey_page(), grey_page()});
  const std::string torn = replaced(pdf.substr(0, pdf.rfind("10 0 obj")), "/Kids", "/Gone");
  const Document document = read_document(folder.put("torn.pdf", torn), {});
  EXPECT_EQ(document.page_count, 3);
  EXPECT_NE(document.damage, "");
  EXPECT_TRUE(same(rasterize(document, 1, kRenderDpi, {}).pixels, test::test_picture(100, 200)));
  EXPECT_EQ(failure_of([&] { rasterize(document, 3, kRenderDpi, {}); }).code, ErrorCode::unreadable);
}

TEST(ReadDocument, CountsTheFilesThatAPdfCarries) {
  const TemporaryFolder folder;
  const std::string pdf = test::make_pdf({grey_page()});
  EXPECT_EQ(read_document(folder.put("a.pdf", pdf), {}).attachments, 0);
  const std::string portfolio = rewritten(pdf, [](QPDF& file, QPDFWriter&) {
    QPDFEmbeddedFileDocumentHelper attached(file);
    for (const std::string name : {"form.pdf", "list.xlsx"}) {
      const auto stream = QPDFEFStreamObjectHelper::createEFStream(file, "content of " + name);
      attached.replaceEmbeddedFile(name, QPDFFileSpecObjectHelper::createFileSpec(file, name, stream));
    }
    QPDFObjectHandle pin = QPDFObjectHandle::parse("<< /Type /Annot /Subtype /FileAttachment /Rect [1 1 9 9] >>");
    QPDFObjectHandle(file.getAllPages()[0]).replaceKey("/Annots", QPDFObjectHandle::newArray({pin}));
  });
  EXPECT_EQ(read_document(folder.put("b.pdf", portfolio), {}).attachments, 3);
}

TEST(ReadDocument, LetsNoLibrarySpeak) {
  testing::internal::CaptureStderr();
  const std::string pdf = test::make_pdf({grey_page()});
  opening_failure("%PDF-1.4\n garbage");
  scan_of(pdf.substr(0, pdf.size() - 60));
  opening_failure(test::make_tiff({{test::test_picture(20, 20)}}).substr(0, 12));
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(RasterizePdf, TakesAFullPageImageAsItIs) {
  const layout::Scan scan = scan_of(grey_page());
  EXPECT_EQ(scan.page_no, 1);
  EXPECT_EQ(scan.dpi, 200);
  EXPECT_EQ(scan.damage, "");
  EXPECT_TRUE(same(scan.pixels, test::test_picture(100, 200)));
}

/// 16-bit samples of which these are the upper bytes.
std::string with_lower_bytes(const std::string& samples) {
  std::string both;
  for (const char upper : samples) both += {upper, '\x55'};
  return both;
}

TEST(RasterizePdf, DecodesEveryUsualKindOfImage) {
  const cv::Mat grey = test::test_picture(100, 200);
  const cv::Mat colour = test::colour_picture(100, 200);
  const cv::Mat black_white = test::bilevel_picture(100, 200);
  const std::string png = test::encoded(".png", colour);
  const std::string grey_jpeg = test::encoded(".jpg", grey);
  const std::string colour_jpeg = test::encoded(".jpg", colour);
  const auto decoded = [](const std::string& jpeg) {
    return cv::imdecode(std::vector<unsigned char>(jpeg.begin(), jpeg.end()), cv::IMREAD_UNCHANGED);
  };
  std::string palette;
  for (int i = 0; i < 256; ++i) palette += cv::format("%02x%02x%02x", 255 - i, i, i / 2);
  cv::Mat in_palette(grey.size(), CV_8UC3);
  for (int y = 0; y < grey.rows; ++y) {
    for (int x = 0; x < grey.cols; ++x) {
      const int i = grey.at<unsigned char>(y, x);
      in_palette.at<cv::Vec3b>(y, x) =
          cv::Vec3b(static_cast<uchar>(i / 2), static_cast<uchar>(i), static_cast<uchar>(255 - i));
    }
  }
  struct Case {
    const char* name;
    std::string entries;
    std::string data;
    cv::Mat expected;
  };
  const std::string rgb8 = "/ColorSpace /DeviceRGB /BitsPerComponent 8 ";
  const std::string bit = "/ColorSpace /DeviceGray /BitsPerComponent 1 ";
  const std::string g4 = bit + "/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 100 /Rows 200 ";
  const std::vector<Case> cases{
      {"rgb", rgb8, test::samples_of(colour), colour},
      {"flate with predictor", rgb8 + "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors 3 /Columns 100 >>",
       png_data(png), colour},
      {"inverted by Decode", kGrey8 + " /Decode [1 0]", test::samples_of(255 - grey), grey},
      {"one bit", bit, test::bits_of(black_white), black_white},
      {"one bit in a palette", "/ColorSpace [/Indexed /DeviceGray 1 <FF00>] /BitsPerComponent 1",
       test::bits_of(255 - black_white), black_white},
      {"palette", "/ColorSpace [/Indexed /DeviceRGB 255 <" + palette + ">] /BitsPerComponent 8", test::samples_of(grey),
       in_palette},
      {"grey JPEG", kGrey8 + " /Filter /DCTDecode", grey_jpeg, decoded(grey_jpeg)},
      {"colour JPEG", rgb8 + "/Filter [/DCTDecode]", colour_jpeg, decoded(colour_jpeg)},
      {"grey JPEG inverted by Decode", kGrey8 + " /Decode [1 0] /Filter /DCTDecode", grey_jpeg,
       255 - decoded(grey_jpeg)},
      {"16 bits", "/ColorSpace /DeviceGray /BitsPerComponent 16", with_lower_bytes(test::samples_of(grey)), grey},
      {"fax", g4 + ">>", test::group4_of(black_white), black_white},
      {"fax with black as 1", g4 + "/BlackIs1 true >>", test::group4_of(black_white), 255 - black_white},
  };
  for (const Case& c : cases) {
    MadePage page;
    page.image = test::image_entries(c.expected, c.entries);
    page.data = c.data;
    const layout::Scan scan = scan_of(page);
    EXPECT_TRUE(same(scan.pixels, c.expected)) << c.name;
    EXPECT_EQ(scan.dpi, 200) << c.name;
    EXPECT_EQ(scan.damage, "") << c.name;
  }
}

TEST(RasterizePdf, TurnsAndMirrorsTheImageAsThePageDoes) {
  const cv::Mat picture = test::test_picture(100, 200);
  cv::Mat turned;
  MadePage page = grey_page();
  page.entries = "/Rotate 90";
  cv::rotate(picture, turned, cv::ROTATE_90_CLOCKWISE);
  EXPECT_TRUE(same(scan_of(page).pixels, turned));

  page.entries = "/Rotate -90";
  cv::rotate(picture, turned, cv::ROTATE_90_COUNTERCLOCKWISE);
  EXPECT_TRUE(same(scan_of(page).pixels, turned));

  page = grey_page();
  page.content = "q 36 0 0 -72 0 72 cm /Im Do Q";
  cv::flip(picture, turned, 0);
  EXPECT_TRUE(same(scan_of(page).pixels, turned));

  page.box = "0 0 72 36";
  page.content = "q 0 36 -72 0 72 0 cm /Im Do Q";
  cv::rotate(picture, turned, cv::ROTATE_90_COUNTERCLOCKWISE);
  EXPECT_TRUE(same(scan_of(page).pixels, turned));
}

TEST(RasterizePdf, TurnsAnImageAsPopplerDoes) {
  for (const char* matrix : {"36 0 0 72 0 0", "-36 0 0 72 36 0", "36 0 0 -72 0 72", "-36 0 0 -72 36 72"}) {
    for (const char* rotate : {"/Rotate 0", "/Rotate 90", "/Rotate 180", "/Rotate 270"}) {
      MadePage page = grey_page();
      page.content = std::string("q ") + matrix + " cm /Im Do Q";
      page.entries = rotate;
      const cv::Mat taken = scan_of(page).pixels;
      page.content += " 0 0 0 0 re f";
      cv::Mat rendered = scan_of(page).pixels;
      ASSERT_EQ(rendered.size(), cv::Size(taken.cols / 2, taken.rows / 2));
      cv::resize(rendered, rendered, taken.size());
      EXPECT_LT(cv::norm(taken, rendered, cv::NORM_L1) / static_cast<double>(taken.total()), 5.0) << matrix << rotate;
    }
  }
}

TEST(RasterizePdf, CountsUserUnitsInTheDpi) {
  MadePage page = grey_page();
  page.entries = "/UserUnit 2";
  EXPECT_EQ(scan_of(page).dpi, 100);
}

TEST(RasterizePdf, LooksThroughWhatDoesNotShow) {
  MadePage page = grey_page();
  page.resources = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";
  for (const std::string extra :
       {" BT /F 9 Tf 3 Tr 9 9 Td (ocr) Tj ET", " 1 0 0 rg 0.5 w", " q 0 0 36 72 re W n Q", " /Tag BMC EMC"}) {
    page.content = grey_page().content + extra;
    EXPECT_EQ(scan_of(page).dpi, 200) << extra;
  }
  page.content = "1 1 1 rg 0 0 36 72 re f q 0 0 36 72 re W n 36 0 0 72 0 0 cm /Im Do Q";
  EXPECT_TRUE(same(scan_of(page).pixels, test::test_picture(100, 200)));
}

TEST(RasterizePdf, RendersAPageThatIsMoreThanItsImage) {
  const std::string font = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";
  struct Case {
    std::string content;
    std::string entries;
    std::string resources;
  };
  const std::string draw = grey_page().content;
  const std::string annotation = "/Annots [<< /Type /Annot /Subtype /Square /Rect [1 1 9 9] /C [1 0 0] >>]";
  for (const Case& c : {Case{draw + " BT /F 9 Tf 9 9 Td (seal) Tj ET", "", font}, Case{draw + " 0 0 9 9 re f", "", ""},
                        Case{"q 18 0 0 72 0 0 cm /Im Do Q", "", ""}, Case{"q 36 5 -5 72 0 0 cm /Im Do Q", "", ""},
                        Case{"q 0 0 20 72 re W n 36 0 0 72 0 0 cm /Im Do Q", "", ""},
                        Case{"/G gs " + draw, "", "/ExtGState << /G << /ca 0.5 >> >>"},
                        Case{"/OC /L BDC " + draw + " EMC", "", ""}, Case{draw, annotation, ""}}) {
    MadePage page = grey_page();
    page.content = c.content;
    page.entries = c.entries;
    page.resources = c.resources;
    EXPECT_TRUE(was_rendered(scan_of(page))) << c.content;
  }
  MadePage masked = grey_page();
  masked.image += " /Mask [0 10]";
  EXPECT_TRUE(was_rendered(scan_of(masked)));
}

TEST(RasterizePdf, StatesTheCharactersOfAPageThatIsNoScan) {
  MadePage page = grey_page();
  page.resources = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Courier >> >>";
  page.content = "BT /F 10 Tf 6 36 Td (8B) Tj ET";  // 6 points wide each, from the left; 36 points above the bottom
  for (const auto& [entries, user_unit] : {std::pair("", 1.0), std::pair("/UserUnit 2", 2.0)}) {
    page.entries = entries;
    const layout::Scan scan = scan_of(page);
    ASSERT_EQ(scan.stated.size(), 2U) << entries;
    EXPECT_EQ(scan.stated[0].code, U'8');
    EXPECT_EQ(scan.stated[1].code, U'B');
    const double pixels = scan.dpi / 72 * user_unit;  // for a point
    EXPECT_NEAR(scan.stated[0].centre.x, 9 * pixels, 1);
    EXPECT_NEAR(scan.stated[1].centre.x, 15 * pixels, 1);
    EXPECT_NEAR(scan.stated[0].centre.y, 36 * pixels, 5 * pixels);
  }
  page.entries = "";
  page.image = test::image_entries(cv::Mat(1000, 500, CV_8UC1), "/ColorSpace /DeviceGray /BitsPerComponent 8");
  page.data = std::string(500 * 1000, '\x7f');
  page.content += " q 30 0 0 72 0 0 cm /Im Do Q";  // a scan, below which text may be hidden
  EXPECT_TRUE(scan_of(page).stated.empty());
}

TEST(RasterizePdf, RendersAnImageThatItCannotDecodeInTheImagesOwnDpi) {
  MadePage page = grey_page();
  page.image = "/Width 100 /Height 200 /ColorSpace /DeviceCMYK /BitsPerComponent 8";
  page.data = std::string(100 * 200 * 4, '\x20');
  const layout::Scan scan = scan_of(page);
  EXPECT_EQ(scan.pixels.size(), cv::Size(100, 200));
  EXPECT_EQ(scan.dpi, 200);
}

TEST(RasterizePdf, CallsNoPageDamagedWhoseType3FontUnderstatesItsGlyphs) {
  MadePage page = grey_page();
  page.content = "BT /F 20 Tf 5 30 Td (aa) Tj ET";
  page.resources =
      "/Font << /F << /Type /Font /Subtype /Type3 /FontBBox [0 0 10 10] /FontMatrix [0.001 0 0 0.001 0 0] "
      "/FirstChar 97 /LastChar 97 /Widths [1000] /Encoding << /Differences [97 /box] >> /CharProcs << >> >> >>";
  const std::string pdf = rewritten(test::make_pdf({page}), [](QPDF& file, QPDFWriter&) {
    QPDFObjectHandle object = file.getAllPages()[0];
    for (const char* key : {"/Resources", "/Font", "/F", "/CharProcs"}) object = object.getKey(key);
    object.replaceKey("/box", QPDFObjectHandle::newStream(&file, "1000 0 0 0 900 900 d1 0 0 900 900 re f"));
  });
  const layout::Scan scan = scan_of(pdf);
  EXPECT_EQ(scan.damage, "");
  EXPECT_EQ(scan.pixels.at<uchar>(scan.pixels.rows - 50, 20), 0);
}

TEST(RasterizePdf, StretchesACoarseFaxToSquarePixels) {
  const cv::Mat picture = test::bilevel_picture(100, 100);
  MadePage page;
  page.image = test::image_entries(picture, "/ColorSpace /DeviceGray /BitsPerComponent 1");
  page.data = test::bits_of(picture);
  const layout::Scan scan = scan_of(page);
  EXPECT_EQ(scan.pixels.size(), cv::Size(100, 200));
  EXPECT_EQ(scan.dpi, 200);
}

TEST(RasterizePdf, LowersTheDpiOfALargeSheet) {
  MadePage page = grey_page();
  page.box = "0 0 1440 1440";
  Limits limits;
  limits.max_pixels = 1'000'000;
  const layout::Scan scan = scan_of(test::make_pdf({page}), 1, limits);
  EXPECT_LE(scan.pixels.total(), 1'000'000u);
  EXPECT_GE(scan.pixels.total(), 900'000u);
  EXPECT_NEAR(scan.dpi, 50, 1);

  page.box = "0 0 144000 144000";
  const Failure failure = failure_of([&] { scan_of(test::make_pdf({page})); });
  EXPECT_EQ(failure.code, ErrorCode::too_large);
}

TEST(RasterizePdf, LowersTheDpiOfAnImageOfTooManyPixels) {
  Limits limits;
  limits.max_pixels = 5000;
  const layout::Scan scan = scan_of(test::make_pdf({grey_page()}), 1, limits);
  EXPECT_LE(scan.pixels.total(), 5000u);
  EXPECT_GE(scan.pixels.total(), 4000u);
}

TEST(RasterizePdf, KeepsTheOtherPagesWhenOneIsBroken) {
  const TemporaryFolder folder;
  MadePage broken = grey_page();
  broken.image += " /Filter /FlateDecode";
  broken.data = "no zlib stream";
  const std::string path = folder.put("a.pdf", test::make_pdf({grey_page(), broken, grey_page()}));
  const Document document = read_document(path, {});
  EXPECT_EQ(document.page_count, 3);
  for (const int page_no : {1, 3}) {
    EXPECT_TRUE(same(rasterize(document, page_no, kRenderDpi, {}).pixels, test::test_picture(100, 200)));
  }
  const Failure failure = failure_of([&] { rasterize(document, 2, kRenderDpi, {}); });
  EXPECT_EQ(failure.code, ErrorCode::unreadable);
  EXPECT_NE(failure.message.find("a.pdf: page 2: "), std::string::npos) << failure.message;
}

TEST(RasterizePdf, KeepsTheRowsOfAnImageThatBreaksOff) {
  MadePage page = grey_page();
  page.data.resize(100 * 150);
  const layout::Scan scan = scan_of(page);
  EXPECT_TRUE(same(scan.pixels.rowRange(0, 150), test::test_picture(100, 200).rowRange(0, 150)));
  EXPECT_EQ(cv::countNonZero(scan.pixels.rowRange(150, 200) != 255), 0);
  EXPECT_NE(scan.damage.find("row 151 of 200"), std::string::npos) << scan.damage;

  page = grey_page();
  page.image += " /Filter /DCTDecode";
  page.data = test::encoded(".jpg", test::test_picture(100, 200));
  page.data.resize(page.data.size() * 2 / 3);
  EXPECT_NE(scan_of(page).damage, "");

  const cv::Mat fax = test::bilevel_picture(100, 200);
  page = grey_page();
  page.image = test::image_entries(fax,
                                   "/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode "
                                   "/DecodeParms << /K -1 /Columns 100 >>");
  page.data = test::group4_of(fax);
  page.data.resize(page.data.size() / 2);
  EXPECT_TRUE(same(scan_of(page).pixels.rowRange(0, 50), fax.rowRange(0, 50)));
  EXPECT_NE(scan_of(page).damage, "");
}

TEST(RasterizePdf, BoundsAStreamThatIsLargerThanItsImage) {
  MadePage page = grey_page();
  page.image = "/Width 10 /Height 20 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode";
  page.data = png_data(test::encoded(".png", cv::Mat(4000, 4000, CV_8UC1, cv::Scalar(9))));
  EXPECT_EQ(scan_of(page).pixels.size(), cv::Size(10, 20));
}

TEST(RasterizePdf, GivesTheSamePixelsInEveryThread) {
  const TemporaryFolder folder;
  MadePage drawn = grey_page();
  drawn.content += " 9 9 9 9 re f";
  const Document document = read_document(folder.put("a.pdf", test::make_pdf({grey_page(), drawn})), {});
  const cv::Mat expected = rasterize(document, 2, kRenderDpi, {}).pixels;
  std::vector<int> good(4, 0);
  std::vector<std::thread> threads;
  for (int& count : good) {
    threads.emplace_back([&document, &expected, &count] {
      for (int round = 0; round < 4; ++round) {
        count += same(rasterize(document, 1, kRenderDpi, {}).pixels, test::test_picture(100, 200)) ? 1 : 0;
        count += same(rasterize(document, 2, kRenderDpi, {}).pixels, expected) ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, std::vector<int>(4, 8));
}

TEST(Rasterize, RefusesAFileThatWasChanged) {
  const TemporaryFolder folder;
  const std::string path = folder.put("a.pdf", test::make_pdf({grey_page()}));
  const Document document = read_document(path, {});
  std::ofstream(path, std::ios::app) << "more";
  EXPECT_EQ(failure_of([&] { rasterize(document, 1, kRenderDpi, {}); }).code, ErrorCode::unreadable);
}

TEST(Rasterize, RefusesAPageThatIsNotThere) {
  const TemporaryFolder folder;
  const Document document = read_document(folder.put("a.pdf", test::make_pdf({grey_page()})), {});
  EXPECT_THROW(rasterize(document, 0, kRenderDpi, {}), std::invalid_argument);
  EXPECT_THROW(rasterize(document, 2, kRenderDpi, {}), std::invalid_argument);
}

TEST(RasterizeTiff, ReadsPagesOfEveryKind) {
  const cv::Mat fax = test::bilevel_picture(100, 60);
  const cv::Mat grey = test::test_picture(50, 40);
  const cv::Mat colour = test::colour_picture(30, 40);
  MadeSheet thumbnail{test::test_picture(10, 10)};
  thumbnail.subfile = 1;
  MadeSheet coded{fax, 4, 0};
  MadeSheet inverse{grey, 5, 0};
  const std::string tiff = test::make_tiff({coded, thumbnail, inverse, MadeSheet{colour, 5}});
  EXPECT_TRUE(same(scan_of(tiff, 1).pixels, fax));
  EXPECT_TRUE(same(scan_of(tiff, 2).pixels, grey));
  EXPECT_TRUE(same(scan_of(tiff, 3).pixels, colour));
  EXPECT_EQ(scan_of(tiff, 3).dpi, 200);
  EXPECT_THROW(scan_of(tiff, 4), std::invalid_argument);
}

TEST(RasterizeTiff, AppliesOrientationAndResolution) {
  MadeSheet sheet{test::test_picture(50, 40)};
  sheet.orientation = 6;
  sheet.resolution_unit = 3;
  sheet.dpi_x = sheet.dpi_y = 118.11;
  cv::Mat turned;
  cv::rotate(sheet.pixels, turned, cv::ROTATE_90_CLOCKWISE);
  const layout::Scan scan = scan_of(test::make_tiff({sheet}));
  EXPECT_TRUE(same(scan.pixels, turned));
  EXPECT_EQ(scan.dpi, 300);

  MadeSheet coarse{test::bilevel_picture(100, 60), 4, 0};
  coarse.dpi_x = 204;
  coarse.dpi_y = 102;
  EXPECT_EQ(scan_of(test::make_tiff({coarse})).pixels.size(), cv::Size(100, 120));
}

TEST(RasterizeTiff, TurnsOverAFaxThatIsWhiteOnBlackAllOver) {
  cv::Mat page(1100, 800, CV_8UC1, cv::Scalar(255));
  cv::rectangle(page, {50, 60, 700, 900}, 0, 3);
  for (int y = 100; y < 950; y += 50) cv::putText(page, "1,234.56 total", {70, y}, cv::FONT_HERSHEY_SIMPLEX, 1, 0, 4);
  EXPECT_TRUE(same(scan_of(test::make_tiff({MadeSheet{page, 4, 0}})).pixels, page));
  EXPECT_TRUE(same(scan_of(test::make_tiff({MadeSheet{255 - page, 4, 0}})).pixels, page));

  cv::Mat receipt(1100, 800, CV_8UC1, cv::Scalar(0));  // on a black ground
  cv::resize(page, receipt(cv::Rect(200, 300, 300, 400)), {300, 400}, 0, 0, cv::INTER_NEAREST);
  EXPECT_TRUE(same(scan_of(test::make_tiff({MadeSheet{receipt, 4, 0}})).pixels, receipt));

  cv::Mat dark = (255 - page) / 2;  // a photograph of a blackboard, say: no fax
  EXPECT_TRUE(same(scan_of(test::make_tiff({MadeSheet{dark}})).pixels, dark));
}

TEST(RasterizeTiff, KeepsWhatIsBeforeTheDamage) {
  const TemporaryFolder folder;
  const std::string tiff =
      test::make_tiff({MadeSheet{test::test_picture(60, 60)}, MadeSheet{test::test_picture(60, 60)}});
  const Document document = read_document(folder.put("a.tif", tiff.substr(0, tiff.size() - 40)), {});
  EXPECT_EQ(document.page_count, 1);
  EXPECT_NE(document.damage, "");
  EXPECT_TRUE(same(rasterize(document, 1, kRenderDpi, {}).pixels, test::test_picture(60, 60)));
}

TEST(RasterizeImage, RefusesAnEnormousSizeBeforeDecoding) {
  std::string png = test::encoded(".png", test::test_picture(20, 20));
  png.replace(16, 8, std::string("\x00\x01\x86\xA0\x00\x01\x86\xA0", 8));
  std::string jpeg = test::encoded(".jpg", test::test_picture(20, 20));
  const std::size_t frame = jpeg.find("\xFF\xC0");
  ASSERT_NE(frame, std::string::npos);
  jpeg.replace(frame + 5, 4, "\xFF\xDC\xFF\xDC");
  for (const std::string& bytes : {png, jpeg, test::make_tiff_header(100'000, 100'000)}) {
    EXPECT_EQ(failure_of([&] { scan_of(bytes); }).code, ErrorCode::too_large);
  }
}

TEST(RasterizeImage, ReadsPngOfEveryKind) {
  const cv::Mat grey = test::test_picture(50, 40);
  EXPECT_TRUE(same(scan_of(test::encoded(".png", grey)).pixels, grey));
  EXPECT_EQ(scan_of(test::encoded(".png", grey)).dpi, 0);
  EXPECT_TRUE(same(scan_of(test::encoded(".png", test::colour_picture(50, 40))).pixels, test::colour_picture(50, 40)));

  cv::Mat deep;
  grey.convertTo(deep, CV_16U, 257);
  EXPECT_TRUE(same(scan_of(test::encoded(".png", deep)).pixels, grey));

  cv::Mat glass(40, 50, CV_8UC4, cv::Scalar(0, 0, 0, 0));
  glass.at<cv::Vec4b>(3, 4) = cv::Vec4b(0, 0, 200, 255);
  const cv::Mat on_paper = scan_of(test::encoded(".png", glass)).pixels;
  ASSERT_EQ(on_paper.type(), CV_8UC3);
  EXPECT_EQ(on_paper.at<cv::Vec3b>(0, 0), cv::Vec3b(255, 255, 255));
  EXPECT_EQ(on_paper.at<cv::Vec3b>(3, 4), cv::Vec3b(0, 0, 200));
}

TEST(RasterizeImage, KeepsTheRowsOfAPngThatBreaksOff) {
  cv::Mat noise(200, 300, CV_8UC1);
  cv::RNG random(7);
  random.fill(noise, cv::RNG::UNIFORM, 0, 256);
  const std::string png = test::encoded(".png", noise);
  const layout::Scan scan = scan_of(png.substr(0, png.size() / 2));
  EXPECT_TRUE(same(scan.pixels.rowRange(0, 60), noise.rowRange(0, 60)));
  EXPECT_EQ(cv::countNonZero(scan.pixels.rowRange(150, 200) != 255), 0);
  EXPECT_NE(scan.damage, "");
}

TEST(RasterizeImage, SaysOfAProgressiveJpegWithoutItsEndThatAPartIsDamaged) {
  std::vector<unsigned char> jpeg;
  cv::imencode(".jpg", test::colour_picture(300, 200), jpeg, {cv::IMWRITE_JPEG_PROGRESSIVE, 1});
  const std::string whole(jpeg.begin(), jpeg.end());
  EXPECT_EQ(scan_of(whole).damage, "");
  const std::string damage = scan_of(whole.substr(0, whole.size() * 3 / 4)).damage;
  EXPECT_EQ(damage.find("a part of the JPEG is damaged"), 0u) << damage;
}

TEST(RasterizeImage, AppliesExifOrientationAndDensity) {
  const std::string jpeg = test::encoded(".jpg", test::test_picture(80, 40));
  const std::string exif(
      "\xFF\xE1\x00\x22"
      "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0",
      36);
  const std::string turned = jpeg.substr(0, 2) + exif + jpeg.substr(2);
  cv::Mat expected;
  cv::rotate(scan_of(jpeg).pixels, expected, cv::ROTATE_90_CLOCKWISE);
  EXPECT_TRUE(same(scan_of(turned).pixels, expected));

  std::string dense = jpeg;
  dense.replace(13, 5, std::string("\x01\x01\x2C\x01\x2C", 5));
  EXPECT_EQ(scan_of(dense).dpi, 300);
  EXPECT_EQ(scan_of(jpeg).dpi, 0);
}

TEST(RasterizeAnything, GivesNothingWorseThanAnErrorForMutatedFiles) {
  const cv::Mat picture = test::test_picture(24, 48);
  MadePage small = page_of(picture);
  MadePage fax = small;
  fax.image = test::image_entries(picture,
                                  "/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode "
                                  "/DecodeParms << /K -1 /Columns 24 >>");
  fax.data = test::group4_of(test::bilevel_picture(24, 48));
  const std::vector<std::string> originals{
      test::make_pdf({small, fax}), test::make_tiff({{picture, 5}, {test::bilevel_picture(24, 48), 4, 0}}),
      test::encoded(".png", picture), test::encoded(".jpg", test::colour_picture(24, 48))};
  const TemporaryFolder folder;
  std::mt19937 random(20211231);
  Limits limits;
  limits.max_pixels = 1'000'000;
  limits.max_seconds = 5;
  int read = 0;
  for (int round = 0; round < 100; ++round) {
    const std::string bytes = test::mutated(originals[static_cast<std::size_t>(round) % originals.size()], &random);
    const std::string path = folder.put("mutated", bytes);
    try {
      const Document document = read_document(path, limits);
      const layout::Scan scan = rasterize(document, document.page_count, 40, limits);
      EXPECT_LE(scan.pixels.total(), 1'000'000u);
      EXPECT_FALSE(scan.pixels.empty());
      ++read;
    } catch (const Error& error) {
      EXPECT_FALSE(std::string(error.what()).empty());
    }
  }
  EXPECT_GT(read, 20);
}

}  // namespace
}  // namespace shenbao::pipeline
