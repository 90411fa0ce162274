#include "pipeline/input/page_image.h"

#include <qpdf/Constants.h>

#include <algorithm>
#include <cmath>
#include <qpdf/QPDFAnnotationObjectHelper.hh>
#include <set>
#include <string>
#include <vector>

namespace shenbao::pipeline {
namespace {

/// Pages and their images are rounded to whole points, each in its own way.
constexpr double kEdgeTolerance = 1.0;  // points
/// A slant that moves no pixel of a 300 dpi scan.
constexpr double kSlantTolerance = 0.2;  // points over the whole page
/// Vector drawings are longer; a scan with its text layer is not.
constexpr int kMaxOperators = 200'000;
/// Of one operator; a colour of 32 components with its pattern takes most (ISO 32000-1, 8.6.8 and annex C).
constexpr std::size_t kMaxOperands = 64;
constexpr int kInvisibleText = 3;  // text rendering mode; those above it clip (ISO 32000-1, table 106)

struct GraphicsState {
  PdfMatrix to_page;
  bool opaque = true;    ///< alpha 1, normal blending, no soft mask
  bool clipped = false;  ///< to less than the page
  long long text_mode = 0;
  bool type3_font = false;  ///< paints whatever the text mode says
};

PdfMatrix before(const PdfMatrix& first, const PdfMatrix& then) {
  return {first.a * then.a + first.b * then.c,          first.a * then.b + first.b * then.d,
          first.c * then.a + first.d * then.c,          first.c * then.b + first.d * then.d,
          first.e * then.a + first.f * then.c + then.e, first.e * then.b + first.f * then.d + then.f};
}

bool covers(const PageBox& shape, const PageBox& page) {
  return shape.left <= page.left + kEdgeTolerance && shape.bottom <= page.bottom + kEdgeTolerance &&
         shape.right >= page.right - kEdgeTolerance && shape.top >= page.top - kEdgeTolerance;
}

bool same_box(const PageBox& a, const PageBox& b) { return covers(a, b) && covers(b, a); }

bool is_upright(const PdfMatrix& m, double width, double height) {
  const bool straight = std::abs(m.b) * width <= kSlantTolerance * std::abs(m.a) &&
                        std::abs(m.c) * height <= kSlantTolerance * std::abs(m.d);
  const bool quarter = std::abs(m.a) * width <= kSlantTolerance * std::abs(m.b) &&
                       std::abs(m.d) * height <= kSlantTolerance * std::abs(m.c);
  return straight || quarter;
}

PageBox bounds(const PdfMatrix& m, double x, double y, double width, double height) {
  constexpr double kFar = 1e30;  // points; beyond any page
  PageBox box{kFar, kFar, -kFar, -kFar};
  for (const double px : {x, x + width}) {
    for (const double py : {y, y + height}) {
      const double qx = m.a * px + m.c * py + m.e;
      const double qy = m.b * px + m.d * py + m.f;
      box = {std::min(box.left, qx), std::min(box.bottom, qy), std::max(box.right, qx), std::max(box.top, qy)};
    }
  }
  return box;
}

/// Follows a content stream's graphics state and remembers what was painted last.
class ContentReader : public QPDFObjectHandle::ParserCallbacks {
 public:
  ContentReader(const QPDFObjectHandle& resources, const PageBox& page) : resources_(resources), page_(page) {}

  void handleObject(QPDFObjectHandle object) override {
    if (!object.isOperator()) {
      if (object.isInlineImage()) {
        paint(std::nullopt);
      } else if (operands_.size() < kMaxOperands) {
        operands_.push_back(object);
      }
      return;
    }
    if (++operators_ > kMaxOperators) {
      unclear_ = true;
      terminateParsing();
      return;
    }
    handle(object.getOperatorValue());
    operands_.clear();
  }
  void handleEOF() override {}

  PageContent content() const { return {unclear_ ? std::nullopt : last_painted_, incomplete_}; }

 private:
  void handle(const std::string& name) {
    static const std::set<std::string> paints{"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh"};
    static const std::set<std::string> shows_text{"Tj", "TJ", "'", "\""};
    static const std::set<std::string> path{"m", "l", "c", "v", "y", "h"};
    if (name == "q") {
      saved_.push_back(state_);
    } else if (name == "Q" && !saved_.empty()) {
      state_ = saved_.back();
      saved_.pop_back();
    } else if (name == "cm") {
      const auto n = numbers<6>();
      if (n) state_.to_page = before({(*n)[0], (*n)[1], (*n)[2], (*n)[3], (*n)[4], (*n)[5]}, state_.to_page);
      if (!n) unclear_ = true;
    } else if (name == "Do") {
      draw_object();
    } else if (name == "gs") {
      apply_state();
    } else if (name == "re") {
      add_rectangle();
    } else if (path.count(name) != 0) {
      simple_path_ = false;
    } else if (name == "W" || name == "W*") {
      clip_pending_ = true;
    } else if (name == "n" || paints.count(name) != 0) {
      end_path();
      if (name != "n") paint(std::nullopt);
    } else if (name == "Tr") {
      state_.text_mode = operands_.empty() || !operands_[0].isInteger() ? 0 : operands_[0].getIntValue();
      if (state_.text_mode > kInvisibleText) state_.clipped = true;
    } else if (name == "Tf") {
      QPDFObjectHandle font = resource("/Font");
      state_.type3_font = font.isDictionary() && name_of(font.getKey("/Subtype")) == "/Type3";
    } else if (shows_text.count(name) != 0) {
      if (state_.text_mode != kInvisibleText || state_.type3_font) paint(std::nullopt);
    } else if (name == "BDC" && first_name() == "/OC") {
      unclear_ = true;
    }
  }

