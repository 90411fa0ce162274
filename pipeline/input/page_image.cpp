#include "pipeline/input/page_image.h"

#include <algorithm>
#include <cmath>
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

bool is_in(const std::string& name, const std::set<std::string>& names) { return names.count(name) != 0; }

/// Follows a content stream's graphics state and remembers what was painted last.
class ContentReader : public QPDFObjectHandle::ParserCallbacks {
 public:
  ContentReader(QPDFObjectHandle resources, const PageBox& page) : resources_(std::move(resources)), page_(page) {}

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
    } else if (name == "Q") {
      if (!saved_.empty()) {
        state_ = saved_.back();
        saved_.pop_back();
      }
    } else if (name == "cm") {
      if (const auto matrix = operand_matrix()) state_.to_page = before(*matrix, state_.to_page);
    } else if (name == "Do") {
      draw_object();
    } else if (name == "gs") {
      apply_state();
    } else if (name == "re") {
      add_rectangle();
    } else if (is_in(name, path)) {
      simple_path_ = false;
    } else if (name == "W" || name == "W*") {
      clip_pending_ = true;
    } else if (name == "n") {
      end_path();
    } else if (is_in(name, paints)) {
      end_path();
      paint(std::nullopt);
    } else if (name == "Tr") {
      state_.text_mode = operands_.empty() || !operands_[0].isInteger() ? 0 : operands_[0].getIntValue();
      if (state_.text_mode > kInvisibleText) state_.clipped = true;
    } else if (name == "Tf") {
      state_.type3_font = is_type3(operands_.empty() ? "" : name_of(operands_[0]));
    } else if (is_in(name, shows_text)) {
      if (state_.text_mode != kInvisibleText || state_.type3_font) paint(std::nullopt);
    } else if (name == "BDC" && !operands_.empty() && name_of(operands_[0]) == "/OC") {
      unclear_ = true;
    }
  }

  void paint(std::optional<PlacedImage> what) { last_painted_ = std::move(what); }

  static std::string name_of(QPDFObjectHandle object) { return object.isName() ? object.getName() : ""; }

  QPDFObjectHandle resource(const std::string& kind, const std::string& name) {
    if (!resources_.isDictionary() || name.empty()) return QPDFObjectHandle::newNull();
    QPDFObjectHandle group = resources_.getKey(kind);
    return group.isDictionary() ? group.getKey(name) : QPDFObjectHandle::newNull();
  }

  bool is_type3(const std::string& font) {
    QPDFObjectHandle object = resource("/Font", font);
    return object.isDictionary() && name_of(object.getKey("/Subtype")) == "/Type3";
  }

  std::optional<PdfMatrix> operand_matrix() {
    std::array<double, 6> n{};  // a b c d e f
    if (operands_.size() != n.size()) {
      unclear_ = true;
      return std::nullopt;
    }
    for (std::size_t i = 0; i < n.size(); ++i) {
      if (!operands_[i].isNumber()) {
        unclear_ = true;
        return std::nullopt;
      }
      n[i] = operands_[i].getNumericValue();
    }
    return PdfMatrix{n[0], n[1], n[2], n[3], n[4], n[5]};
  }

  void add_rectangle() {
    // x y width height
    const bool four = operands_.size() == 4 &&
                      std::all_of(operands_.begin(), operands_.end(), [](QPDFObjectHandle& o) { return o.isNumber(); });
    if (!four || rectangle_) {
      simple_path_ = false;
      return;
    }
    rectangle_ = bounds(state_.to_page, operands_[0].getNumericValue(), operands_[1].getNumericValue(),
                        operands_[2].getNumericValue(), operands_[3].getNumericValue());
    if (!is_upright(state_.to_page, page_.width(), page_.height())) simple_path_ = false;
  }

  void end_path() {
    if (clip_pending_ && !(simple_path_ && rectangle_ && covers(*rectangle_, page_))) state_.clipped = true;
    clip_pending_ = false;
    simple_path_ = true;
    rectangle_.reset();
  }

  void apply_state() {
    QPDFObjectHandle change = resource("/ExtGState", operands_.empty() ? "" : name_of(operands_[0]));
    if (!change.isDictionary()) return;
    QPDFObjectHandle alpha = change.getKey("/ca");
    QPDFObjectHandle mask = change.getKey("/SMask");
    QPDFObjectHandle blend = change.getKey("/BM");
    if (!alpha.isNull() && !(alpha.isNumber() && alpha.getNumericValue() >= 1.0)) state_.opaque = false;
    if (!mask.isNull() && name_of(mask) != "/None") state_.opaque = false;
    if (!blend.isNull() && name_of(blend) != "/Normal" && name_of(blend) != "/Compatible") state_.opaque = false;
  }

  void draw_object() {
    QPDFObjectHandle object = resource("/XObject", operands_.empty() ? "" : name_of(operands_[0]));
    paint(std::nullopt);
    if (!object.isStream()) incomplete_ = true;
    if (!object.isStream() || !state_.opaque || state_.clipped) return;
    QPDFObjectHandle dict = object.getDict();
    if (name_of(dict.getKey("/Subtype")) != "/Image") return;
    for (const char* key : {"/SMask", "/Mask", "/OC"}) {
      if (!dict.getKey(key).isNull()) return;
    }
    QPDFObjectHandle stencil = dict.getKey("/ImageMask");
    if (stencil.isBool() && stencil.getBoolValue()) return;
    QPDFObjectHandle mask_in_data = dict.getKey("/SMaskInData");
    if (mask_in_data.isInteger() && mask_in_data.getIntValue() != 0) return;
    if (!is_upright(state_.to_page, page_.width(), page_.height())) return;
    if (!same_box(bounds(state_.to_page, 0, 0, 1, 1), page_)) return;
    paint(PlacedImage{object, state_.to_page});
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
  QPDFObjectHandle annotations = page.getObjectHandle().getKey("/Annots");
  if (!annotations.isArray()) return false;
  const long long hidden_or_no_view = 2 | 32;
  for (int i = 0; i < annotations.getArrayNItems(); ++i) {
    QPDFObjectHandle annotation = annotations.getArrayItem(i);
    if (!annotation.isDictionary()) continue;
    QPDFObjectHandle flags = annotation.getKey("/F");
    if (flags.isInteger() && (flags.getIntValue() & hidden_or_no_view) != 0) continue;
    QPDFObjectHandle subtype = annotation.getKey("/Subtype");
    if (subtype.isName() && (subtype.getName() == "/Link" || subtype.getName() == "/Popup")) continue;
    return true;
  }
  return false;
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
