#include "pipeline/input/pdf.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFEmbeddedFileDocumentHelper.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <qpdf/QPDFXRefEntry.hh>
#include <vector>

#include "pipeline/input/image_samples.h"
#include "pipeline/input/page_image.h"

namespace shenbao::pipeline {
namespace {

/// Gives a file whose end is lost an end: an empty list of pages, so that qpdf goes on to look at all objects.
constexpr const char* kNewEnd =
    "\n9999998 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    "9999999 0 obj\n<< /Type /Catalog /Pages 9999998 0 R >>\nendobj\n"
    "trailer\n<< /Root 9999999 0 R /Size 10000000 >>\nstartxref\n0\n%%EOF\n";

/// A PDF with its pages; the file's bytes must outlive it.
class OpenPdf {
 public:
  OpenPdf(const Bytes& file, PageList list) : pdf_(std::make_unique<QPDF>()) {
    try {
      read(file);
    } catch (const DecodeError& error) {
      if (list == PageList::stated || error.code() == ErrorCode::encrypted) throw;
      with_new_end_ = std::string(reinterpret_cast<const char*>(file.data), file.size) + kNewEnd;
      pdf_ = std::make_unique<QPDF>();
      read({reinterpret_cast<const unsigned char*>(with_new_end_.data()), with_new_end_.size()});
    }
    pages_ = list == PageList::stated ? stated_pages() : found_pages();
  }

  const std::vector<QPDFObjectHandle>& pages() const { return pages_; }
  QPDFPageObjectHelper page(int index) const {
    const auto at = static_cast<std::size_t>(index);
    if (at >= pages_.size()) throw DecodeError(ErrorCode::unreadable, "the page is missing from the PDF");
    return QPDFPageObjectHelper(pages_[at]);
  }
  QPDFObjectHandle adopt(const QPDFObjectHandle& object) { return pdf_->makeIndirectObject(object); }
  /// Listed for the file as a whole, or pinned to a page.
  std::size_t attachments() {
    std::size_t count = QPDFEmbeddedFileDocumentHelper(*pdf_).getEmbeddedFiles().size();
    for (QPDFPageObjectHelper page : pages_) count += page.getAnnotations("/FileAttachment").size();
    return count;
  }
  std::string first_warning() {
    const std::vector<QPDFExc> warnings = pdf_->getWarnings();
    return warnings.empty() ? "" : warnings.front().getMessageDetail();
  }

 private:
  void read(const Bytes& file) {
    pdf_->setSuppressWarnings(true);
    try {
      pdf_->processMemoryFile("", reinterpret_cast<const char*>(file.data), file.size);
    } catch (const QPDFExc& error) {
      if (error.getErrorCode() == qpdf_e_password) throw DecodeError(ErrorCode::encrypted, "the PDF needs a password");
      throw_damaged("PDF", error.getMessageDetail());
    }
  }

  std::vector<QPDFObjectHandle> stated_pages() {
    try {
      return pdf_->getAllPages();
    } catch (const QPDFExc& error) {
      throw DecodeError(ErrorCode::unreadable, "the PDF's list of pages is damaged (" + error.getMessageDetail() + ")");
    }
  }

  std::vector<QPDFObjectHandle> found_pages() {
    const std::map<QPDFObjGen, QPDFXRefEntry> table = pdf_->getXRefTable();
    const auto offset = [&](QPDFObjGen id) {
      auto entry = table.find(id);
      if (entry != table.end() && entry->second.getType() == 2) {
        entry = table.find(QPDFObjGen(entry->second.getObjStreamNumber(), 0));
      }
      return entry != table.end() && entry->second.getType() == 1 ? entry->second.getOffset() : 0;
    };
    std::vector<QPDFObjectHandle> found;
    for (QPDFObjectHandle& object : pdf_->getAllObjects()) {
      if (object.isDictionaryOfType("/Page")) found.push_back(object);
    }
    std::stable_sort(found.begin(), found.end(), [&](const QPDFObjectHandle& a, const QPDFObjectHandle& b) {
      return offset(a.getObjGen()) < offset(b.getObjGen());
    });
    return found;
  }