  void paint(std::optional<PlacedImage> what) { last_painted_ = std::move(what); }

  static std::string name_of(QPDFObjectHandle object) { return object.isName() ? object.getName() : ""; }

  std::string first_name() { return operands_.empty() ? "" : name_of(operands_[0]); }

  /// What the page names as the first operand does.
  QPDFObjectHandle resource(const std::string& kind) {
    QPDFObjectHandle group = resources_.isDictionary() ? resources_.getKey(kind) : resources_;
    return group.isDictionary() ? group.getKey(first_name()) : QPDFObjectHandle::newNull();
  }

  /// The operands where they are `Count` numbers.
  template <std::size_t Count>
  std::optional<std::array<double, Count>> numbers() {
    std::array<double, Count> n{};
    bool good = operands_.size() == Count;
    for (std::size_t i = 0; i < Count && good; ++i) good = operands_[i].getValueAsNumber(n[i]);
    return good ? std::optional(n) : std::nullopt;
  }

  void add_rectangle() {
    const auto n = numbers<4>();  // x y width height
    if (!n || rectangle_ || !is_upright(state_.to_page, page_.width(), page_.height())) simple_path_ = false;
    if (n && !rectangle_) rectangle_ = bounds(state_.to_page, (*n)[0], (*n)[1], (*n)[2], (*n)[3]);
  }

  void end_path() {
    if (clip_pending_ && !(simple_path_ && rectangle_ && covers(*rectangle_, page_))) state_.clipped = true;
    clip_pending_ = false;
    simple_path_ = true;
    rectangle_.reset();
  }

  void apply_state() {
    QPDFObjectHandle change = resource("/ExtGState");
    if (!change.isDictionary()) return;
    const auto is_other = [&](const char* key, const std::set<std::string>& usual) {
      QPDFObjectHandle value = change.getKey(key);
      return !value.isNull() && usual.count(name_of(value)) == 0;
    };
    double alpha = 0.0;
    if (is_other("/ca", {}) && !(change.getKey("/ca").getValueAsNumber(alpha) && alpha >= 1.0)) state_.opaque = false;
    if (is_other("/SMask", {"/None"}) || is_other("/BM", {"/Normal", "/Compatible"})) state_.opaque = false;
  }

  void draw_object() {
    QPDFObjectHandle object = resource("/XObject");
    paint(std::nullopt);
    if (!object.isStream()) incomplete_ = true;
    if (!object.isImage() || !state_.opaque || state_.clipped) return;
    QPDFObjectHandle dict = object.getDict();
    for (const char* key : {"/SMask", "/Mask", "/OC"}) {
      if (!dict.getKey(key).isNull()) return;
    }
    QPDFObjectHandle mask_in_data = dict.getKey("/SMaskInData");
    if (mask_in_data.isInteger() && mask_in_data.getIntValue() != 0) return;
    if (!is_upright(state_.to_page, page_.width(), page_.height())) return;
    if (same_box(bounds(state_.to_page, 0, 0, 1, 1), page_)) paint(PlacedImage{object, state_.to_page});
  }

  QPDFObjectHandle resources_;
  PageBox page_;
  GraphicsState state_;
  std::vector<GraphicsState> saved_;
  std::vector<QPDFObjectHandle> operands_;
  std::optional<PageBox> rectangle_;
  bool simple_path_ = true;
  bool clip_pending_ = false;
  bool unclear_ = false;
  bool incomplete_ = false;
  int operators_ = 0;
  std::optional<PlacedImage> last_painted_;
};

/// Links and pop-ups have no face of their own.
bool shows_annotations(QPDFPageObjectHelper& page) {
  std::vector<QPDFAnnotationObjectHelper> annotations = page.getAnnotations();
  return std::any_of(annotations.begin(), annotations.end(), [](QPDFAnnotationObjectHelper& annotation) {
    const std::string kind = annotation.getSubtype();
    return (annotation.getFlags() & (an_hidden | an_no_view)) == 0 && kind != "/Link" && kind != "/Popup";
  });
}

std::optional<PageBox> box_of(QPDFObjectHandle array) {
  if (!array.isRectangle()) return std::nullopt;
  const QPDFObjectHandle::Rectangle r = array.getArrayAsRectangle();
  const PageBox box{std::min(r.llx, r.urx), std::min(r.lly, r.ury), std::max(r.llx, r.urx), std::max(r.lly, r.ury)};
  if (!(box.width() > 0) || !(box.height() > 0)) return std::nullopt;
  return box;
}

}  // namespace

std::optional<PageBox> visible_box(QPDFPageObjectHelper& page) {
  const auto media = box_of(page.getAttribute("/MediaBox", false));
  const auto crop = box_of(page.getAttribute("/CropBox", false));
  if (!media || !crop) return media;
  const PageBox both{std::max(media->left, crop->left), std::max(media->bottom, crop->bottom),
                     std::min(media->right, crop->right), std::min(media->top, crop->top)};
  return both.width() > 0 && both.height() > 0 ? both : *media;
}

PageContent read_content(QPDFPageObjectHelper& page) {
  const auto box = visible_box(page);
  ContentReader reader(page.getAttribute("/Resources", false), box.value_or(PageBox{}));
  page.parseContents(&reader);
  PageContent content = reader.content();
  if (!box || shows_annotations(page)) content.image.reset();
  return content;
}

}  // namespace shenbao::pipeline