  std::string with_new_end_;
  std::unique_ptr<QPDF> pdf_;
  std::vector<QPDFObjectHandle> pages_;
};

/// A seal and a logo are no scan.
bool has_picture(QPDFPageObjectHelper& page) {
  constexpr double kScan = 500'000;  // pixels in all: A4 at 72 dpi, also in strips
  double pixels = 0.0;
  page.forEachImage(true, [&](QPDFObjectHandle& image, QPDFObjectHandle&, const std::string&) {
    const cv::Size size = stated_size(image);
    pixels += static_cast<double>(size.width) * size.height;
  });
  return pixels >= kScan;
}

double user_unit_of(QPDFPageObjectHelper& page) {
  QPDFObjectHandle unit = page.getObjectHandle().getKey("/UserUnit");
  const double value = unit.isNumber() ? unit.getNumericValue() : 1.0;
  return std::isfinite(value) && value > 0 ? value : 1.0;
}

int rotation_of(QPDFPageObjectHelper& page) {
  QPDFObjectHandle rotate = page.getAttribute("/Rotate", false);
  return rotate.isInteger() ? static_cast<int>(rotate.getIntValue() % 360) : 0;
}

int sign_of(double value, double other) {
  if (std::abs(value) < std::abs(other)) return 0;
  return value < 0 ? -1 : 1;
}

/// Where the image's right and down point on the page, whose own y points up.
Orientation orientation_of(const QPDFMatrix& m) {
  return {sign_of(m.a, m.b), -sign_of(m.b, m.a), -sign_of(m.c, m.d), sign_of(m.d, m.c)};
}

}  // namespace

Decoded count_pdf_pages(const Bytes& file, PageList list) {
  OpenPdf pdf(file, list);
  Decoded count;
  count.pages = static_cast<int>(pdf.pages().size());
  count.damage = pdf.first_warning();
  count.attachments = static_cast<int>(pdf.attachments());
  if (list == PageList::found) {
    count.damage = "the PDF's list of pages is lost, and the pages that are left were gathered";
  } else if (!count.damage.empty()) {
    count.damage = "the PDF is damaged and was repaired (" + count.damage + ")";
  }
  return count;
}

Decoded read_pdf_page(const Bytes& file, PageList list, int page, std::int64_t max_pixels) {
  const OpenPdf pdf(file, list);
  QPDFPageObjectHelper helper = pdf.page(page);
  const PageContent content = read_content(helper);
  Decoded result;
  if (content.image) {
    const QPDFMatrix& m = content.image->placement;
    try {
      result = decode_image(content.image->stream, max_pixels);
    } catch (const std::exception&) {  // rendering knows more kinds of images, and takes larger ones in pieces
    }
    result.orientation = turned(orientation_of(m), rotation_of(helper));
    const cv::Size size = stated_size(content.image->stream);
    const double per_inch = kPointsPerInch / user_unit_of(helper);
    result.dpi_x = size.width / std::hypot(m.a, m.b) * per_inch;
    result.dpi_y = size.height / std::hypot(m.c, m.d) * per_inch;
  }
  result.user_unit = user_unit_of(helper);
  result.has_picture = content.image || has_picture(helper);
  const bool lost = list == PageList::found && helper.getObjectHandle().getKey("/Contents").isNull();
  result.incomplete = content.incomplete || lost;
  return result;
}

std::string extract_pdf_page(const Bytes& file, PageList list, int page) {
  OpenPdf pdf(file, list);
  QPDFPageObjectHelper helper = pdf.page(page);
  QPDFObjectHandle sheet = helper.getObjectHandle().shallowCopy();
  for (const char* inherited : {"/Resources", "/MediaBox", "/CropBox", "/Rotate"}) {
    QPDFObjectHandle value = helper.getAttribute(inherited, false);
    if (!value.isNull()) sheet.replaceKey(inherited, value);
  }
  sheet.removeKey("/Parent");  // the way to the other pages, and to what is damaged there
  QPDF single;
  single.setSuppressWarnings(true);
  single.emptyPDF();
  single.addPage(single.copyForeignObject(pdf.adopt(sheet)), false);
  QPDFWriter writer(single);
  writer.setOutputMemory();
  writer.setStaticID(true);
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return std::string(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
}

}  // namespace shenbao::pipeline
